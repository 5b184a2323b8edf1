// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Every value that letters and pages may name, for the page of the manual that lists them.
package enum LetterShape {
    /// The names with dots between them (`courier.phone.text`), in their order; a list's fields stand under `name[]`.
    package static var names: [String] { names(of: LetterView.shape, under: "") }

    /// The shapes by their names, in words.
    package static func words(of name: String) -> String? {
        var shape = LetterView.shape
        for part in name.split(separator: ".") {
            let isList = part.hasSuffix("[]")
            guard let field = shape.field(isList ? String(part.dropLast(2)) : String(part)) else { return nil }
            shape = field.shape
            if isList {
                guard case .list(let element) = shape.wrapped else { return nil }
                shape = element
            }
        }
        return (shape.mayBeMissing ? "may be missing: " : "") + shape.words
    }

    private static func names(of shape: Shape, under prefix: String) -> [String] {
        guard case .record(let fields) = shape.wrapped else { return [] }
        return fields.flatMap { field in
            let name = prefix.isEmpty ? field.name : prefix + "." + field.name
            if case .list(let element) = field.shape.wrapped { return [name] + names(of: element, under: name + "[]") }
            return [name] + names(of: field.shape, under: name)
        }
    }
}
