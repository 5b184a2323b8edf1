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
    /// `RCPT TO:<path>`.
    case rcpt(SMTPPath)
    /// `DATA`.
    case data
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
        case .ehlo, .helo, .data, .noop, .vrfy, .quit, .auth, .foreign: true
        case .mail, .rcpt, .rset, .help, .refused: false
        }
    }
}

/// Where in the dialogue something happens; faults are told to strike at one of them.
package enum SMTPStep: String, Sendable, CaseIterable {
    case connect, ehlo, auth, mail, rcpt, data, endOfData = "end-of-data", rset, noop, vrfy, help, quit, unknown
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
        case "RSET": return bare(rest, .rset, .rset)
        case "QUIT": return bare(rest, .quit, .quit)
        case "NOOP": return .noop
        case "HELP": return .help
        case "VRFY":
            return rest.isEmpty ? .refused(.vrfy, SMTPReply(501, "5.5.4", "VRFY needs a name or an address")) : .vrfy
        case "AUTH": return authentication(rest)
        case "EXPN", "TURN", "ETRN", "SEND", "SOML", "SAML", "BDAT", "STARTTLS":
            return .refused(.unknown, SMTPReply(502, "5.5.1", "Command not implemented here"))
        case "GET", "POST", "PUT", "HEAD", "DELETE", "PATCH", "OPTIONS", "CONNECT", "HOST:": return .foreign
        default:
            return .refused(.unknown, SMTPReply(500, "5.5.1", "Command not recognized; HELP lists the ones that are"))
        }
    }

    private static func word(_ bytes: ArraySlice<UInt8>) -> String {
        guard bytes.count <= 10 else { return "" }
        return String(decoding: bytes.map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }, as: UTF8.self)
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
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
    private static func after(_ prefix: String, in rest: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let size = prefix.utf8.count
        guard rest.count >= size, word(rest.prefix(size)) == prefix else { return nil }
        return trimmed(rest.dropFirst(size))
    }

    private static func mail(_ rest: ArraySlice<UInt8>) -> SMTPCommand {
        guard let rest = after("FROM:", in: rest) else {
            return .refused(.mail, SMTPReply(501, "5.5.2", "Syntax: MAIL FROM:<address>"))
        }
        guard let (path, length) = SMTPPath.parse(rest) else {
            return .refused(.mail, SMTPReply(501, "5.1.7", "The sender is no address in angle brackets"))
        }
        var parameters = SMTPMailParameters()
        var seen = Set<String>()
        let tail = rest.dropFirst(length)
        guard tail.isEmpty || tail.first == 0x20 else {
            return .refused(.mail, SMTPReply(501, "5.5.4", "A space must stand between the path and its parameters"))
        }
        for part in tail.split(separator: 0x20) {
            let pieces = part.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let name = word(pieces[0])
            let value = pieces.count == 2 ? String(decoding: pieces[1], as: UTF8.self) : nil
            guard seen.insert(name).inserted else {
                return .refused(.mail, SMTPReply(501, "5.5.4", "A parameter of MAIL stands twice"))
            }
            switch (name, value) {
            case ("SIZE", let value?) where (1...20).contains(value.utf8.count) && value.utf8.allSatisfy(isDigit):
                parameters.size = Int(value) ?? Int.max
            case ("BODY", let value?) where value.uppercased() == "8BITMIME": parameters.is8Bit = true
            case ("BODY", let value?) where value.uppercased() == "7BIT": break
            case ("SMTPUTF8", nil): parameters.isUTF8 = true
            case ("AUTH", let value?) where !value.isEmpty: break
            case ("SIZE", _), ("BODY", _), ("SMTPUTF8", _), ("AUTH", _):
                return .refused(.mail, SMTPReply(501, "5.5.4", "A parameter of MAIL has a value that it cannot have"))
            default:
                return .refused(.mail, SMTPReply(555, "5.5.4", "A parameter of MAIL is not known here"))
            }
        }
        return .mail(path, parameters)
    }

    private static func recipient(_ rest: ArraySlice<UInt8>) -> SMTPCommand {
        guard let rest = after("TO:", in: rest) else {
            return .refused(.rcpt, SMTPReply(501, "5.5.2", "Syntax: RCPT TO:<address>"))
        }
        guard let (path, length) = SMTPPath.parse(rest), path != .null else {
            return .refused(.rcpt, SMTPReply(501, "5.1.3", "The recipient is no address in angle brackets"))
        }
        guard rest.count == length else {
            return .refused(.rcpt, SMTPReply(555, "5.5.4", "A parameter of RCPT is not known here"))
        }
        return .rcpt(path)
    }

    private static func authentication(_ rest: ArraySlice<UInt8>) -> SMTPCommand {
        let words = rest.split(separator: 0x20)
        guard (1...2).contains(words.count) else {
            return .refused(.auth, SMTPReply(501, "5.5.4", "Syntax: AUTH mechanism [initial response]"))
        }
        return .auth(
            mechanism: word(words[0]), initial: words.count == 2 ? String(decoding: words[1], as: UTF8.self) : nil)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
