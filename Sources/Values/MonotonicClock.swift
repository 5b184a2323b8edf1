// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Time for sockets, timeouts and leases: it only ever runs, and nobody moves it (SEMANTICS G).
///
/// A pair of functions and not `any Clock`, whose instants cannot be compared once the type is erased.
public struct MonotonicClock: Sendable {
    private let read: @Sendable () -> Duration
    private let wait: @Sendable (Duration) async throws -> Void

    /// Makes a clock from its two functions.
    public init(now: @escaping @Sendable () -> Duration, sleep: @escaping @Sendable (Duration) async throws -> Void) {
        self.read = now
        self.wait = sleep
    }

    /// The machine's own.
    public static let system: MonotonicClock = {
        let origin = ContinuousClock().now
        return MonotonicClock(
            now: { origin.duration(to: ContinuousClock().now) },
            sleep: { try await ContinuousClock().sleep(for: $0) })
    }()

    /// The time since some fixed moment.
    public var now: Duration { read() }

    /// Waits so long.
    public func sleep(for span: Duration) async throws {
        try await wait(span)
    }
}
