// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

package import MockWorld

/// A command line, read (RFC 5321 section 4.1.1).
package enum SMTPCommand: Equatable, Sendable {
    /// `EHLO domain`, the modern greeting.
    case ehlo(String)
    /// `HELO domain`, without extensions.
    case helo(String)
    /// `MAIL FROM:<path> parameters`.
    case mail(SMTPPath, SMTPMailParameters)
    /// `RCPT TO:<path> parameters`.
    case rcpt(SMTPPath, SMTPRecipientOptions)
    /// `DATA`.
    case data
    /// `BDAT size [LAST]` (RFC 3030 section 2): so many bytes of the mail follow at once.
    case bdat(size: Int, isLast: Bool)
    /// `STARTTLS` (RFC 3207).
    case startTLS
    /// `RSET`.
    case rset
    /// `NOOP`, its argument ignored.
    case noop
    /// `VRFY text`.
    case vrfy
    /// `HELP`.
    case help
    /// `QUIT`.
    case quit
    /// `AUTH mechanism [initial response]` (RFC 4954).
    case auth(mechanism: String, initial: String?)
    /// Something that is answered with this refusal.
    case refused(SMTPStep, SMTPReply)
    /// The first line of an HTTP request: a web page tries to reach the server through a browser.
    case foreign

    /// Whether it must be the last command of a group (RFC 2920 section 3.1).
    package var endsGroup: Bool {
        switch self {
        case .ehlo, .helo, .data, .startTLS, .noop, .vrfy, .quit, .auth, .foreign: true
        case .mail, .rcpt, .bdat, .rset, .help, .refused: false
        }
    }
}

/// Where in the dialogue something happens; faults are told to strike at one of them.
package enum SMTPStep: String, Sendable, CaseIterable {
    case connect, ehlo, startTLS = "starttls", auth, mail, rcpt, data, endOfData = "end-of-data", rset, noop, vrfy, help
    case quit, unknown

    /// The step at which faults may strike; nil where none can.
    var fault: FaultStep? {
        switch self {
        case .connect: .connect
        case .ehlo: .ehlo
        case .auth: .auth
        case .mail: .mail
        case .rcpt: .rcpt
        case .data: .data
        case .endOfData, .startTLS, .rset, .noop, .vrfy, .help, .quit, .unknown: nil
        }
    }
}

extension SMTPCommand {
    /// Reads a line without its line end.
    package static func parse(_ line: [UInt8]) -> SMTPCommand {
        let wordEnd = line.firstIndex(of: 0x20) ?? line.endIndex
        let rest = trimmed(line[wordEnd...])
        switch word(line[..<wordEnd]) {
        case "EHLO": return greeting(rest, step: .ehlo).map { .ehlo($0) } ?? .refused(.ehlo, domainNeeded("EHLO"))
        case "HELO": return greeting(rest, step: .ehlo).map { .helo($0) } ?? .refused(.ehlo, domainNeeded("HELO"))
        case "MAIL": return mail(rest)
        case "RCPT": return recipient(rest)
        case "DATA": return bare(rest, .data, .data)
        case "BDAT": return chunk(rest)
        case "STARTTLS": return bare(rest, .startTLS, .startTLS)
        case "RSET": return bare(rest, .rset, .rset)
        case "QUIT": return bare(rest, .quit, .quit)
        case "NOOP": return .noop
        case "HELP": return .help
        case "VRFY":
            return rest.isEmpty ? .refused(.vrfy, SMTPReply(501, "5.5.4", "VRFY needs a name or an address")) : .vrfy
        case "AUTH": return authentication(rest)
        case "EXPN", "TURN", "ETRN", "SEND", "SOML", "SAML":
            return .refused(.unknown, SMTPReply(502, "5.5.1", "Command not implemented here"))
        case "GET", "POST", "PUT", "HEAD", "DELETE", "PATCH", "OPTIONS", "CONNECT", "HOST:": return .foreign
        default:
            return .refused(.unknown, SMTPReply(500, "5.5.1", "Command not recognized; HELP lists the ones that are"))
        }
    }

    /// A word of at most 15 bytes in upper case, which takes no memory of its own; empty for a longer one.
    static func word(_ bytes: ArraySlice<UInt8>) -> String {
        guard bytes.count <= 15 else { return "" }
        return String(unsafeUninitializedCapacity: 15) { buffer in
            for (index, byte) in bytes.enumerated() {
                buffer[index] = (0x61...0x7A).contains(byte) ? byte - 0x20 : byte
            }
            return bytes.count
        }
    }

    static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var bytes = bytes
        while bytes.first == 0x20 || bytes.first == 0x09 { bytes.removeFirst() }
        // Trailing white space before CRLF should be tolerated (RFC 5321 section 4.1.1).
        while bytes.last == 0x20 || bytes.last == 0x09 { bytes.removeLast() }
        return bytes
    }

    private static func bare(_ rest: ArraySlice<UInt8>, _ command: SMTPCommand, _ step: SMTPStep) -> SMTPCommand {
        rest.isEmpty ? command : .refused(step, SMTPReply(501, "5.5.4", "This command takes no argument"))
    }

    private static func domainNeeded(_ verb: String) -> SMTPReply {
        SMTPReply(501, "5.5.4", verb + " needs your host name or address literal")
    }

    private static func greeting(_ rest: ArraySlice<UInt8>, step: SMTPStep) -> String? {
        guard !rest.isEmpty, rest.count <= 255, SMTPPath.isDomain(rest) else { return nil }
        return String(validating: rest, as: UTF8.self)
    }

    /// Takes `prefix` of any case off the front, and the white space that lenient clients put behind the colon.
    static func after(_ prefix: String, in rest: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let size = prefix.utf8.count
        guard rest.count >= size, word(rest.prefix(size)) == prefix else { return nil }
        return trimmed(rest.dropFirst(size))
    }

    private static func authentication(_ rest: ArraySlice<UInt8>) -> SMTPCommand {
        let words = rest.split(separator: 0x20)
        guard (1...2).contains(words.count) else {
            return .refused(.auth, SMTPReply(501, "5.5.4", "Syntax: AUTH mechanism [initial response]"))
        }
        return .auth(
            mechanism: word(words[0]), initial: words.count == 2 ? String(decoding: words[1], as: UTF8.self) : nil)
    }

    private static func chunk(_ rest: ArraySlice<UInt8>) -> SMTPCommand {
        let words = rest.split(separator: 0x20)
        guard let digits = words.first, let size = number(digits),
            words.count == 1 || words.count == 2 && word(words[1]) == "LAST"
        else { return .refused(.data, SMTPReply(501, "5.5.4", "Syntax: BDAT size [LAST]")) }
        return .bdat(size: size, isLast: words.count == 2)
    }

    /// One to twenty digits; more than an `Int` holds is its maximum.
    static func number(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard (1...20).contains(bytes.count), bytes.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(String(decoding: bytes, as: UTF8.self)) ?? Int.max
    }
}
