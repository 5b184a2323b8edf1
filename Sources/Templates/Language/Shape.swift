// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// What a template may expect of a value; names are bound to it when templates load.
package indirect enum Shape: Sendable, Hashable {
    /// Text.
    case text
    /// Yes or no.
    case flag
    /// Several of one shape.
    case list(Shape)
    /// Named fields in order.
    case record([Field])
    /// What may be missing: it may be printed only inside a section on itself.
    case optional(Shape)

    /// A named field.
    package struct Field: Sendable, Hashable {
        /// Its name in templates.
        package let name: String
        /// What it is.
        package let shape: Shape

        /// Makes a field.
        package init(_ name: String, _ shape: Shape) {
            self.name = name
            self.shape = shape
        }
    }

    /// Whether a value has this shape, for tests of the views.
    package func fits(_ value: TemplateValue) -> Bool {
        switch (self, value) {
        case (.optional, .none), (.text, .text), (.flag, .flag): true
        case (.optional(let shape), _): shape.fits(value)
        case (.list(let shape), .list(let elements)): elements.allSatisfy(shape.fits)
        case (.record(let fields), .record(let values)):
            fields.count == values.count && zip(fields, values).allSatisfy { $0.shape.fits($1) }
        default: false
        }
    }

    /// The shape without its being optional.
    var wrapped: Shape {
        if case .optional(let shape) = self { shape.wrapped } else { self }
    }

    /// True when the value may be missing.
    var mayBeMissing: Bool {
        if case .optional = self { true } else { false }
    }

    /// The place and shape of a record's field.
    func field(_ name: String) -> (slot: Int, shape: Shape)? {
        guard case .record(let fields) = wrapped, let slot = fields.firstIndex(where: { $0.name == name }) else {
            return nil
        }
        return (slot, fields[slot].shape)
    }

    /// The names of all lists in it, however deep.
    var listNames: Set<String> {
        switch self {
        case .text, .flag: return []
        case .list(let element): return element.listNames
        case .optional(let shape): return shape.listNames
        case .record(let fields):
            var names = Set<String>()
            for field in fields {
                if case .list = field.shape.wrapped { names.insert(field.name) }
                names.formUnion(field.shape.listNames)
            }
            return names
        }
    }

    /// What it is, for messages.
    var words: String {
        switch self {
        case .text: "text"
        case .flag: "a yes or no"
        case .list: "a list"
        case .record: "a record"
        case .optional(let shape): shape.words
        }
    }
}
