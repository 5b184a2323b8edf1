// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld

extension SMTPSession {
    mutating func run(_ command: SMTPCommand) -> Answer {
        switch command {
        case .refused(.data, let reply) where isExtended && reply.lines.first?.hasPrefix("Syntax: BDAT") == true:
            // Where the bytes that follow end cannot be known: none of them may be read as commands.
            return close(.data, reply)
        case .refused(let step, let reply): return refuse(step, reply)
        case .foreign:
            // A web page may make a browser send a form to this port: its lines must never be read as commands.
            return close(.unknown, SMTPReply(554, "5.5.1", "This is SMTP, not HTTP"))
        case .ehlo(let name): return hello(name, extended: true)
        case .helo(let name): return hello(name, extended: false)
        case .noop: return Answer(.noop, SMTPReply(250, "2.0.0", "Ok"))
        case .help: return Answer(.help, help)
        case .vrfy: return Answer(.vrfy, SMTPReply(252, "2.1.5", "Cannot verify, but send and see"))
        case .quit: return close(.quit, SMTPReply(221, "2.0.0", "Bye"))
        case .rset:
            endTransaction()
            return Answer(.rset, SMTPReply(250, "2.0.0", "Ok"))
        case .startTLS: return startTLS()
        case .auth(let mechanism, let initial): return authenticate(mechanism, initial)
        case .mail(let path, let parameters): return mail(path, parameters)
        case .rcpt(let path, let options): return recipient(path, options)
        case .data: return data()
        case .bdat(let size, let isLast): return chunk(size, isLast)
        }
    }

    private var offersTLS: Bool { settings.tls != nil && tls == nil }

    private var help: SMTPReply {
        let verbs = [
            "EHLO HELO AUTH MAIL RCPT DATA BDAT RSET NOOP VRFY HELP QUIT" + (offersTLS ? " STARTTLS" : ""),
            "See RFC 5321",
        ]
        return SMTPReply(214, "2.0.0", lines: verbs)
    }

    private mutating func hello(_ name: String, extended: Bool) -> Answer {
        endTransaction()
        clientName = name
        isExtended = extended
        state = .ready
        guard extended else { return Answer(.ehlo, SMTPReply(250, nil, settings.hostName)) }
        var lines = [
            settings.hostName + " greets " + name, "PIPELINING", "SIZE \(settings.maxMessageBytes)", "8BITMIME",
            "SMTPUTF8", "ENHANCEDSTATUSCODES", "DSN", "CHUNKING", "BINARYMIME",
        ]
        if offersTLS { lines.append("STARTTLS") }
        // A password is not asked for where it must not be said (RFC 4954 section 4).
        if !settings.requiresTLS || tls != nil { lines.append("AUTH PLAIN LOGIN XOAUTH2") }
        lines.append("HELP")
        return Answer(.ehlo, SMTPReply(250, nil, lines: lines))
    }

    private mutating func startTLS() -> Answer {
        guard settings.tls != nil else { return refuse(.startTLS, SMTPReply(502, "5.5.1", "STARTTLS is not offered")) }
        guard tls == nil else { return refuse(.startTLS, SMTPReply(503, "5.5.1", "TLS is active already")) }
        guard isExtended, state == .ready else {
            return refuse(.startTLS, SMTPReply(503, "5.5.1", "STARTTLS comes after EHLO and outside a mail"))
        }
        return Answer(.startTLS, SMTPReply(220, "2.0.0", "Ready to start TLS"), .startTLS)
    }

    private mutating func mail(_ path: SMTPPath, _ parameters: SMTPMailParameters) -> Answer {
        switch state {
        case .envelope, .chunks: return refuse(.mail, SMTPReply(503, "5.5.1", "A mail is under way; RSET drops it"))
        case .ready: break
        default: return refuse(.mail, SMTPReply(503, "5.5.1", "Say EHLO first"))
        }
        if settings.requiresTLS, tls == nil {
            return refuse(.mail, SMTPReply(530, "5.7.0", "Must issue a STARTTLS command first"))
        }
        if settings.requiresAuth, user == nil {
            return refuse(.mail, SMTPReply(530, "5.7.0", "Authentication required"))
        }
        guard isExtended || parameters == SMTPMailParameters() else {
            return refuse(.mail, SMTPReply(555, "5.5.4", "Parameters need EHLO, not HELO"))
        }
        guard parameters.isUTF8 || !path.isInternationalized else {
            return refuse(.mail, SMTPReply(553, "5.6.7", "This sender needs the SMTPUTF8 parameter (RFC 6531)"))
        }
        if let size = parameters.size, size > settings.maxMessageBytes { return refuse(.mail, tooBig) }
        var envelope = SMTPEnvelope(
            sender: path.address, parameters: parameters, user: user, clientName: clientName)
        envelope.tls = tls
        envelope.findings = waitingFindings
        waitingFindings = []
        self.envelope = envelope
        state = .envelope
        return Answer(.mail, SMTPReply(250, "2.1.0", "Ok"))
    }

