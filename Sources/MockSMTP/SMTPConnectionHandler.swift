// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Glibc
import MockWorld
import NIOCore
import Values

/// Executes one SMTP connection: bytes to lines, lines to the session, the session's answers to the wire.
///
/// It decides nothing (see `SMTPSession`). It lives on its event loop and never blocks it: keeping a mail is a memory
/// operation.
final class SMTPConnectionHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Sent through the pipeline when the server is about to stop.
    struct ShutDown: Sendable {}
    /// Sent through the pipeline now and then, to look whether the client takes too long.
    struct Tick: Sendable {}

    private var session: SMTPSession
    private let settings: SMTPSettings
    private let mailbox: any SMTPMailbox
    private let isTurnedAway: Bool
    private var input = ByteBuffer()
    private var output = ByteBuffer()
    private var scanner: SMTPDataScanner?
    private var recorder = SMTPRecorder()
    private var isSkippingLine = false
    private var isGreeted = false
    private var isDraining = false
    private var isEnding = false
    private var progressAt = NIODeadline.now()

    init(settings: SMTPSettings, mailbox: any SMTPMailbox, isTurnedAway: Bool) {
        self.session = SMTPSession(settings)
        self.settings = settings
        self.mailbox = mailbox
        self.isTurnedAway = isTurnedAway
    }

    func channelActive(context: ChannelHandlerContext) {
        let peer = context.remoteAddress?.ipAddress ?? "a local socket"
        recorder.add(.note, ("connected from " + peer).utf8)
        progressAt = .now()
        if isTurnedAway {
            execute(session.turnAway(), context)
            flush(context)
        } else if settings.greetingPause > .zero {
            let loop = context.eventLoop.assumeIsolated()
            loop.scheduleTask(in: TimeAmount(settings.greetingPause)) { self.greet(context) }
        } else {
            greet(context)
        }
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isDraining else { return }
        var bytes = unwrapInboundIn(data)
        if input.readableBytes == 0 {
            input = bytes
        } else {
            input.writeBuffer(&bytes)
        }
        guard isGreeted else {
            if let answer = session.talkedBeforeGreeting() {
                execute(answer, context)
                flush(context)
            }
            return
        }
        process(context)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        // A client that does not read its replies is not read from either.
        try? context.channel.syncOptions?.setOption(.autoRead, value: context.channel.isWritable)
        if context.channel.isWritable, isGreeted { process(context) }
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ShutDown:
            isEnding = true
            if scanner == nil, session.state != .closed {
                execute(session.shuttingDown(), context)
                flush(context)
            }
        case is Tick: watch(context)
        case ChannelEvent.inputClosed: context.close(promise: nil)
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A reset by the client ends the connection; there is nobody to tell.
        context.close(promise: nil)
    }

    // MARK: Steps

    private func greet(_ context: ChannelHandlerContext) {
        guard context.channel.isActive, session.state == .connected else { return }
        isGreeted = true
        execute(session.greet(), context)
        process(context)
    }

    private func process(_ context: ChannelHandlerContext) {
        while session.state != .closed, context.channel.isWritable {
            if scanner != nil {
                guard collect(context) else { break }
            } else {
                guard let line = nextLine() else { break }
                take(line, context)
            }
        }
        flush(context)
    }

    private func take(_ line: ReceivedLine, _ context: ChannelHandlerContext) {
        progressAt = .now()
        let answer = session.receive(line.bytes, end: line.end, isFollowed: input.readableBytes > 0)
        if answer.step == .mail { recorder.beginMail() }
        recorder.add(.client, answer.isSecret ? Self.masked(line.bytes) : line.bytes)
        execute(answer, context)
    }

    /// Feeds the scanner.
    ///
    /// - Returns: Whether the mail has ended and there may be more to do.
    private func collect(_ context: ChannelHandlerContext) -> Bool {
        guard var scanner = self.scanner.take() else { return false }
        let progress = input.withUnsafeReadableBytes { scanner.consume($0) }
        input.moveReaderIndex(forwardBy: progress.consumed)
        guard progress.isEnded else {
            input.discardReadBytes()
            // Beyond eight times the limit nothing sensible can follow.
            guard scanner.size / 8 <= settings.maxMessageBytes else {
                execute(session.flooded(), context)
                return false
            }
            self.scanner = scanner
            return false
        }
        progressAt = .now()
        finish(scanner, context)
        return true
    }

    private func finish(_ scanner: SMTPDataScanner, _ context: ChannelHandlerContext) {
        recorder.add(.note, "the mail: \(scanner.size) bytes".utf8)
        let answer = session.endData(
            SMTPSession.Collected(
                size: scanner.size, findings: scanner.findings, endedOddly: scanner.endedOddly))
        guard case .keep(let envelope, let refusal) = answer.effect else {
            execute(answer, context)
            _ = recorder.endMail()
            return
        }
        let reply = mailbox.keep(scanner.body, envelope: envelope, refusal: refusal) { id in
            let reply = answer.reply.queued(as: id)
            recorder.add(.server, reply.description.utf8)
            return (reply, recorder.endMail())
        }
        output.writeBytes(reply.wire)
        if session.state == .closed { end(context) }
        if isEnding, session.state != .closed { execute(session.shuttingDown(), context) }
    }

    private func execute(_ answer: SMTPSession.Answer, _ context: ChannelHandlerContext) {
        let wire = answer.reply.wire
        output.writeBytes(wire)
        for line in wire.split(separator: 0x0A) { recorder.add(.server, line.last == 0x0D ? line.dropLast() : line) }
        switch answer.effect {
        case .next, .keep: break
        case .collect(let parameters): scanner = SMTPDataScanner(settings: settings, parameters: parameters)
        case .close: end(context)
        }
    }

    private func flush(_ context: ChannelHandlerContext) {
        guard output.readableBytes > 0 else { return }
        context.writeAndFlush(wrapOutboundOut(output), promise: nil)
        output = context.channel.allocator.buffer(capacity: 256)
    }

    /// Ends the connection once the last reply is out.
    private func end(_ context: ChannelHandlerContext) {
        flush(context)
        isDraining = true
        scanner = nil
        let isClean = input.readableBytes == 0
        input = ByteBuffer()
        guard !isClean else { return context.close(promise: nil) }
        // Closing with bytes unread would reset the connection and take the reply from the client: read on for a while.
        context.close(mode: .output, promise: nil)
        context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(3)) { context.close(promise: nil) }
    }

    /// Looks whether a whole command or mail has come in its time: bytes that drip in do not count.
    private func watch(_ context: ChannelHandlerContext) {
        let limit = TimeAmount(scanner == nil ? settings.commandTimeout : settings.dataTimeout)
        guard session.state != .closed, .now() - progressAt >= limit else { return }
        execute(session.timedOut(), context)
        flush(context)
    }

    // MARK: Lines

    private struct ReceivedLine {
        let bytes: [UInt8]
        let end: SMTPSession.LineEnd
    }

    private func nextLine() -> ReceivedLine? {
        let limit = session.maxLineBytes
        let found = input.withUnsafeReadableBytes { bytes -> Int? in
            guard let base = bytes.baseAddress, let end = memchr(base, 0x0A, bytes.count) else { return nil }
            return UnsafeRawPointer(end) - base
        }
        guard let newline = found else {
            if input.readableBytes > limit {
                isSkippingLine = true
                input.clear()
            } else if settings.discipline == .strict, let return_ = input.readableBytesView.firstIndex(of: 0x0D),
                return_ + 1 < input.readableBytesView.endIndex
            {
                // Lines that end with CR alone: the client waits for an answer now.
                let bytes = input.readBytes(length: input.readableBytes) ?? []
                return ReceivedLine(bytes: bytes, end: .bareCR)
            }
            return nil
        }
        var bytes = input.readBytes(length: newline + 1) ?? []
        if input.readableBytes == 0 { input.clear() }
        if isSkippingLine || bytes.count > limit {
            isSkippingLine = false
            return ReceivedLine(bytes: Array(bytes.prefix(100)), end: .tooLong)
        }
        bytes.removeLast()
        guard bytes.last == 0x0D else { return ReceivedLine(bytes: bytes, end: .bareLF) }
        bytes.removeLast()
        return ReceivedLine(bytes: bytes, end: bytes.contains(0x0D) ? .bareCR : .crlf)
    }

    /// Keeps `AUTH PLAIN` and hides what stands behind it.
    private static func masked(_ line: [UInt8]) -> [UInt8] {
        let words = line.split(separator: 0x20)
        guard words.count == 3 else { return Array("****".utf8) }
        return Array(words[0]) + [0x20] + Array(words[1]) + Array(" ****".utf8)
    }
}
