// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Testing
import Values

/// One case of the specification.
struct SpecificationCase: CustomTestStringConvertible, Sendable {
    let name: String
    let data: JSON
    let template: String
    let partials: [String: String]
    let expected: String

    init(
        _ name: String, _ data: JSON, _ template: String, _ expected: String, _ partials: [String: String] = [:]
    ) {
        self.name = name
        self.data = data
        self.template = template
        self.expected = expected
        self.partials = partials
    }

    var testDescription: String { name }
}
