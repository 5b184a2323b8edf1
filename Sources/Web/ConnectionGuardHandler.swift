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
    private var state: ConnectionGuard
    private var timer: Scheduled<Void>?
    private var stallTimer: Scheduled<Void>?

    init(_ limits: ConnectionGuard.Limits) {
        self.limits = limits
        self.state = ConnectionGuard(limits)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
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
        guard case .end = unwrapOutboundIn(data) else { return context.write(data, promise: promise) }
        let action = state.writeEnd()
        if action == .closeAfterWrite {
            context.writeAndFlush(data, promise: promise)
            context.close(promise: nil)
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
        let problem =
            error == .headerOverflow
            ? ProblemDetails(
                .requestHeaderFieldsTooLarge, rule: "header-too-large",
                detail: "The header of the request is too large. Send fewer or shorter fields.")
            : ProblemDetails(.badRequest, rule: "not-http", detail: "The request is not HTTP/1.1.")
        let bytes = problem.json().bytes
        let head = HTTPResponse(
            status: problem.status,
            headerFields: [
                .contentType: "application/problem+json", .contentLength: String(bytes.count), .connection: "close",
                .xContentTypeOptions: "nosniff", .contentSecurityPolicy: PagePolicy.nothing.text,
                .referrerPolicy: "no-referrer",
            ])
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(ByteBuffer(bytes: bytes))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        context.close(promise: nil)
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
