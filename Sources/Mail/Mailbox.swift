// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Values

/// An address with the name a reader sees beside it (RFC 5322 section 3.4).
public struct Mailbox: Hashable, Sendable {
    /// The name, if there is one: its words with one space between them.
    public let name: Line?
    /// The address.
    public let address: EmailAddress

    /// Makes a mailbox.
    ///
    /// A display name is a phrase, and in a phrase the white space between words has no meaning (RFC 5322 section 3.2.5), so
    /// readers disagree on it. Here a run of white space of any kind (U+3000 of a Korean keyboard, too) becomes one space,
    /// none is left at the ends, and every reader shows the same name. A name of white space only counts as none.
    public init(name: Line? = nil, address: EmailAddress) {
        self.address = address
        let words = name?.text.unicodeScalars.split(whereSeparator: \.properties.isWhitespace) ?? []
        guard !words.isEmpty else {
            self.name = nil
            return
        }
        // Only white space went away, so nothing is left to clean.
        self.name = Line(cleaning: words.map { String(Substring($0)) }.joined(separator: " "), maxBytes: .max)
    }

    /// Makes a mailbox of text from outside.
    ///
    /// - Throws: `ValueError` with the rule that was broken.
    public init(name: String?, address: String) throws(ValueError) {
        var line: Line?
        if let name { line = try Line(name) }
        self.init(name: line, address: try EmailAddress(address))
    }
}

extension Mailbox: CustomStringConvertible, CustomDebugStringConvertible {
    /// The masked address; the name is left out (DESIGN promise 7).
    public var description: String { address.masked }
    /// The masked address; the name is left out.
    public var debugDescription: String { address.masked }
}
