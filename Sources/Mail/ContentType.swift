// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// What a part holds (RFC 2045 section 5): `text/html; charset=utf-8`.
public struct ContentType: Hashable, Sendable {
    /// The type, lower case: `text`.
    public let type: String
    /// The subtype, lower case: `html`.
    public let subtype: String
    /// The parameters, names lower case, RFC 2231 read.
    public let parameters: [HeaderParameter]

    /// Plain text, what a part without a readable Content-Type holds (RFC 2045 section 5.2).
    public static let plainText = ContentType(type: "text", subtype: "plain", parameters: [])
    /// A whole mail, what a part of a digest holds unless it says otherwise (RFC 2046 section 5.1.5).
    static let message = ContentType(type: "message", subtype: "rfc822", parameters: [])

    private init(type: String, subtype: String, parameters: [HeaderParameter]) {
        self.type = type
        self.subtype = subtype
        self.parameters = parameters
    }

    /// Reads the value of a Content-Type field; nil when it names no type.
    public init?(reading value: String) {
        let (essence, parameters) = HeaderParameter.read(value)
        let parts = ASCII.lowercased(essence).split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(ASCII.isAtom) }) else {
            return nil
        }
        self.init(type: String(parts[0]), subtype: String(parts[1]), parameters: parameters)
    }

    /// `text/html`.
    public var essence: String { type + "/" + subtype }

    /// The value of a parameter, by its lower-case name.
    public func parameter(_ name: String) -> String? { parameters.first { $0.name == name }?.value }

    /// The charset named, if any.
    public var charsetLabel: String? { parameter("charset") }
}
