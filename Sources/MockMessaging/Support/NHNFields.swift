// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// Reads a body as NHN's APIs do: numbers may stand for texts, and the first thing that is wrong is told.
struct NHNFields: Sendable {
    /// Whose words the refusals have.
    enum API: Sendable {
        case alimtalk, sms
    }

    let json: JSON
    let api: API
    /// Where it stands, as in `recipientList[3].`.
    let path: String

    init(_ json: JSON, api: API, path: String = "") throws(NHNRefusal) {
        guard case .object = json else { throw Self.wrongType(api) }
        self.json = json
        self.api = api
        self.path = path
    }

    static func wrongType(_ api: API) -> NHNRefusal {
        switch api {
        case .alimtalk: NHNRefusal.Alimtalk.wrongType
        case .sms: NHNRefusal.SMS.badJSON
        }
    }

    /// A text; nil when it is missing.
    func text(_ name: String, max: Int? = nil) throws(NHNRefusal) -> String? {
        guard let value = json[name] else { return nil }
        let text = try Self.text(value, api)
        if let max, text.utf16.count > max { throw tooLong(name, max) }
        return text
    }

    /// A text that must be there and not blank.
    func requiredText(_ name: String, max: Int? = nil) throws(NHNRefusal) -> String {
        guard let text = try text(name, max: max) else {
            throw api == .alimtalk
                ? NHNRefusal(-2002, "The '\(path)\(name)' must not be null.")
                : NHNRefusal(4, "The '\(path)\(name)' must not be null.")
        }
        guard text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
            throw api == .alimtalk
                ? NHNRefusal(-2001, "The '\(path)\(name)' must not be blank.")
                : NHNRefusal(4, "The '\(path)\(name)' must not be blank.")
        }
        return text
    }

    /// A whole number; texts of digits count.
    func int(_ name: String) throws(NHNRefusal) -> Int? {
        switch json[name] {
        case nil: return nil
        case .integer(let number)?: return Int(number)
        case .string(let text)?:
            guard let number = Int(text) else { throw Self.wrongType(api) }
            return number
        default: throw Self.wrongType(api)
        }
    }

    /// A truth value; `"true"` and `"false"` count.
    func bool(_ name: String) throws(NHNRefusal) -> Bool? {
        switch json[name] {
        case nil: return nil
        case .bool(let truth)?: return truth
        case .string("true")?: return true
        case .string("false")?: return false
        default: throw Self.wrongType(api)
        }
    }

    /// An object; nil when it is missing.
    func object(_ name: String) throws(NHNRefusal) -> NHNFields? {
        guard let value = json[name] else { return nil }
        return try NHNFields(value, api: api, path: path + name + ".")
    }

    /// A list; nil when it is missing.
    func list(_ name: String) throws(NHNRefusal) -> [JSON]? {
        guard let value = json[name] else { return nil }
        guard let list = value.array else { throw Self.wrongType(api) }
        return list
    }

    /// The values to fill in; nil when there are none.
    func parameters(_ name: String) throws(NHNRefusal) -> [(name: String, value: String)] {
        guard let value = json[name] else { return [] }
        guard let members = value.members else { throw Self.wrongType(api) }
        var parameters: [(name: String, value: String)] = []
        parameters.reserveCapacity(members.count)
        for member in members {
            parameters.append((member.name, member.value == .null ? "" : try Self.text(member.value, api)))
        }
        return parameters
    }

    func tooLong(_ name: String, _ max: Int) -> NHNRefusal {
        api == .alimtalk
            ? NHNRefusal(-2000, "The '\(path)\(name)' must be at less than or equal to \(max).")
            : NHNRefusal(4, "The '\(path)\(name)' must be at less than or equal to \(max).")
    }

    private static func text(_ value: JSON, _ api: API) throws(NHNRefusal) -> String {
        switch value {
        case .string(let text): return text
        case .integer(let number): return String(number)
        case .number(let number): return String(number)
        case .bool(let truth): return truth ? "true" : "false"
        default: throw wrongType(api)
        }
    }
}
