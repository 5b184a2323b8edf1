// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Settings
public import Values

/// Reads a JSON object member by member and collects everything that is wrong with it.
///
/// A getter whose value is wrong records the problem with its JSON pointer (RFC 6901) and returns nil or a
/// placeholder, so that the reading goes on; nothing read may be used before `finish()` has returned.
///
/// ```swift
/// let fields = try await request.fields()
/// let name = fields.requiredLine("name", maxBytes: 200)
/// let orders = fields.objects("orders", limit: 50) { Order(reading: $0) }
/// try fields.finish()
/// ```
public final class JSONFields {
    /// What members nobody asks for are.
    public enum UnknownMembers: Sendable {
        /// Problems: a mistyped name is found at once.
        case refused
        /// Nothing: for bodies made by others, which grow.
        case tolerated
    }

    /// The problems of a whole body, shared by its objects.
    final class Findings {
        var problems = [Problem]()
    }

    let findings: Findings
    let unknownMembers: UnknownMembers
    /// The JSON pointer of this object; empty for the whole body.
    public let pointer: String
    private let members: [JSON.Member]
    private var asked = Set<String>()
    private var children = [JSONFields]()

    /// Starts reading a body; anything but an object is its first problem.
    public convenience init(_ json: JSON, unknownMembers: UnknownMembers = .refused) {
        self.init(json, pointer: "", unknownMembers: unknownMembers, findings: Findings())
    }

    init(_ json: JSON, pointer: String, unknownMembers: UnknownMembers, findings: Findings) {
        self.findings = findings
        self.unknownMembers = unknownMembers
        self.pointer = pointer
        self.members = json.members ?? []
        if json.members == nil {
            findings.problems.append(
                Problem(field: pointer, rule: "wrong-type", message: "expected an object, found \(json.kindName)."))
        }
    }

    /// Whether nothing is wrong so far.
    public var isFine: Bool { findings.problems.isEmpty }

    /// What is wrong so far, members that nobody asked for included.
    public var problems: [Problem] { findings.problems + unknown() }

    /// Ends the reading.
    ///
    /// - Throws: `Problems` with everything that is wrong; the server answers them as 400.
    public func finish() throws(Problems) {
        let problems = problems
        guard problems.isEmpty else { throw Problems(problems) }
    }

    /// Whether a member is there and not null; asking makes it a known one.
    public func has(_ name: String) -> Bool { member(name) != nil }

    /// A member as it is, for the reader to take apart.
    public func json(_ name: String) -> JSON? { member(name) }

    /// Records a problem that only the reader can see, such as two members that exclude each other.
    ///
    /// - Parameters:
    ///   - name: The member it is about; nil for the object as a whole.
    ///   - rule: The rule's short name.
    ///   - message: What is wrong, in one sentence without the refused value.
    ///   - wayOut: What to do about it.
    public func refuse(_ name: String? = nil, rule: String, _ message: String, wayOut: String? = nil) {
        let field = name.map { pointer + "/" + Self.escape($0) } ?? pointer
        findings.problems.append(Problem(field: field, rule: rule, message: message, wayOut: wayOut))
    }

    func member(_ name: String) -> JSON? {
        asked.insert(name)
        guard let found = members.last(where: { $0.name == name })?.value, found != .null else { return nil }
        return found
    }

    func child(_ json: JSON, _ path: String) -> JSONFields {
        let child = JSONFields(
            json, pointer: pointer + "/" + path, unknownMembers: unknownMembers, findings: findings)
        children.append(child)
        return child
    }

    /// A name within a JSON pointer.
    static func escape(_ name: String) -> String {
        name.replacing("~", with: "~0").replacing("/", with: "~1")
    }

    private func unknown() -> [Problem] {
        guard unknownMembers == .refused else { return [] }
        let own = members.filter { !asked.contains($0.name) }.map { member in
            let near = Suggestion.nearest(to: member.name, in: asked.sorted())
            return Problem(
                field: pointer + "/" + Self.escape(member.name), rule: "unknown-member",
                message: "nothing reads this member.", wayOut: near.map { "Did you mean `\($0)`?" })
        }
        return own + children.flatMap { $0.unknown() }
    }
}
