// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices
import Templates
import Values

extension Installation {
    /// Loads the templates of a folder and looks whether each shop finds its set there.
    ///
    /// - Throws: `Problems`, all of them at once.
    func loadTemplates(_ folder: String) throws(Problems) -> TemplateCatalog {
        let catalog = try TemplateCatalog.load(folder)
        let problems = shops.compactMap { shop -> Problem? in
            guard let name = shop.profile.brand.templates?.text, !catalog.has(set: name) else { return nil }
            return Problem(
                field: "shops.\(shop.profile.id).brand.templates", rule: "unknown-template-set",
                message: "there is no such template set in \(folder).",
                wayOut: "Make the folder, or name one of: \(catalog.names.joined(separator: ", ")).")
        }
        guard problems.isEmpty else { throw Problems(problems) }
        return catalog
    }
}
