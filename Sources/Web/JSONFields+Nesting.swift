// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Values

extension JSONFields {
    /// What a reader makes of an object, if the member is there.
    public func object<Value>(_ name: String, reading: (JSONFields) -> Value?) -> Value? {
        guard let json = member(name) else { return nil }
        let child = child(json, Self.escape(name))
        return json.members == nil ? nil : reading(child)
    }

    /// What a reader makes of an object that must be there; nil only beside a recorded problem.
    public func requiredObject<Value>(_ name: String, reading: (JSONFields) -> Value?) -> Value? {
        guard has(name) else {
            refuse(name, rule: "missing-member", "this member is needed: an object.")
            return nil
        }
        return object(name, reading: reading)
    }

    /// What a reader makes of each object of an array; empty when the member is left out.
    ///
    /// - Parameters:
    ///   - name: The member.
    ///   - limit: The most elements allowed.
    ///   - reading: Reads one.
    public func objects<Value>(_ name: String, limit: Int, reading: (JSONFields) -> Value?) -> [Value] {
        elements(name, limit: limit).compactMap { index, json -> Value? in
            let child = child(json, Self.escape(name) + "/\(index)")
            return json.members == nil ? nil : reading(child)
        }
    }

    /// The lines of text of an array; empty when the member is left out.
    public func lines(_ name: String, limit: Int, maxBytes: Int = 2_000) -> [Line] {
        elements(name, limit: limit).compactMap { index, json -> Line? in
            func report(_ rule: String, _ message: String) {
                let field = pointer + "/" + Self.escape(name) + "/\(index)"
                findings.problems.append(Problem(field: field, rule: rule, message: message))
            }
            guard let text = json.string else {
                report("wrong-type", "expected a line of text, found \(json.kindName).")
                return nil
            }
            do throws(ValueError) {
                return try Line(text, maxBytes: maxBytes)
            } catch {
                report("bad-value", "expected a line of text: \(error.reason).")
                return nil
            }
        }
    }

    private func elements(_ name: String, limit: Int) -> [(Int, JSON)] {
        let array: [JSON]? = value(name, "an array", required: false) { json throws(ValueError) in
            guard let array = json.array else { return nil }
            guard array.count <= limit else { throw ValueError("it has more than \(limit) elements") }
            return array
        }
        return (array ?? []).enumerated().map { ($0.offset, $0.element) }
    }
}
