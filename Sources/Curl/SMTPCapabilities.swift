// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// What a server offered in its answer to EHLO (RFC 5321 section 4.1.1.1).
public struct SMTPCapabilities: Hashable, Sendable {
    /// The largest message it takes, in bytes (RFC 1870); nil when it names none.
    public var maxMessageBytes: Int?
    /// Whether it offers SIZE at all.
    public var offersSize = false
    /// Whether it takes addresses outside ASCII (RFC 6531).
    public var offersSMTPUTF8 = false
    /// Whether it takes bytes above 127 in bodies (RFC 6152).
    public var offers8BitMIME = false
    /// Whether commands may be sent without waiting for each answer (RFC 2920).
    public var offersPipelining = false
    /// Whether it offers STARTTLS; after the upgrade it no longer does.
    public var offersStartTLS = false
    /// The names of the login mechanisms offered, upper case.
    public var loginMechanisms: Set<String> = []

    /// Makes the capabilities of a server that knows HELO only.
    public init() {}

    /// Reads the lines of an EHLO answer, codes included.
    public init(lines: [String]) {
        for line in lines.dropFirst() {
            let words = line.dropFirst(4).split { $0 == " " || $0 == "=" }.map { $0.uppercased() }
            switch words.first {
            case "SIZE":
                offersSize = true
                // RFC 1870 section 3: zero means that no limit is in force.
                maxMessageBytes = words.dropFirst().first.flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
            case "SMTPUTF8": offersSMTPUTF8 = true
            case "8BITMIME": offers8BitMIME = true
            case "PIPELINING": offersPipelining = true
            case "STARTTLS": offersStartTLS = true
            case "AUTH": loginMechanisms.formUnion(words.dropFirst())
            default: break
            }
        }
    }
}
