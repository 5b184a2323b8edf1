// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Hummingbird
import HummingbirdCore
import NIOCore
import ServiceLifecycle

/// An answer that goes on: `text/event-stream` with heartbeats.
///
/// ```swift
/// router.get("/api/events") { request, _ in EventStreamResponse(hub.events()) }
/// ```
/// It ends with the events, when the client goes away, and when the server shuts down gracefully.
public struct EventStreamResponse<Events: AsyncSequence & Sendable>: ResponseGenerator, Sendable
where Events.Element == ServerSentEvent {
    private let events: Events
    private let heartbeat: Duration

    /// Makes an answer.
    ///
    /// - Parameters:
    ///   - events: What to send; it is read once.
    ///   - heartbeat: How often a comment is sent when nothing happens, so that proxies keep the connection and a dead
    ///     client is noticed.
    public init(_ events: Events, heartbeat: Duration = .seconds(15)) {
        self.events = events
        self.heartbeat = heartbeat
    }

    /// The answer.
    public func response(from request: Request, context: some RequestContext) throws -> Response {
        Response(
            status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
            body: ResponseBody { [self] writer in
                try await request.body.consumeWithCancellationOnInboundClose { _ in
                    try await write(to: &writer)
                }
                try await writer.finish(nil)
            })
    }

    @concurrent
    private func write(to writer: inout any ResponseBodyWriter) async throws {
        let mailbox = EventMailbox()
        // The first bytes make the browser report the connection as open.
        try await writer.write(ByteBuffer(string: ": open\n\n"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { mailbox.finish() }
                for try await event in events {
                    guard await mailbox.put(event) else { return }
                }
            }
            group.addTask {
                while true {
                    try await ContinuousClock().sleep(for: heartbeat)
                    mailbox.beat()
                }
            }
            defer { group.cancelAll() }
            try await withGracefulShutdownHandler {
                while let item = await mailbox.take() {
                    switch item {
                    case .event(let event): try await writer.write(ByteBuffer(string: event.text))
                    case .heartbeat: try await writer.write(ByteBuffer(string: ": \n\n"))
                    }
                }
            } onGracefulShutdown: {
                mailbox.finish()
            }
        }
    }
}
