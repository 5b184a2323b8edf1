// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import Values

/// A body did not arrive in time.
struct BodyDeadlineExceeded: Error, CustomStringConvertible {
    var description: String { "the body of the request did not arrive in time" }
}

/// Executes what `ConnectionGuard` decides, and answers what is no HTTP with problem+json.
///
/// One per connection, used on its event loop only.
final class ConnectionGuardHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let limits: ConnectionGuard.Limits
    private let headerFields: Int
    private var isHTTP2 = false
    private var isRefused = false
    /// Of the connection that this is a stream of.
    private var connection: ChannelHandlerContext?
    private var state: ConnectionGuard
    private var timer: Scheduled<Void>?
    private var stallTimer: Scheduled<Void>?

    /// Makes it for one connection, or one stream of HTTP/2, whose decoder does not count the header's fields.
    init(_ limits: ConnectionGuard.Limits, headerFields: Int) {
        self.limits = limits
        self.headerFields = headerFields
        self.state = ConnectionGuard(limits)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        isHTTP2 = context.channel.isHTTP2Stream
        guard isHTTP2 else { return }
        connection = try? context.channel.parent?.pipeline.syncOperations.context(
            handlerType: TLSConnectionHandler.self)
        (connection?.handler as? TLSConnectionHandler)?.streamBegan()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isRefused else { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            if isHTTP2, head.headerFields.count > headerFields { return refuse(.headerOverflow, context) }
            state.readHead()
            // curl waits a second for this before it sends a large body.
            if head.headerFields[.expect]?.lowercased() == "100-continue" {
                context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
            }
        case .body(let buffer): state.readBody(buffer.readableBytes)
        case .end: perform(state.readEnd(), context)
        }
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        perform(state.readComplete(), context)
        context.fireChannelReadComplete()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let part = unwrapOutboundIn(data)
        // RFC 9113 section 8.2.2: HTTP/2 has no such field, and clients refuse an answer with it.
        if isHTTP2, case .head(var head) = part, head.headerFields.contains(.connection) {
            head.headerFields[.connection] = nil
            return context.write(wrapOutboundOut(.head(head)), promise: promise)
        }
        guard case .end = part else { return context.write(data, promise: promise) }
        let action = state.writeEnd()
        if action == .closeAfterWrite {
            writeLast(data, context, promise: promise)
        } else {
            context.write(data, promise: promise)
            perform(action, context)
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        stallTimer?.cancel()
        stallTimer = nil
        if !context.channel.isWritable {
            stallTimer = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(limits.stallTimeout)) {
                context.close(promise: nil)
            }
        }
        context.fireChannelWritabilityChanged()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // In the middle of a request its handler is told, which answers; between requests nobody else would.
        guard let error = error as? HTTPParserError, !state.isAnswering else { return context.fireErrorCaught(error) }
        if error != .invalidEOFState { refuse(error, context) } else { context.close(promise: nil) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        cancelTimers()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        cancelTimers()
        guard let connection else { return }
        self.connection = nil
        (connection.handler as? TLSConnectionHandler)?.streamEnded(context: connection)
    }

    private func perform(_ action: ConnectionGuard.Action, _ context: ChannelHandlerContext) {
        switch action {
        case .nothing: break
        case .schedule(let span):
            timer?.cancel()
            timer = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(span)) {
                self.timer = nil
                self.perform(self.state.timeIsUp(), context)
            }
        case .cancelTimer:
            timer?.cancel()
            timer = nil
        case .failBody: context.fireErrorCaught(BodyDeadlineExceeded())
        case .closeAfterWrite, .close: context.close(promise: nil)
        }
    }

    private func refuse(_ error: HTTPParserError, _ context: ChannelHandlerContext) {
        isRefused = true
        let problem =
            error == .headerOverflow
            ? ProblemDetails(
                .requestHeaderFieldsTooLarge, rule: "header-too-large",
                detail: "The header of the request is too large. Send fewer or shorter fields.")
            : ProblemDetails(.badRequest, rule: "not-http", detail: "The request is not HTTP/1.1.")
        let bytes = problem.json().bytes
        var head = HTTPResponse(
            status: problem.status,
            headerFields: [
                .contentType: "application/problem+json", .contentLength: String(bytes.count), .connection: "close",
                .xContentTypeOptions: "nosniff", .contentSecurityPolicy: PagePolicy.nothing.text,
                .referrerPolicy: "no-referrer",
            ])
        if isHTTP2 { head.headerFields[.connection] = nil }
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(ByteBuffer(bytes: bytes))), promise: nil)
        writeLast(wrapOutboundOut(.end(nil)), context, promise: nil)
    }

    /// Closes once it is written: closing a stream of HTTP/2 at once would drop what is still to be written.
    private func writeLast(_ data: NIOAny, _ context: ChannelHandlerContext, promise: EventLoopPromise<Void>?) {
        let written = promise ?? context.eventLoop.makePromise()
        written.futureResult.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
        context.writeAndFlush(data, promise: written)
    }

    private func cancelTimers() {
        timer?.cancel()
        timer = nil
        stallTimer?.cancel()
        stallTimer = nil
    }
}

@available(*, unavailable)
extension ConnectionGuardHandler: Sendable {}
