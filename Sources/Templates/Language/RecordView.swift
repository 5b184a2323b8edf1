// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// One field of a view: its name in templates, its shape, and how it is read.
struct ViewField<Owner>: Sendable {
    let name: String
    let shape: Shape
    let read: @Sendable (Owner) -> TemplateValue
}

extension ViewField {
    /// Text that is always there.
    static func text(_ name: String, _ read: @escaping @Sendable (Owner) -> String) -> ViewField {
        ViewField(name: name, shape: .text) { .text(read($0)) }
    }

    /// Text that may be missing.
    static func maybe(_ name: String, _ read: @escaping @Sendable (Owner) -> String?) -> ViewField {
        ViewField(name: name, shape: .optional(.text)) { TemplateValue(read($0)) }
    }

    /// A yes or no.
    static func flag(_ name: String, _ read: @escaping @Sendable (Owner) -> Bool) -> ViewField {
        ViewField(name: name, shape: .flag) { .flag(read($0)) }
    }

    /// Several texts.
    static func texts(_ name: String, _ read: @escaping @Sendable (Owner) -> [String]) -> ViewField {
        ViewField(name: name, shape: .list(.text)) { .list(read($0).map { .text($0) }) }
    }

    /// A view that is always there.
    static func view<Part: RecordView>(_ name: String, _ read: @escaping @Sendable (Owner) -> Part) -> ViewField {
        ViewField(name: name, shape: Part.shape) { read($0).value }
    }

    /// A view that may be missing.
    static func maybe<Part: RecordView>(_ name: String, _ read: @escaping @Sendable (Owner) -> Part?) -> ViewField {
        ViewField(name: name, shape: .optional(Part.shape)) { read($0)?.value ?? .none }
    }

    /// Several views.
    static func views<Part: RecordView>(_ name: String, _ read: @escaping @Sendable (Owner) -> [Part]) -> ViewField {
        ViewField(name: name, shape: .list(Part.shape)) { .list(read($0).map(\.value)) }
    }
}

/// What templates see of something: its fields are declared once, and give both the shape and the value.
protocol RecordView: Sendable {
    /// The fields, in order.
    static var fields: [ViewField<Self>] { get }
}

extension RecordView {
    /// The shape that templates are bound to.
    static var shape: Shape { .record(fields.map { Shape.Field($0.name, $0.shape) }) }

    /// The value that they print.
    var value: TemplateValue {
        let fields = Self.fields
        // By index: going through the fields themselves would retain the name and shape of each.
        return .record(fields.indices.map { fields[$0].read(self) })
    }
}
