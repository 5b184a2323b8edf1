// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// A mailbox address that is safe to put into an SMTP envelope and a header.
///
/// Sizes follow RFC 5321 section 4.5.3.1 (local part 64 octets, domain 255, path 256 with its brackets). The local part
/// is a dot-atom (RFC 5322 section 3.2.3), with UTF-8 allowed as RFC 6531 has it; quoted local parts and address literals
/// are refused, since no customer has one and many servers mishandle them.
public struct EmailAddress: Hashable, Sendable {
    /// The part before the @, as given.
    public let localPart: String
    /// The part after the @, lower-cased (ASCII).
    public let domain: String

    /// Checks and takes an address such as `hong@example.com`.
    ///
    /// - Throws: `ValueError` with the rule that was broken.
    public init(_ text: String) throws(ValueError) {
        guard !Line.hasControls(text) else { throw ValueError("an email address holds no control characters") }
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2 else { throw ValueError("an email address needs exactly one @") }
        let local = String(parts[0])
        let domain = String(parts[1].map { $0.isASCII ? Character($0.lowercased()) : $0 })
        guard !local.isEmpty, local.utf8.count <= 64 else {
            throw ValueError("the part before the @ has 1 to 64 bytes (RFC 5321 section 4.5.3.1.1)")
        }
        guard !domain.isEmpty, domain.utf8.count <= 255 else {
            throw ValueError("the part after the @ has 1 to 255 bytes (RFC 5321 section 4.5.3.1.2)")
        }
        guard local.utf8.count + domain.utf8.count + 1 <= 254 else {
            throw ValueError("an email address has at most 254 bytes (RFC 5321 section 4.5.3.1.3)")
        }
        try EmailAddress.checkLocalPart(local)
        try EmailAddress.checkDomain(domain)
        self.localPart = local
        self.domain = domain
    }

    /// The whole address as it goes over the wire.
    ///
    /// Never log this: log `masked`.
    public var address: String { localPart + "@" + domain }

    /// The form under which two spellings count as one recipient: all ASCII letters lower-cased.
    public var normalized: String {
        String(localPart.map { $0.isASCII ? Character($0.lowercased()) : $0 }) + "@" + domain
    }

    /// True when the local part is not ASCII, so the server must offer SMTPUTF8 (RFC 6531).
    public var needsSMTPUTF8: Bool { !localPart.utf8.allSatisfy { $0 < 0x80 } }

    /// True when either part is not ASCII.
    public var isInternationalized: Bool { needsSMTPUTF8 || !domain.utf8.allSatisfy { $0 < 0x80 } }

    private static func checkLocalPart(_ local: String) throws(ValueError) {
        // Scalar by scalar: a dot with a combining accent behind it is another Character, but the same dot on the wire.
        var previous: Unicode.Scalar = "."
        for scalar in local.unicodeScalars {
            guard scalar != "." || previous != "." else {
                throw ValueError("the part before the @ neither starts nor ends with a dot, nor has two in a row")
            }
            guard scalar.value >= 0x80 || atext.contains(scalar) else {
                throw ValueError("the part before the @ holds a character that needs quoting")
            }
            guard isVisible(scalar) else {
                throw ValueError("an email address holds no spaces or invisible characters")
            }
            previous = scalar
        }
        guard previous != "." else {
            throw ValueError("the part before the @ neither starts nor ends with a dot, nor has two in a row")
        }
    }

    private static func checkDomain(_ domain: String) throws(ValueError) {
        let labels = domain.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2 || domain == "localhost" else {
            throw ValueError("the domain of an email address has a dot, as in example.com")
        }
        for label in labels {
            guard !label.isEmpty, label.utf8.count <= 63, label.first != "-", label.last != "-" else {
                throw ValueError("each label of a domain has 1 to 63 bytes and no hyphen at its ends")
            }
            let fits = label.unicodeScalars.allSatisfy {
                $0.value >= 0x80
                    ? isVisible($0)
                    : ($0.properties.isAlphabetic || "0123456789-".unicodeScalars.contains($0))
            }
            guard fits else { throw ValueError("a domain holds letters, digits, hyphens and dots only") }
        }
    }

    /// Neither a space nor one of the invisible characters with which two addresses are made to look like one.
    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .spaceSeparator, .lineSeparator,
            .paragraphSeparator:
            false
        default: true
        }
    }

    private static let atext = Set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~.".unicodeScalars)
}

extension EmailAddress: CustomStringConvertible, CustomDebugStringConvertible {
    /// The masked form: an address printed by accident must not be readable.
    public var description: String { masked }
    /// The masked form.
    public var debugDescription: String { masked }

    /// A form for logs and traces: first letter of the local part, and the domain (`h***@example.com`).
    public var masked: String { Masking.email(self) }
}
