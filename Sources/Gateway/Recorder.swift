// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Logging
public import Notices
public import ServiceLifecycle
public import Values

/// Writes results down in batches, and ends after everybody who makes results.
///
/// A result is kept in memory until the store took it: a full disk delays, it does not forget.
public struct Recorder: Service {
    private let store: any Store
    private let outbox: Outbox
    private let clock: MonotonicClock
    private let logger: Logger
    private let results: Mailroom<Settlement>

    /// Makes the service.
    public init(
        store: any Store, outbox: Outbox, limits: Limits = Limits(), clock: MonotonicClock = .system, logger: Logger
    ) {
        self.store = store
        self.outbox = outbox
        self.clock = clock
        self.logger = logger
        self.results = Mailroom(capacity: limits.resultsWaiting)
    }

    /// Hands over a result; never waits.
    func record(_ settlement: Settlement) {
        results.fill([settlement], reserved: results.reserve(1))
    }

    /// True when so many results wait that sending should pause.
    var isFull: Bool { results.count >= Self.tooMany }

    /// Works until a graceful shutdown, then writes down what is left.
    public func run() async throws {
        await withTaskCancellationOrGracefulShutdownHandler {
            while true {
                let batch = await results.all(upTo: Self.batch)
                if batch.isEmpty { return }
                await write(batch)
            }
        } onCancelOrGracefulShutdown: {
            results.close()
        }
    }

    /// Results a call: it runs as one inside a commit that webhooks wait for, so it stays short.
    private static let batch = 64
    /// Results that may wait before sending pauses.
    private static let tooMany = 2_048

    private func write(_ batch: [Settlement]) async {
        var wait = Duration.milliseconds(100)
        while true {
            do {
                let freed = try await store.settle(batch, owner: outbox.owner)
                if freed > 0 || batch.contains(where: { $0.state == .queued }) { outbox.lookAgain() }
                return
            } catch {
                logger.error(
                    "results not written yet", metadata: ["results": "\(batch.count)", "error": "\(error)"])
                do {
                    try await clock.sleep(for: wait)
                } catch {
                    return  // Cancelled: the process is made to end. The leases end, and the letters go out again.
                }
                wait = min(wait * 2, .seconds(10))
            }
        }
    }
}
