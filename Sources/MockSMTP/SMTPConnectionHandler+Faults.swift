// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Glibc
import MockWorld
import NIOCore
import NIOSSL

extension SMTPConnectionHandler {
    typealias Continuation = (SMTPConnectionHandler) -> Void

    /// Does what an answer says, unless a fault strikes at its step.
    ///
    /// - Parameters:
    ///   - answer: What the session says; it has taken the step already.
    ///   - context: The connection.
    ///   - done: Called when the connection goes on.
    func respond(_ answer: SMTPSession.Answer, _ context: ChannelHandlerContext, done: Continuation? = nil) {
        guard let step = answer.step.fault, !answer.reply.isRefusal, answer.effect != .close, answer.reply.code != 334,
            isFirst(answer)
        else {
            execute(answer, context)
            done?(self)
            return
        }
        let recipient = step == .rcpt ? session.envelope?.recipients.last : nil
        let decision = mailbox.strike(moment(step, session.envelope, recipient.map { [$0] }))
        guard !decision.isNothing else {
            execute(answer, context)
            done?(self)
            return
        }
        note(decision, step)
        wait(decision.delay, context) { handler in
            handler.strike(decision, answer, recipient, context)
            done?(handler)
        }
    }

    /// Keeps a mail, unless a fault strikes, and tells the client, unless one strikes then.
    func deliver(
        _ mail: SMTPDelivery, _ reply: SMTPReply, _ context: ChannelHandlerContext, done: @escaping Continuation
    ) {
        guard mail.refusal == nil else {
            store(mail, reply, FaultDecision(), context, done)
            return
        }
        let space = MailSpace.of(mail.body, user: mail.envelope.user)
        let decision = mailbox.strike(moment(.endOfData, mail.envelope, mail.envelope.recipients, space: space))
        var mail = mail
        if !decision.isNothing { mail.faults.append(note(decision, .endOfData)) }
        wait(decision.delay, context) { handler in
            var mail = mail
            switch decision.action {
            case .disconnect?, .reset?, .garbage?, .truncate?:
                handler.hangUp(decision, reply, context)
                return
            case .reply(let fault)?:
                let told = handler.reply(fault, mail.envelope.recipients.first)
                if told.isRefusal { mail.refusal = told }
                handler.store(mail, told, FaultDecision(), context, done, rate: decision.bytesPerSecond)
                return
            case .bounce?, .complaint?, .result?: handler.plan(decision, for: &mail)
            case nil: break
            }
            let accepted = handler.mailbox.strike(
                handler.moment(.accepted, mail.envelope, mail.envelope.recipients, space: space))
            if !accepted.isNothing { mail.faults.append(handler.note(accepted, .accepted)) }
            switch accepted.action {
            case .bounce?, .complaint?, .result?: handler.plan(accepted, for: &mail)
            default: break
            }
            handler.store(mail, reply, accepted, context, done, rate: decision.bytesPerSecond)
        }
    }

    /// Keeps a mail; the fault strikes after that, before the client is told (RFC 5321 section 6.1: the lost 250).
    private func store(
        _ mail: SMTPDelivery, _ reply: SMTPReply, _ fault: FaultDecision, _ context: ChannelHandlerContext,
        _ done: @escaping Continuation, rate: Int? = nil
    ) {
        let told: SMTPReply
        if case .reply(let other)? = fault.action {
            told = self.reply(other, mail.envelope.recipients.first)
        } else {
            told = reply
        }
        let isSilent: Bool
        switch fault.action {
        case .disconnect?, .reset?, .garbage?, .truncate?: isSilent = true
        default: isSilent = false
        }
        let final = mailbox.keep(mail) { id in
            let final = told.code == 250 ? told.queued(as: id) : told
            if !isSilent { recorder.add(.server, final.description.utf8) }
            return (final, recorder.endMail())
        }
        wait(fault.delay, context) { handler in
            guard !isSilent else { return handler.hangUp(fault, final, context) }
            handler.send(final.wire, rate: fault.bytesPerSecond ?? rate, context)
            if final.code == 421 { handler.session.state = .closed }
            done(handler)
        }
    }

    // MARK: What a fault does

    private func strike(
        _ decision: FaultDecision, _ answer: SMTPSession.Answer, _ recipient: String?, _ context: ChannelHandlerContext
    ) {
        switch decision.action {
        case .disconnect?, .reset?, .garbage?, .truncate?: hangUp(decision, answer.reply, context)
        case .reply(let fault)?:
            let told = reply(fault, recipient)
            guard told.isRefusal else {
                execute(SMTPSession.Answer(answer.step, told, answer.effect), context)
                return
            }
            var withdrawn = session.withdraw(answer.step, telling: told)
            if case .chunk(var chunk) = answer.effect {
                // The bytes of the refused chunk are still to be taken.
                chunk.isKept = false
                withdrawn = SMTPSession.Answer(.data, told, .chunk(chunk))
            }
            execute(withdrawn, context)
        case .bounce?, .complaint?, .result?:
            if answer.step == .rcpt, let action = decision.action { later[session.recipientCount - 1] = action }
            execute(answer, context)
        case nil:
            guard let rate = decision.bytesPerSecond else { return execute(answer, context) }
            flush(context)
            execute(answer, context)
            guard output.readableBytes > 0 else { return }
            let wire = output.readBytes(length: output.readableBytes) ?? []
            send(wire, rate: rate, context)
        }
    }

