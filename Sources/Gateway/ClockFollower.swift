// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Curl
public import Logging
public import ServiceLifecycle
import Synchronization
public import Values

/// Follows the clock of the mock providers, so that quiet hours and retries take a second (docs/mock-clock.md; SEMANTICS G).
///
/// It holds `GET {url}/api/clock/follow`, moves the gateway's calendar time, and acknowledges: a move when due timers were
/// woken, `settle` when the gateway is idle. When the mock is gone, time runs on from where it is.
public struct ClockFollower: Service {
    private let url: WebURL
    private let clock: FollowedClock
    private let idleness: Idleness
    private let outbox: Outbox
    private let loop: CurlLoop
    private let monotonic: MonotonicClock
    private let logger: Logger
    private let isFollowing = Ticket<Bool>()
    /// The newest event's number: waiting for an older one is over.
    private let newest = Holder()

    private final class Holder: Sendable {
        let sequence = Mutex<Int64>(0)
    }

    /// Makes the service.
    ///
    /// - Parameters:
    ///   - url: Where the mock's API is.
    ///   - clock: What is moved.
    ///   - idleness: Says when there is nothing to do.
    ///   - outbox: Looks into the store again after a move.
    ///   - loop: Carries the requests.
    ///   - monotonic: Running time, for waiting between attempts.
    ///   - logger: Where it says that the mock is gone.
    public init(
        url: WebURL, clock: FollowedClock, idleness: Idleness, outbox: Outbox, loop: CurlLoop,
        monotonic: MonotonicClock = .system, logger: Logger
    ) {
        self.url = url
        self.clock = clock
        self.idleness = idleness
        self.outbox = outbox
        self.loop = loop
        self.monotonic = monotonic
        self.logger = logger
    }

    /// Waits until the mock has told its time once, or the span is over; call it once.
    public func untilFollowing(atMost span: Duration) async {
        await withTaskGroup { group in
            group.addTask { _ = await isFollowing.answer() }
            group.addTask {
                try? await monotonic.sleep(for: span)
                isFollowing.resolve(false)
            }
            await group.next()
            group.cancelAll()
        }
    }

    /// Works until a graceful shutdown; a lost connection is made again.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            var isLost = false
            var wait = Self.firstWait
            while !Task.isCancelled {
                do {
                    try await follow {
                        if isLost { logger.notice("the mock's clock is followed again", metadata: place) }
                        isLost = false
                        wait = Self.firstWait
                    }
                } catch {
                    if Task.isCancelled { return }
                    if !isLost {
                        logger.warning(
                            "the mock's clock cannot be followed; time runs on from where it is, and it is tried again",
                            metadata: place.merging(["error": "\(error)"]) { $1 })
                    }
                    isLost = true
                }
                guard (try? await monotonic.sleep(for: wait)) != nil else { return }
                wait = min(wait * 2, Self.longestWait)
            }
        }
    }

    private static let firstWait: Duration = .milliseconds(200)
    private static let longestWait: Duration = .seconds(5)
    /// The mock says something every 15 seconds.
    private static let longestSilence: Duration = .seconds(60)

    private var place: Logger.Metadata { ["followClock": "\(url)"] }

    private func follow(_ onFollowing: () -> Void) async throws {
        let request = HTTPTransfer(
            url: url.appending("api", "clock", "follow?name=gateway"), headers: [("Accept", "text/event-stream")],
            connectTimeout: .seconds(5), offersHTTP2: false)
        try await loop.stream(request) { stream in
            guard stream.status == 200, stream.header("content-type")?.hasPrefix("text/event-stream") == true else {
                throw FollowFailure(
                    "the answer (\(stream.status)) is no event stream; does server.followClock name the mock?")
            }
            var parser = EventStreamParser()
            try await withThrowingDiscardingTaskGroup { group in
                var isFirst = true
                while let bytes = try await next(of: stream) {
                    guard let events = parser.take(bytes) else {
                        throw FollowFailure("an event is longer than \(EventStreamParser.limit) bytes")
                    }
                    for event in events {
                        guard let told = try ClockEvent(event) else { continue }
                        newest.sequence.withLock { $0 = told.sequence }
                        if case .settle = told.kind {
                            group.addTask { await settle(told) }
                        } else {
                            try await move(told)
                            if isFirst { onFollowing() }
                            isFirst = false
                        }
                    }
                }
                newest.sequence.withLock { $0 = 0 }
                group.cancelAll()
            }
        }
        throw FollowFailure("the mock ended the connection")
    }

    /// The next bytes; a connection on which nothing comes, not even a comment, is given up.
    private func next(of stream: HTTPStream) async throws -> [UInt8]? {
        try await withThrowingTaskGroup { group in
            group.addTask { try await stream.next() }
            group.addTask {
                try await monotonic.sleep(for: Self.longestSilence)
                throw FollowFailure("nothing came for a minute")
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }

    private func move(_ event: ClockEvent) async throws {
        guard case .time(let now, let offset) = event.kind else { return }
        if clock.move(to: now, offset: offset) {
            logger.info("the clock was moved", metadata: ["now": "\(clock.now.rfc3339)"])
        }
        outbox.lookAgain()
        isFollowing.resolve(true)
        try await acknowledge(event, next: nil)
    }

    /// Waits until there is nothing to do, then acknowledges; a newer event ends the waiting.
    private func settle(_ event: ClockEvent) async {
        do {
            while newest.sequence.withLock({ $0 }) == event.sequence {
                let now = clock.now
                if try await idleness.report(now: now).isIdle {
                    return try await acknowledge(event, next: try await idleness.nextDueAt(now: now))
                }
                try await monotonic.sleep(for: .milliseconds(5))
            }
        } catch {
            // The mock gives up by itself and names us; when it is gone, the stream ends as well.
            logger.debug("settle was not acknowledged", metadata: ["error": "\(error)"])
        }
    }

    private func acknowledge(_ event: ClockEvent, next: Timestamp?) async throws {
        var members: [JSON.Member] = [
            .init("follower", .string(event.follower)), .init("sequence", .integer(event.sequence)),
            .init("now", .string(clock.now.rfc3339)),
        ]
        if let next { members.append(.init("next", .string(next.rfc3339))) }
        let answer = try await loop.perform(
            HTTPTransfer(
                method: "POST", url: url.appending("api", "clock", "ack"),
                headers: [("Content-Type", "application/json")], body: JSON.object(members).bytes,
                timeout: .seconds(10), connectTimeout: .seconds(5), offersHTTP2: false))
        guard answer.status < 300 else {
            throw FollowFailure("the mock answered \(answer.status) to an acknowledgement")
        }
    }
}

/// Why the mock's clock is not followed now.
struct FollowFailure: Error, CustomStringConvertible {
    /// What happened.
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
