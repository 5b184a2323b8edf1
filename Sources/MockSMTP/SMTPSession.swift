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
        /// The mail's bytes are coming after DATA.
        case data
        /// Some of the mail's bytes have come by BDAT.
        case chunks
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
        /// Take so many bytes that follow at once, keep them or not, and reply only then (RFC 3030 section 2).
        case chunk(SMTPChunk)
        /// Drop what has come already, and begin TLS after the reply (RFC 3207 section 4).
        case startTLS
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
        /// More bytes were there already behind the mail, before our answer.
        package var isFollowed: Bool

        /// Makes it.
        package init(
            size: Int, findings: [SMTPFinding] = [], endedOddly: Bool = false, isFollowed: Bool = false
        ) {
            self.isFollowed = isFollowed
            self.size = size
            self.findings = findings
            self.endedOddly = endedOddly
        }
    }

    /// Where the dialogue stands.
    package internal(set) var state = State.connected
    /// The user of a successful AUTH.
    package internal(set) var user: String?
    /// Who sends the mail under way to whom.
    package internal(set) var envelope: SMTPEnvelope?
    /// The TLS version of the connection, once it is inside TLS.
    package internal(set) var tls: String?

    let settings: SMTPSettings
    var clientName = ""
    var isExtended = false
    var login: SMTPLogin?
    var chunkedBytes = 0
    /// What the next mail is told of the connection.
    var waitingFindings: [SMTPFinding] = []
    private var errors = 0

    /// Makes a session that nobody has greeted yet.
    package init(_ settings: SMTPSettings) {
        self.settings = settings
    }

    /// How long the next line may be, its line end included.
    package var maxLineBytes: Int {
        state == .authenticating ? settings.maxAuthBytes : settings.maxCommandBytes
    }

    var isStrict: Bool { settings.discipline == .strict }

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
        case .tooLong where state == .authenticating:
            // RFC 4954 section 4.
            (login, state) = (nil, .ready)
            return refuse(.auth, SMTPReply(500, "5.5.6", "The line of the AUTH dialogue is too long"))
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
                return refuseEarlyTalk(command)
            }
            noteEarlyTalk(command)
        }
        return run(command)
    }

    /// The mail's last byte has come.
    ///
    /// An accepted mail's reply still lacks the id under which it was kept: `SMTPReply.queued(as:)` adds it.
    package mutating func endData(_ collected: Collected) -> Answer {
        guard state == .data || state == .chunks, var envelope else {
            return refuse(.endOfData, SMTPReply(503, "5.5.1", "No mail was under way"))
        }
        endTransaction()
        envelope.findings += collected.findings
        // The end of a mail may be followed at once, but only by one who knows PIPELINING (RFC 2920 section 3.1).
        if collected.isFollowed, !isExtended { envelope.findings.append(SMTPFinding(.earlyTalk)) }
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

    /// TLS is up, and everything said before it is forgotten (RFC 3207 section 4.2).
    package mutating func encrypted(_ version: String) {
        tls = version
        (user, clientName, isExtended, login) = (nil, "", false, nil)
        endTransaction()
        if state != .connected { state = .greeted }
    }

    /// The client sends so much more than is allowed that reading on to the end makes no sense.
    package mutating func flooded() -> Answer {
        close(.endOfData, tooBig)
    }

    // MARK: Refusals

    var tooBig: SMTPReply {
        SMTPReply(552, "5.3.4", "The mail is larger than \(settings.maxMessageBytes) bytes")
    }

    mutating func refuse(_ step: SMTPStep, _ reply: SMTPReply) -> Answer {
        errors += 1
        guard errors <= settings.maxErrors else {
            return close(step, SMTPReply(421, "4.7.0", "Too many errors; closing the connection"))
        }
        return Answer(step, reply)
    }

    mutating func close(_ step: SMTPStep, _ reply: SMTPReply) -> Answer {
        endTransaction()
        state = .closed
        return Answer(step, reply, .close)
    }

    /// No mail is under way any more.
    mutating func endTransaction() {
        envelope = nil
        chunkedBytes = 0
        switch state {
        case .envelope, .data, .chunks: state = .ready
        default: break
        }
    }

    /// What comes behind may be a mail that is to be read as commands: nothing of it is read.
    ///
    /// A mail under way is kept as refused, so that people see what its client did.
    private mutating func refuseEarlyTalk(_ command: SMTPCommand) -> Answer {
        let reply = SMTPReply(550, "5.5.2", "Early talk: wait for the reply to this command (RFC 2920 3.1)")
        guard command == .data, state == .envelope, recipientCount > 0, var envelope else {
            return close(.unknown, reply)
        }
        envelope.findings.append(SMTPFinding(.earlyTalk))
        endTransaction()
        state = .closed
        return Answer(.endOfData, reply, .keep(envelope, refusal: reply))
    }

    private mutating func noteEarlyTalk(_ command: SMTPCommand) {
        let finding = SMTPFinding(command == .startTLS ? .beforeTLS : .earlyTalk)
        if envelope != nil { envelope?.findings.append(finding) } else { waitingFindings = [finding] }
    }
}
