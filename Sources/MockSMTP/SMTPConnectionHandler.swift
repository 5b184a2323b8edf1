// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import NIOCore
import NIOSSL
import Synchronization
import Values

/// Executes one SMTP connection: bytes to lines, lines to the session, the session's answers to the wire.
///
/// It decides nothing (see `SMTPSession` and `FaultBook`). It lives on its event loop and never blocks it: keeping a mail is
/// a memory operation, and a delay is a timer during which nothing is read.
final class SMTPConnectionHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Sent through the pipeline when the server is about to stop.
    struct ShutDown: Sendable {}
    /// Sent through the pipeline now and then, to look whether the client takes too long.
    struct Tick: Sendable {}

    var session: SMTPSession
    let settings: SMTPSettings
    let mailbox: any SMTPMailbox
    let tls: NIOSSLContext?
    private let isTurnedAway: Bool
    var lines = SMTPLineReader()
    var output = ByteBuffer()
    var scanner: SMTPDataScanner?
    var chunk: (answer: SMTPSession.Answer, left: Int)?
    var recorder = SMTPRecorder()
    /// What faults will do to the mail under way once it is kept, by the recipient's place.
    var later: [Int: FaultDecision.Action] = [:]
    /// The faults that have struck the mail under way.
    var faults: [String] = []
    /// A fault's delay is under way: nothing is read, nothing is answered.
    var isHeld = false
    private var isGreeted = false
    private var isDraining = false
    private var isEnding = false
    private var isReading = true
    private var lastSize = 0
    private var progressAt = NIODeadline.now()
    private(set) var peer = "127.0.0.1"

    private static let unnamedTLS = "TLS"
    /// More than this before the greeting is nobody's greeting.
    private static let maxEarlyBytes = 65_536

    private static let count = Atomic<Int>(0)
    /// What tells this connection from others, for rate limits.
    let name = "smtp-\(SMTPConnectionHandler.count.wrappingAdd(1, ordering: .relaxed).newValue)"

    init(
        settings: SMTPSettings, mailbox: any SMTPMailbox, tls: NIOSSLContext?, isInsideTLS: Bool, isTurnedAway: Bool
    ) {
        self.session = SMTPSession(settings)
        self.settings = settings
        self.mailbox = mailbox
        self.tls = tls
        self.isTurnedAway = isTurnedAway
        if isInsideTLS { session.encrypted(Self.unnamedTLS) }
    }

    func channelActive(context: ChannelHandlerContext) {
        peer = context.remoteAddress?.ipAddress ?? peer
        recorder.add(.note, ("connected from " + peer).utf8)
        progressAt = .now()
        if isTurnedAway {
            execute(session.turnAway(), context)
            flush(context)
        } else if settings.greetingPause > .zero {
            schedule(settings.greetingPause, context) { $0.greet(context) }
        } else {
            greet(context)
        }
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isDraining else { return }
        lines.add(unwrapInboundIn(data))
        guard isGreeted else {
            if let answer = session.talkedBeforeGreeting() {
                execute(answer, context)
                flush(context)
            } else if lines.waiting > Self.maxEarlyBytes {
                context.close(promise: nil)
            }
            return
        }
        process(context)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        updateReading(context)
        if context.channel.isWritable, isGreeted { process(context) }
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ShutDown:
            isEnding = true
            if scanner == nil, chunk == nil, session.state != .closed {
                execute(session.shuttingDown(), context)
                flush(context)
            }
        case is Tick: watch(context)
        case ChannelEvent.inputClosed: context.close(promise: nil)
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A reset by the client or a failed handshake ends the connection; there is nobody to tell.
        context.close(promise: nil)
    }

    // MARK: Steps

    private func greet(_ context: ChannelHandlerContext) {
        guard context.channel.isActive, session.state == .connected else { return }
        let greeting = session.greet()
        respond(greeting, context) { handler in
            handler.isGreeted = true
            handler.process(context)
        }
    }

    /// A client that does not read its replies is not read from either, nor is one that a fault keeps waiting.
    func updateReading(_ context: ChannelHandlerContext) {
        let shouldRead = context.channel.isWritable && !isHeld
        guard shouldRead != isReading else { return }
        isReading = shouldRead
        try? context.channel.syncOptions?.setOption(.autoRead, value: shouldRead)
    }

    func process(_ context: ChannelHandlerContext) {
        while session.state != .closed, !isHeld, context.channel.isWritable {
            if chunk != nil {
                guard takeChunk(context) else { break }
            } else if scanner != nil, session.state == .data {
                guard collect(context) else { break }
            } else {
                guard let line = lines.next(limit: session.maxLineBytes, isStrict: settings.discipline == .strict)
                else { break }
                take(line, context)
            }
        }
        flush(context)
    }

    private func take(_ line: SMTPLineReader.Line, _ context: ChannelHandlerContext) {
        progressAt = .now()
        if session.tls == Self.unnamedTLS { nameTLS(context) }
        let isLogin = session.state == .authenticating || Self.isLogin(line.bytes)
        let answer = session.receive(line.bytes, end: line.end, isFollowed: lines.waiting > 0)
        if answer.step == .mail {
            recorder.beginMail()
            (later, faults) = ([:], [])
        }
        recorder.add(.client, answer.isSecret || isLogin ? Self.masked(line.bytes) : line.bytes)
        guard case .keep(let envelope, let refusal) = answer.effect else { return respond(answer, context) }
        // Early talk: what came behind the command is shown as it is, and read by nobody.
        let mail = SMTPDelivery(body: lines.peek(Self.maxEarlyBytes), envelope: envelope, refusal: refusal)
        deliver(mail, answer.reply, context) { $0.end(context) }
    }

    /// Feeds the scanner.
    ///
    /// - Returns: Whether the mail has ended and there may be more to do.
    private func collect(_ context: ChannelHandlerContext) -> Bool {
        guard var scanner = self.scanner.take() else { return false }
        let isEnded = lines.feed { bytes in
            let progress = scanner.consume(bytes)
            return (progress.consumed, progress.isEnded)
        }
        guard isEnded else {
            // Beyond eight times the limit nothing sensible can follow.
            guard scanner.size / 8 <= settings.maxMessageBytes else {
                execute(session.flooded(), context)
                return false
            }
            self.scanner = scanner
            return false
        }
        recorder.add(.note, "the mail: \(scanner.size) bytes".utf8)
        finish(scanner, context)
        return true
    }

    /// Takes bytes of a chunk.
    ///
    /// - Returns: Whether it has ended and there may be more to do.
    private func takeChunk(_ context: ChannelHandlerContext) -> Bool {
        guard let (answer, size) = chunk.take(), case .chunk(let header) = answer.effect else { return false }
        var left = size
        let keeps = header.isKept
        var scanner = self.scanner.take()
        _ = lines.feed { bytes in
            let piece = UnsafeRawBufferPointer(rebasing: bytes.prefix(size))
            if keeps { scanner?.take(piece) }
            left -= piece.count
            return (piece.count, true)
        }
        self.scanner = scanner
        guard left == 0 else {
            chunk = (answer, left)
            return false
        }
        progressAt = .now()
        recorder.add(.note, "the chunk: \(header.size) bytes".utf8)
        guard header.isKept, header.isLast, var whole = self.scanner.take() else {
            if !header.isKept { self.scanner = nil }
            write(answer.reply)
            if answer.reply.code == 421 { end(context) }
            return true
        }
        whole.endChunks()
        finish(whole, context)
        return true
    }

    /// The version is known once the handshake is over, and a command has come through it.
    private func nameTLS(_ context: ChannelHandlerContext) {
        switch try? context.pipeline.syncOperations.nioSSL_tlsVersion() {
        case .tlsv12?: session.tls = "TLSv1.2"
        case .tlsv13?: session.tls = "TLSv1.3"
        default: return
        }
        recorder.add(.note, (session.tls ?? "").utf8)
    }

    private func finish(_ scanner: SMTPDataScanner, _ context: ChannelHandlerContext) {
        progressAt = .now()
        lastSize = scanner.body.count
        let answer = session.endData(
            SMTPSession.Collected(
                size: scanner.size, findings: scanner.findings, endedOddly: scanner.endedOddly,
                isFollowed: lines.waiting > 0))
        guard case .keep(let envelope, let refusal) = answer.effect else {
            execute(answer, context)
            _ = recorder.endMail()
            return
        }
        let mail = SMTPDelivery(body: scanner.body, envelope: envelope, refusal: refusal, later: later, faults: faults)
        (later, faults) = ([:], [])
        deliver(mail, answer.reply, context) { handler in
            // An answer that goes out slowly ends the connection itself.
            if handler.session.state == .closed, !handler.isHeld { handler.end(context) }
            if handler.isEnding, handler.session.state != .closed {
                handler.execute(handler.session.shuttingDown(), context)
            }
        }
    }

    /// Does what an answer says.
    func execute(_ answer: SMTPSession.Answer, _ context: ChannelHandlerContext) {
        if case .chunk(let chunk) = answer.effect {
            if chunk.isKept, chunk.isFirst {
                scanner = session.envelope.map {
                    SMTPDataScanner(settings: settings, parameters: $0.parameters, expecting: lastSize)
                }
            }
            self.chunk = (answer, chunk.size)
            return
        }
        write(answer.reply)
        switch answer.effect {
        case .next, .keep, .chunk: break
        case .collect(let parameters):
            scanner = SMTPDataScanner(settings: settings, parameters: parameters, expecting: lastSize)
        case .startTLS: startTLS(context)
        case .close: end(context)
        }
        if session.state == .ready || session.state == .greeted { scanner = nil }
    }

    /// Puts a reply into the transcript and the buffer.
    func write(_ reply: SMTPReply) {
        let wire = reply.wire
        output.writeBytes(wire)
        guard reply.lines.count > 1 else { return recorder.add(.server, wire.dropLast(2)) }
        for line in wire.split(separator: 0x0A) { recorder.add(.server, line.last == 0x0D ? line.dropLast() : line) }
    }

    private func startTLS(_ context: ChannelHandlerContext) {
        flush(context)
        // What came in plain text behind STARTTLS is nobody's: somebody may have put it there (RFC 3207 section 4.2).
        let dropped = lines.waiting
        lines.clear()
        if dropped > 0 { recorder.add(.note, "dropped \(dropped) bytes of plain text behind STARTTLS".utf8) }
        guard let tls else { return context.close(promise: nil) }
        do {
            try context.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls), position: .first)
            session.encrypted(Self.unnamedTLS)
            recorder.add(.note, "TLS begins".utf8)
        } catch {
            context.close(promise: nil)
        }
    }

    func flush(_ context: ChannelHandlerContext) {
        guard output.readableBytes > 0 else { return }
        context.writeAndFlush(wrapOutboundOut(output), promise: nil)
        output = context.channel.allocator.buffer(capacity: 256)
    }

    /// Ends the connection once the last reply is out.
    func end(_ context: ChannelHandlerContext) {
        flush(context)
        isDraining = true
        scanner = nil
        chunk = nil
        let isClean = lines.waiting == 0
        lines.clear()
        guard !isClean else { return context.close(promise: nil) }
        // Closing with bytes unread would reset the connection and take the reply from the client: read on for a while.
        context.close(mode: .output, promise: nil)
        schedule(.seconds(3), context) { _ in context.close(promise: nil) }
    }

    /// Drops everything: nothing is read or written any more.
    func abandon() {
        isDraining = true
        session.state = .closed
        scanner = nil
        chunk = nil
        lines.clear()
        output.clear()
    }

    /// Does something later on the event loop.
    func schedule(_ span: Duration, _ context: ChannelHandlerContext, _ work: @escaping (SMTPConnectionHandler) -> Void)
    {
        context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(span)) { work(self) }
    }

    /// The client is not to blame for the time that a fault took.
    func restartTimer() { progressAt = .now() }

    /// Looks whether a whole command or mail has come in its time: bytes that drip in do not count.
    private func watch(_ context: ChannelHandlerContext) {
        let limit = TimeAmount(scanner == nil ? settings.commandTimeout : settings.dataTimeout)
        guard session.state != .closed, !isHeld, .now() - progressAt >= limit else { return }
        execute(session.timedOut(), context)
        flush(context)
    }

    /// Whether something stands behind `AUTH PLAIN`; a refused one is as secret as one that is taken.
    private static func isLogin(_ line: [UInt8]) -> Bool {
        let words = line.split(maxSplits: 2) { $0 == 0x20 || $0 == 0x09 }
        return words.count > 2 && SMTPCommand.word(words[0]) == "AUTH"
    }

    /// Keeps `AUTH PLAIN` and hides what stands behind it.
    private static func masked(_ line: [UInt8]) -> [UInt8] {
        let words = line.split(separator: 0x20)
        guard words.count == 3 else { return Array("****".utf8) }
        return Array(words[0]) + [0x20] + Array(words[1]) + Array(" ****".utf8)
    }
}