    /// Ends the connection without the true answer.
    private func hangUp(_ decision: FaultDecision, _ reply: SMTPReply, _ context: ChannelHandlerContext) {
        flush(context)
        switch decision.action {
        case .garbage?:
            // Neither a code nor UTF-8, and no line end.
            output.writeBytes(
                (0..<96).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ 13) }.filter { $0 != 0x0A && $0 != 0x0D })
            flush(context)
        case .truncate?:
            let wire = reply.wire
            output.writeBytes(wire.prefix(wire.count / 2))
            flush(context)
        default: break
        }
        _ = recorder.endMail()
        abandon()
        guard decision.action == .reset else { return context.close(promise: nil) }
        // Closing with a linger of zero sends RST. Inside TLS the farewell is left out as well.
        if let socket = context.channel as? any SocketOptionProvider {
            _ = socket.setSoLinger(linger(l_onoff: 1, l_linger: 0))
        }
        let outer = try? context.pipeline.syncOperations.context(handlerType: NIOSSLServerHandler.self)
        (outer ?? context).close(promise: nil)
    }

    /// Waits without reading anything, then goes on.
    private func wait(_ span: Duration, _ context: ChannelHandlerContext, _ go: @escaping Continuation) {
        guard span > .zero else { return go(self) }
        hold(context)
        schedule(span, context) { handler in
            guard context.channel.isActive, handler.session.state != .closed || handler.isHeld else { return }
            handler.release(context)
            go(handler)
            handler.process(context)
        }
    }

    private func hold(_ context: ChannelHandlerContext) {
        flush(context)
        isHeld = true
        updateReading(context)
    }

    private func release(_ context: ChannelHandlerContext) {
        isHeld = false
        restartTimer()
        updateReading(context)
    }

    /// Writes bytes at once, or so many a second.
    private func send(_ wire: [UInt8], rate: Int?, _ context: ChannelHandlerContext) {
        guard let rate, rate > 0, !wire.isEmpty else {
            output.writeBytes(wire)
            return
        }
        hold(context)
        drip(wire[...], rate, context)
    }

    private func drip(_ wire: ArraySlice<UInt8>, _ rate: Int, _ context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        // At most a hundred pieces a second.
        let piece = max(1, rate / 100)
        output.writeBytes(wire.prefix(piece))
        flush(context)
        let rest = wire.dropFirst(piece)
        guard !rest.isEmpty else {
            release(context)
            if session.state == .closed { end(context) } else { process(context) }
            return
        }
        schedule(.nanoseconds(1_000_000_000 / rate * piece), context) { $0.drip(rest, rate, context) }
    }

    // MARK: Words

    /// A BDAT is a step like DATA only when it is the first of its mail.
    private func isFirst(_ answer: SMTPSession.Answer) -> Bool {
        if case .chunk(let chunk) = answer.effect { chunk.isFirst && chunk.isKept } else { true }
    }

    private func moment(
        _ step: FaultStep, _ envelope: SMTPEnvelope?, _ recipients: [String]?, space: String? = nil
    ) -> FaultMoment {
        FaultMoment(
            step, channel: .email, provider: "smtp", space: space ?? session.user ?? "",
            recipients: recipients ?? envelope?.recipients ?? [], sender: envelope?.sender, connection: name)
    }

    /// Enters what happens later to those recipients who have no other fate.
    private func plan(_ decision: FaultDecision, for mail: inout SMTPDelivery) {
        guard let action = decision.action else { return }
        for place in mail.envelope.recipients.indices where mail.later[place] == nil { mail.later[place] = action }
    }

    /// The fault's reply as SMTP has it; a code that is none of SMTP's is 451.
    private func reply(_ fault: FaultReply, _ recipient: String?) -> SMTPReply {
        let code = (200...599).contains(fault.code) ? fault.code : 451
        let status = fault.status.flatMap { RefusalTexts.isStatus($0) ? $0 : nil }
        let text = RefusalTexts.fill(
            fault.text, ip: peer, recipient: recipient ?? session.envelope?.recipients.last ?? "",
            host: settings.hostName)
        return SMTPReply(
            code, status, lines: text.split(separator: "\n", omittingEmptySubsequences: false).map(Self.clean))
    }

    private static func clean(_ line: Substring) -> String {
        String(decoding: line.utf8.filter { $0 >= 0x20 && $0 != 0x7F }.prefix(480), as: UTF8.self)
    }

    /// Tells the transcript what struck.
    @discardableResult
    private func note(_ decision: FaultDecision, _ step: FaultStep) -> String {
        var words = ["fault" + (decision.rule.map { " " + $0 } ?? "") + " at " + step.rawValue + ":"]
        if decision.delay > .zero { words.append("\(decision.delay) of delay") }
        if let rate = decision.bytesPerSecond { words.append("\(rate) bytes a second") }
        switch decision.action {
        case .reply(let reply)?: words.append("\(reply.code) instead of the true reply")
        case .disconnect?: words.append("closed without a reply")
        case .reset?: words.append("reset without a reply")
        case .garbage?: words.append("garbage instead of a reply")
        case .truncate?: words.append("half of the reply")
        case .bounce(let status, _, _)?: words.append("a bounce \(status) comes later")
        case .complaint?: words.append("a complaint comes later")
        case .result(let code, _)?: words.append("\(code) comes later")
        case nil: break
        }
        let text = words.joined(separator: " ")
        recorder.add(.note, text.utf8)
        if step != .accepted, step != .endOfData { faults.append(text) }
        return text
    }
}
