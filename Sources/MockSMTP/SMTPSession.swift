// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

package import MockWorld
import Values

/// One SMTP dialogue as a pure state machine: a line in, a reply and an effect out (RFC 5321 section 4.1.4).
///
/// It reads no socket, no clock and no store, so each transition can be tested by itself. The connection's handler
/// executes what it says; a fault that is to strike knows the `SMTPStep` at which to do so.
package struct SMTPSession: Sendable {
    /// Where the dialogue stands.
    package enum State: Equatable, Sendable {
        /// Connected, not greeted yet.
        case connected
        /// Greeted; the client has not said EHLO.
        case greeted
        /// Between mails.
        case ready
        /// Inside an AUTH dialogue.
        case authenticating
        /// A sender is given, recipients may be.
        case envelope
        /// The mail's bytes are coming.
        case data
        /// Over.
        case closed
    }

    /// What the handler must do beside writing the reply.
    package enum Effect: Equatable, Sendable {
        /// Go on with the next line.
        case next
        /// Collect the mail, which was declared so, up to the end of data.
        case collect(SMTPMailParameters)
        /// Keep the mail; `refusal` is set when the client was told no.
        case keep(SMTPEnvelope, refusal: SMTPReply?)
        /// End the connection after the reply.
        case close
    }

    /// The answer to one input.
    package struct Answer: Equatable, Sendable {
        /// What to write.
        package let reply: SMTPReply
        /// What else to do.
        package let effect: Effect
        /// The step of the dialogue it belongs to.
        package let step: SMTPStep
        /// The line held a credential and must not be shown.
        package var isSecret = false

        init(_ step: SMTPStep, _ reply: SMTPReply, _ effect: Effect = .next) {
            self.reply = reply
            self.effect = effect
            self.step = step
        }
    }

    /// How a command line ended.
    package enum LineEnd: Sendable {
        case crlf, bareLF, bareCR, tooLong
    }

    /// What the scanner says of a mail that has come to its end.
    package struct Collected: Equatable, Sendable {
        /// Its size, dots unstuffed, whether it was kept or not.
        package var size: Int
        /// What was wrong with its bytes.
        package var findings: [SMTPFinding]
        /// The end was not <CRLF>.<CRLF>, so what follows cannot be trusted.
        package var endedOddly: Bool

        /// Makes it.
        package init(size: Int, findings: [SMTPFinding] = [], endedOddly: Bool = false) {
            self.size = size
            self.findings = findings
            self.endedOddly = endedOddly
        }
    }

    /// Where the dialogue stands.
    package private(set) var state = State.connected
    /// The user of a successful AUTH.
    package private(set) var user: String?

    private let settings: SMTPSettings
    private var clientName = ""
    private var isExtended = false
    private var envelope: SMTPEnvelope?
    private var login: SMTPLogin?
    private var errors = 0

    /// Makes a session that nobody has greeted yet.
    package init(_ settings: SMTPSettings) {
        self.settings = settings
    }

    /// How long the next line may be, its line end included.
    package var maxLineBytes: Int {
        state == .authenticating ? settings.maxAuthBytes : settings.maxCommandBytes
    }

    private var isStrict: Bool { settings.discipline == .strict }

    // MARK: Events

    /// The client is connected and has kept quiet as it should.
    package mutating func greet() -> Answer {
        state = .greeted
        return Answer(.connect, SMTPReply(220, nil, settings.hostName + " ESMTP Parcelpost mock"))
    }

    /// There are too many connections already.
    package mutating func turnAway() -> Answer {
        close(.connect, SMTPReply(421, "4.3.2", "Too many connections; come back later"))
    }

    /// The client sent something before the greeting (RFC 5321 section 4.3.1).
    ///
    /// - Returns: nil when the discipline lets it pass.
    package mutating func talkedBeforeGreeting() -> Answer? {
        guard isStrict else { return nil }
        return close(.connect, SMTPReply(554, "5.5.2", "You talked before the greeting (RFC 5321 section 4.3.1)"))
    }

    /// The client took too long.
    package mutating func timedOut() -> Answer {
        close(.unknown, SMTPReply(421, "4.4.2", "Idle for too long; closing the connection"))
    }

    /// The server is about to stop.
    package mutating func shuttingDown() -> Answer {
        close(.unknown, SMTPReply(421, "4.3.2", "The server is shutting down"))
    }

    /// A line has come.
    ///
    /// - Parameters:
    ///   - line: Its bytes without the line end.
    ///   - end: How it ended.
    ///   - isFollowed: Whether more bytes were there already, before our answer.
    package mutating func receive(_ line: [UInt8], end: LineEnd = .crlf, isFollowed: Bool = false) -> Answer {
        switch end {
        case .tooLong: return refuse(.unknown, SMTPReply(500, "5.5.2", "The command line is too long"))
        case .bareLF where isStrict:
            return refuse(.unknown, SMTPReply(500, "5.5.2", "A command ends with CRLF, not with LF alone"))
        case .bareCR where isStrict:
            return refuse(.unknown, SMTPReply(500, "5.5.2", "A CR stands alone in the command"))
        default: break
        }
        if state == .authenticating {
            var answer = continueLogin(line)
            answer.isSecret = true
            return answer
        }
        guard String(validating: line, as: UTF8.self).map(Line.hasControls) == false else {
            return refuse(.unknown, SMTPReply(500, "5.5.2", "The command holds control characters or is not UTF-8"))
        }
        let command = SMTPCommand.parse(line)
        if isFollowed, command.endsGroup || !isExtended, command != .quit {
            guard !isStrict else {
                // What comes behind may be a mail that is to be read as commands: nothing of it is read.
                return close(
                    .unknown, SMTPReply(550, "5.5.2", "Early talk: wait for the reply to this command (RFC 2920 3.1)"))
            }
            envelope?.findings.append(SMTPFinding(.earlyTalk))
        }
        return run(command)
    }

    /// The mail's last byte has come.
    ///
    /// An accepted mail's reply still lacks the id under which it was kept: `SMTPReply.queued(as:)` adds it.
    package mutating func endData(_ collected: Collected) -> Answer {
        guard state == .data, var envelope else {
            return refuse(.endOfData, SMTPReply(503, "5.5.1", "No mail was under way"))
        }
        self.envelope = nil
        state = .ready
        envelope.findings += collected.findings
        if collected.size > settings.maxMessageBytes { return refuse(.endOfData, tooBig) }
        if isStrict, let worst = envelope.findings.first(where: \.rule.isRefused) {
            let place = worst.line > 0 ? "line \(worst.line): " : ""
            let reply = SMTPReply(550, "5.5.2", "Refused: " + place + worst.rule.words)
            if collected.endedOddly { state = .closed }
            return Answer(.endOfData, reply, .keep(envelope, refusal: reply))
        }
        errors = 0
        return Answer(.endOfData, SMTPReply(250, "2.0.0", "Ok: queued"), .keep(envelope, refusal: nil))
    }

    /// The client sends so much more than is allowed that reading on to the end makes no sense.
    package mutating func flooded() -> Answer {
        close(.endOfData, tooBig)
    }

    // MARK: Commands

    private mutating func run(_ command: SMTPCommand) -> Answer {
        switch command {
        case .refused(let step, let reply): return refuse(step, reply)
        case .foreign:
            // A web page may make a browser send a form to this port: its lines must never be read as commands.
            return close(.unknown, SMTPReply(554, "5.5.1", "This is SMTP, not HTTP"))
        case .ehlo(let name): return hello(name, extended: true)
        case .helo(let name): return hello(name, extended: false)
        case .noop: return Answer(.noop, SMTPReply(250, "2.0.0", "Ok"))
        case .help:
            return Answer(
                .help,
                SMTPReply(214, "2.0.0", "EHLO HELO AUTH MAIL RCPT DATA RSET NOOP VRFY HELP QUIT; see RFC 5321"))
        case .vrfy: return Answer(.vrfy, SMTPReply(252, "2.1.5", "Cannot verify, but send and see"))
        case .quit: return close(.quit, SMTPReply(221, "2.0.0", "Bye"))
        case .rset:
            envelope = nil
            if state == .envelope { state = .ready }
            return Answer(.rset, SMTPReply(250, "2.0.0", "Ok"))
        case .auth(let mechanism, let initial): return authenticate(mechanism, initial)
        case .mail(let path, let parameters): return mail(path, parameters)
        case .rcpt(let path): return recipient(path)
        case .data: return data()
        }
    }

    private mutating func hello(_ name: String, extended: Bool) -> Answer {
        clientName = name
        isExtended = extended
        envelope = nil
        state = .ready
        guard extended else { return Answer(.ehlo, SMTPReply(250, nil, settings.hostName)) }
        let lines = [
            settings.hostName + " greets " + name, "PIPELINING", "SIZE \(settings.maxMessageBytes)", "8BITMIME",
            "SMTPUTF8", "ENHANCEDSTATUSCODES", "AUTH PLAIN LOGIN XOAUTH2", "HELP",
        ]
        return Answer(.ehlo, SMTPReply(250, nil, lines: lines))
    }

    private mutating func mail(_ path: SMTPPath, _ parameters: SMTPMailParameters) -> Answer {
        switch state {
        case .envelope: return refuse(.mail, SMTPReply(503, "5.5.1", "A mail is under way; RSET drops it"))
        case .ready: break
        default: return refuse(.mail, SMTPReply(503, "5.5.1", "Say EHLO first"))
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
        envelope = SMTPEnvelope(sender: path.address, parameters: parameters, user: user, clientName: clientName)
        state = .envelope
        return Answer(.mail, SMTPReply(250, "2.1.0", "Ok"))
    }

    private mutating func recipient(_ path: SMTPPath) -> Answer {
        guard state == .envelope, let known = envelope else {
            return refuse(.rcpt, SMTPReply(503, "5.5.1", "MAIL comes before RCPT"))
        }
        guard known.parameters.isUTF8 || !path.isInternationalized else {
            return refuse(.rcpt, SMTPReply(553, "5.6.7", "This recipient needs the SMTPUTF8 parameter of MAIL"))
        }
        guard known.recipients.count < settings.maxRecipients else {
            return Answer(.rcpt, SMTPReply(452, "4.5.3", "Too many recipients; send the mail again for the rest"))
        }
        envelope?.recipients.append(path.address)
        return Answer(.rcpt, SMTPReply(250, "2.1.5", "Ok"))
    }

    private mutating func data() -> Answer {
        guard state == .envelope, let envelope else {
            return refuse(.data, SMTPReply(503, "5.5.1", "MAIL and RCPT come before DATA"))
        }
        guard !envelope.recipients.isEmpty else {
            return refuse(.data, SMTPReply(554, "5.5.1", "No valid recipients"))
        }
        state = .data
        return Answer(.data, SMTPReply(354, nil, "End data with <CR><LF>.<CR><LF>"), .collect(envelope.parameters))
    }

    // MARK: AUTH

    private mutating func authenticate(_ mechanism: String, _ initial: String?) -> Answer {
        guard state == .ready, isExtended, user == nil else {
            return refuse(.auth, SMTPReply(503, "5.5.1", "AUTH comes once, after EHLO and outside a mail (RFC 4954 4)"))
        }
        guard let move = SMTPLogin.start(mechanism: mechanism, initial: initial) else {
            return refuse(.auth, SMTPReply(504, "5.5.4", "Mechanisms are PLAIN, LOGIN and XOAUTH2"))
        }
        var answer = follow(move, isBearer: mechanism == "XOAUTH2")
        answer.isSecret = initial != nil
        return answer
    }

    private mutating func continueLogin(_ line: [UInt8]) -> Answer {
        guard let login else {
            state = .ready
            return refuse(.auth, SMTPReply(503, "5.5.1", "No AUTH was under way"))
        }
        return follow(login.receive(String(decoding: line, as: UTF8.self)), isBearer: login.isBearer)
    }

    private mutating func follow(_ move: SMTPLogin.Move, isBearer: Bool) -> Answer {
        login = nil
        state = .ready
        switch move {
        case .ask(let next, let prompt):
            login = next
            state = .authenticating
            return Answer(.auth, SMTPReply(334, nil, prompt))
        case .refuse(let reply): return refuse(.auth, reply)
        case .credentials(let name, let password):
            if SMTPLogin.accepts(user: name, password: password, users: settings.users) {
                user = Line(cleaning: name, maxBytes: 255).text
                return Answer(.auth, SMTPReply(235, "2.7.0", "Authentication succeeded"))
            }
            guard isBearer else {
                return refuse(.auth, SMTPReply(535, "5.7.8", "Authentication credentials invalid"))
            }
            login = .afterRefusedBearer
            state = .authenticating
            // {"status":"401","schemes":"bearer","scope":"https://mail.google.com/"}
            let hint = Base64.encode(
                Array(#"{"status":"401","schemes":"bearer","scope":"https://mail.google.com/"}"#.utf8))
            return Answer(.auth, SMTPReply(334, nil, hint))
        }
    }

    // MARK: Refusals

    private var tooBig: SMTPReply {
        SMTPReply(552, "5.3.4", "The mail is larger than \(settings.maxMessageBytes) bytes")
    }

    private mutating func refuse(_ step: SMTPStep, _ reply: SMTPReply) -> Answer {
        errors += 1
        guard errors <= settings.maxErrors else {
            return close(step, SMTPReply(421, "4.7.0", "Too many errors; closing the connection"))
        }
        return Answer(step, reply)
    }

    private mutating func close(_ step: SMTPStep, _ reply: SMTPReply) -> Answer {
        state = .closed
        envelope = nil
        return Answer(step, reply, .close)
    }
}
