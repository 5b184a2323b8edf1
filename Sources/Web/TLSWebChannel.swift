// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import HummingbirdCore
import HummingbirdHTTP2
import Logging
import NIOCore
import NIOSSL

/// Connections inside TLS that speak HTTP/2 or HTTP/1.1, as the client prefers (ALPN).
///
/// Hummingbird's own begins to count idle time once the protocol is agreed; this one gives the handshake a deadline too.
struct TLSWebChannel: ServerChildChannel {
    typealias Value = HTTP2UpgradeChannel.Value

    private let base: HTTP2UpgradeChannel
    private let deadline: Duration

    init(_ base: HTTP2UpgradeChannel, deadline: Duration) {
        self.base = base
        self.deadline = deadline
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        base.setup(channel: channel, logger: logger).flatMapThrowing { [deadline] value in
            let pipeline = channel.pipeline.syncOperations
            let tls = try pipeline.handler(type: NIOSSLServerHandler.self)
            try pipeline.addHandler(FirstBytesHandler(deadline), position: .after(tls))
            return value
        }
    }

    func handle(value: Value, logger: Logger) async {
        await base.handle(value: value, logger: logger)
    }
}

/// Closes a connection whose first bytes inside TLS do not come in time.
///
/// One per connection, used on its event loop only.
private final class FirstBytesHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let deadline: Duration
    private var timer: Scheduled<Void>?

    init(_ deadline: Duration) {
        self.deadline = deadline
    }

    func handlerAdded(context: ChannelHandlerContext) {
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(deadline)) {
            context.close(promise: nil)
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        cancel()
        context.fireChannelRead(data)
    }

    func channelInactive(context: ChannelHandlerContext) {
        cancel()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        cancel()
    }

    private func cancel() {
        timer?.cancel()
        timer = nil
    }
}

@available(*, unavailable)
extension FirstBytesHandler: Sendable {}
