// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// How a body is made of 7-bit lines (RFC 2045 section 6).
public enum TransferEncoding: Hashable, Sendable {
    /// The bytes themselves: 7bit, 8bit or binary.
    case identity
    /// Readable, for text that is mostly ASCII.
    case quotedPrintable
    /// Compact, for everything else.
    case base64
    /// One we do not know, by its name; its body is taken as it stands.
    case unknown(String)

    /// Reads the value of a Content-Transfer-Encoding field.
    public init(reading value: String) {
        let name = ASCII.lowercased(value).split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == ";" }).first
        switch name.map(String.init) {
        case nil, "7bit", "8bit", "binary": self = .identity
        case "quoted-printable": self = .quotedPrintable
        case "base64": self = .base64
        case .some(let other): self = .unknown(other)
        }
    }

    /// Decodes a body.
    public func decode(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        switch self {
        case .identity, .unknown: Array(bytes)
        case .quotedPrintable: QuotedPrintable.decode(bytes)
        case .base64: BodyBase64.decode(bytes)
        }
    }

    /// The whole field with its line break.
    var headerLine: String {
        switch self {
        case .quotedPrintable: "Content-Transfer-Encoding: quoted-printable\r\n"
        case .base64: "Content-Transfer-Encoding: base64\r\n"
        case .identity, .unknown: "Content-Transfer-Encoding: 8bit\r\n"
        }
    }
}
