// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Values

/// One connection of a load: sends a request, waits for the answer, sends the next.
final class LoadConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let run: LoadRun
    private let source: any RequestSource
    private var parser = ResponseParser()
    private var totals = LoadRun.Totals()
    private var current: (index: Int, since: NIODeadline)?
    private var isDone = false

    init(_ run: LoadRun, _ source: any RequestSource) {
        self.run = run
        self.source = source
        totals.microseconds.reserveCapacity(run.count / 32)
    }

    func channelActive(context: ChannelHandlerContext) {
        advance(context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var buffer = unwrapInboundIn(data)
        do {
            guard let answer = try parser.consume(&buffer) else { return }
            take(answer, context)
        } catch {
            fail("answer is no HTTP/1.1", context)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if current != nil { fail("connection closed by the other side", context) }
        finish()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail("connection failed", context)
    }

    private func take(_ answer: ResponseParser.Answer, _ context: ChannelHandlerContext) {
        guard let (index, since) = current else { return fail("an answer nobody asked for", context) }
        let now = NIODeadline.now()
        totals.statuses[answer.status, default: 0] += 1
        if run.retryRefused, answer.status == 429 || answer.status == 503, now < run.deadline {
            // The wait stays in the request's time: its caller waits too.
            let seconds = Int64(min(max(answer.retryAfterSeconds ?? 1, 1), 10))
            return later(.now() + .seconds(seconds), context) { $0.send(index, since: since, $1) }
        }
        current = nil
        if index >= run.warmup {
            totals.microseconds.append(UInt32(clamping: (now - since).nanoseconds / 1000))
            totals.lastAnswered = now
        }
        if answer.closes { return fail("connection closed by the other side", context) }
        advance(context)
    }

    /// Sends the next request, now or when it is due.
    private func advance(_ context: ChannelHandlerContext) {
        let now = NIODeadline.now()
        guard let index = run.take(now) else {
            finish()
            return context.close(promise: nil)
        }
        guard let rate = run.rate else { return send(index, since: now, context) }
        let due = run.start + .nanoseconds(Int64(index) * 1_000_000_000 / Int64(rate))
        if due <= now { return send(index, since: due, context) }
        later(due, context) { $0.send(index, since: due, $1) }
    }

    private func send(_ index: Int, since: NIODeadline, _ context: ChannelHandlerContext) {
        current = (index, since)
        if index >= run.warmup, totals.firstSent == nil { totals.firstSent = since }
        var buffer = context.channel.allocator.buffer(capacity: 4096)
        source.write(index, seconds: SystemWallClock().now.seconds, into: &buffer)
        context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
    }

    private func later(
        _ moment: NIODeadline, _ context: ChannelHandlerContext,
        _ action: @escaping @Sendable (LoadConnection, ChannelHandlerContext) -> Void
    ) {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(deadline: moment) {
            let (connection, context) = bound.value
            if context.channel.isActive { action(connection, context) }
        }
    }

    private func fail(_ problem: String, _ context: ChannelHandlerContext) {
        current = nil
        totals.problems[problem, default: 0] += 1
        context.close(promise: nil)
    }

    private func finish() {
        guard !isDone else { return }
        isDone = true
        run.add(totals)
    }
}
