// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP2

/// Closes a connection inside TLS that nobody needs, whatever its client does or leaves undone.
///
/// That is one whose first bytes do not come in time, and one of HTTP/2 that has no streams: after the idle timeout, or soon
/// once the server shuts down. HTTP/1.1 has handlers of its own for both. One per connection, used on its event loop only.
final class TLSConnectionHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let idleTimeout: Duration
    /// How long a client may take to answer the server's goodbye (GOAWAY and PING).
    private let goodbye = Duration.seconds(1)
    private var timer: Scheduled<Void>?
    private var hasBytes = false
    private var isEnding = false
    private var streams = 0

    init(idleTimeout: Duration) {
        self.idleTimeout = idleTimeout
    }

    func handlerAdded(context: ChannelHandlerContext) {
        closeAfter(idleTimeout, context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if !hasBytes {
            hasBytes = true
            closeIfUnused(context)
        }
        context.fireChannelRead(data)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // The goodbye is written by a handler further in.
        context.fireUserInboundEventTriggered(event)
        guard event is ChannelShouldQuiesceEvent else { return }
        isEnding = true
        closeIfUnused(context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        cancel()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        cancel()
    }

    /// A stream of this connection begins.
    func streamBegan() {
        streams += 1
        cancel()
    }

    /// A stream of this connection has ended.
    func streamEnded(context: ChannelHandlerContext) {
        streams -= 1
        closeIfUnused(context)
    }

    private func closeIfUnused(_ context: ChannelHandlerContext) {
        guard streams == 0 else { return }
        closeAfter(isEnding ? goodbye : idleTimeout + goodbye, context)
    }

    private func closeAfter(_ span: Duration, _ context: ChannelHandlerContext) {
        timer?.cancel()
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(span)) {
            self.timer = nil
            let isHTTP2 = (try? context.pipeline.syncOperations.handler(type: NIOHTTP2Handler.self)) != nil
            if isHTTP2 || !self.hasBytes { context.close(promise: nil) }
        }
    }

    private func cancel() {
        timer?.cancel()
        timer = nil
    }
}

@available(*, unavailable)
extension TLSConnectionHandler: Sendable {}