    private mutating func recipient(_ path: SMTPPath, _ options: SMTPRecipientOptions) -> Answer {
        guard state == .envelope, envelope != nil else {
            return refuse(.rcpt, SMTPReply(503, "5.5.1", "MAIL comes before RCPT"))
        }
        let isUTF8 = envelope?.parameters.isUTF8 == true
        guard isUTF8 || !path.isInternationalized, isUTF8 || options.originalType != "utf-8" else {
            return refuse(.rcpt, SMTPReply(553, "5.6.7", "This recipient needs the SMTPUTF8 parameter of MAIL"))
        }
        guard isExtended || options.isEmpty else {
            return refuse(.rcpt, SMTPReply(555, "5.5.4", "Parameters need EHLO, not HELO"))
        }
        let place = recipientCount
        guard place < settings.maxRecipients else {
            return Answer(.rcpt, SMTPReply(452, "4.5.3", "Too many recipients; send the mail again for the rest"))
        }
        envelope?.recipients.append(path.address)
        if !options.isEmpty { envelope?.options[place] = options }
        return Answer(.rcpt, SMTPReply(250, "2.1.5", "Ok"))
    }

    /// How many recipients the mail under way has.
    package var recipientCount: Int { envelope?.recipients.count ?? 0 }

    private mutating func data() -> Answer {
        guard state == .envelope, let parameters = envelope?.parameters else {
            return refuse(.data, SMTPReply(503, "5.5.1", "MAIL and RCPT come before DATA, and BDAT in its place"))
        }
        guard !parameters.isBinary else {
            return refuse(.data, SMTPReply(503, "5.5.1", "BODY=BINARYMIME comes by BDAT (RFC 3030 section 3)"))
        }
        guard recipientCount > 0 else {
            return refuse(.data, SMTPReply(554, "5.5.1", "No valid recipients"))
        }
        state = .data
        return Answer(.data, SMTPReply(354, nil, "End data with <CR><LF>.<CR><LF>"), .collect(parameters))
    }

    /// The bytes of a refused chunk are taken all the same: they may be under way already (RFC 3030 section 2).
    private mutating func chunk(_ size: Int, _ isLast: Bool) -> Answer {
        var chunk = SMTPChunk(size: size, isLast: isLast, isKept: false, isFirst: state == .envelope)
        // Bytes beyond all measure are not waited for.
        guard size / 8 <= settings.maxMessageBytes else { return close(.data, tooBig) }
        guard state == .envelope || state == .chunks else {
            let answer = refuse(.data, SMTPReply(503, "5.5.1", "MAIL and RCPT come before BDAT"))
            return answer.effect == .close ? answer : Answer(.data, answer.reply, .chunk(chunk))
        }
        guard recipientCount > 0 else {
            endTransaction()
            return Answer(.data, SMTPReply(554, "5.5.1", "No valid recipients"), .chunk(chunk))
        }
        chunkedBytes += size
        guard chunkedBytes <= settings.maxMessageBytes else {
            endTransaction()
            return Answer(.data, tooBig, .chunk(chunk))
        }
        state = .chunks
        chunk.isKept = true
        return Answer(.data, SMTPReply(250, "2.0.0", "\(size) octets received"), .chunk(chunk))
    }

    /// Takes back what a command has achieved, because the client is told something else.
    package mutating func withdraw(_ step: SMTPStep, telling reply: SMTPReply) -> Answer {
        switch step {
        case .connect: return close(step, reply)
        case .ehlo:
            (isExtended, clientName) = (false, "")
            state = .greeted
        case .auth: user = nil
        case .mail: endTransaction()
        case .rcpt:
            let place = recipientCount - 1
            _ = envelope?.recipients.popLast()
            envelope?.options[place] = nil
        case .data: if state == .data { state = .envelope } else { endTransaction() }
        default: break
        }
        return reply.code == 421 ? close(step, reply) : Answer(step, reply)
    }
}
