// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// A character set a mail may be written in.
///
/// The one place that turns bytes into text by a name.
public enum Charset: Hashable, Sendable {
    /// UTF-8.
    case utf8
    /// US-ASCII. Bytes above 127 are read as UTF-8, which is what mislabelled mail nearly always holds.
    case ascii
    /// ISO-8859-1.
    case latin1
    /// One of before Unicode, read by the system's iconv.
    case legacy(LegacyCharset)
    /// One we cannot read, by its label; it is read as UTF-8 with replacement characters.
    case unknown(String)

    /// Finds the set by its label, in any case (IANA names and common aliases); no label means US-ASCII.
    public init(label: String?) {
        let name = ASCII.lowercased(label ?? "")
        switch name {
        case "utf-8", "utf8", "unicode-1-1-utf-8": self = .utf8
        case "", "us-ascii", "ascii", "ansi_x3.4-1968", "iso646-us": self = .ascii
        case "iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "l1": self = .latin1
        default: self = LegacyCharset(label: name).map(Charset.legacy) ?? .unknown(String(name.prefix(40)))
        }
    }

    /// Reads bytes as text; what is not valid becomes U+FFFD.
    public func decode(_ bytes: [UInt8]) -> String {
        switch self {
        case .utf8, .ascii, .unknown: return String(decoding: bytes, as: UTF8.self)
        case .legacy(let set): return set.decode(bytes)
        case .latin1:
            var scalars = String.UnicodeScalarView()
            for byte in bytes { scalars.append(Unicode.Scalar(byte)) }
            return String(scalars)
        }
    }

    /// What a reader should know about text of this set; nil when it is read exactly.
    var note: String? {
        if case .unknown(let label) = self {
            "charset \(label) is not known: shown as UTF-8, with replacement characters where it is not"
        } else {
            nil
        }
    }
}
