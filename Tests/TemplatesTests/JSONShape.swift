// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Templates
import Values

/// Gives test data a shape, as a view would declare it: lists take the fields of all their elements.
enum JSONShape {
    static func shape(_ json: JSON) -> Shape {
        switch json {
        case .null: .optional(.text)
        case .bool: .flag
        case .integer, .number, .string: .text
        case .array(let elements): .list(elements.map(shape).reduce(nil, merged) ?? .text)
        case .object(let members): .record(members.map { Shape.Field($0.name, shape($0.value)) })
        }
    }

    static func value(_ json: JSON, _ shape: Shape) -> TemplateValue {
        switch (json, shape) {
        case (_, .optional(let inner)): json == .null ? .none : value(json, inner)
        case (.bool(let truth), _): .flag(truth)
        case (.string(let text), _): .text(text)
        case (.integer(let number), _): .text(String(number))
        case (.number(let number), _): .text("\(number)")
        case (.array(let elements), .list(let inner)): .list(elements.map { value($0, inner) })
        case (.object, .record(let fields)): .record(fields.map { value(json[$0.name] ?? .null, $0.shape) })
        default: .none
        }
    }

    private static func merged(_ left: Shape?, _ right: Shape) -> Shape? {
        guard let left else { return right }
        guard case .record(let fields) = left, case .record(let others) = right else { return left }
        var all = fields
        for other in others where !all.contains(where: { $0.name == other.name }) { all.append(other) }
        return .record(all)
    }
}
