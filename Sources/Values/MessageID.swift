// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// The id of a mail, `<left@right>` (RFC 5322 section 3.6.4).
public struct MessageID: Hashable, Sendable, CustomStringConvertible {
    /// The id without its angle brackets.
    public let value: String

    /// Takes an id with or without its angle brackets.
    ///
    /// - Throws: `ValueError` unless it is `dot-atom@dot-atom` of at most 250 bytes.
    public init(_ text: String) throws(ValueError) {
        var value = text
        if value.hasPrefix("<"), value.hasSuffix(">") { value = String(value.dropFirst().dropLast()) }
        let parts = value.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, value.utf8.count <= 250, parts.allSatisfy({ !$0.isEmpty }) else {
            throw ValueError("a Message-ID is left@right of at most 250 bytes")
        }
        let fits = value.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"<>()[]\\,;:\"".utf8.contains($0) }
        guard fits else { throw ValueError("a Message-ID holds printable ASCII without brackets, commas and quotes") }
        self.value = value
    }

    /// The id as it stands in a header, with its angle brackets.
    public var header: String { "<" + value + ">" }

    /// The id with its angle brackets.
    public var description: String { header }
}
