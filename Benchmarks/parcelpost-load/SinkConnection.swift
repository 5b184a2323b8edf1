// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Values

/// Carries one SMTP client's bytes to its session and the replies back.
final class SinkConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let counts: SinkCounts
    private var session = SinkSession()
    private var pending = ByteBuffer()

    init(_ counts: SinkCounts) {
        self.counts = counts
    }

    func channelActive(context: ChannelHandlerContext) {
        counts.connected()
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: SinkSession.greeting)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var arrived = unwrapInboundIn(data)
        if pending.readableBytes == 0 {
            pending = arrived
        } else {
            pending.writeBuffer(&arrived)
        }
        let step = session.consume(&pending)
        pending.discardReadBytes()
        // Counted before the reply: whoever has our 250 finds the mail in the counts.
        for mail in step.mails { counts.add(bytes: mail.bytes, messageID: mail.messageID) }
        if !step.replies.isEmpty {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: step.replies)), promise: nil)
        }
        if step.closes { context.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}

/// Answers any HTTP request with the counts.
final class CountsConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let counts: SinkCounts

    init(_ counts: SinkCounts) {
        self.counts = counts
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let body = counts.report.bytes
        var answer = ByteBuffer(
            string: "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(body.count)\r\n"
                + "Connection: close\r\n\r\n")
        answer.writeBytes(body)
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(answer)).whenComplete { _ in channel.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
