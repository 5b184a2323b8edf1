// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Notices
public import Values

/// Tells whether a gateway has nothing to do: the one truth behind `GET /v1/idle` and a followed clock's `settle`.
public struct Idleness: Sendable {
    /// What there is to do.
    public struct Report: Hashable, Sendable {
        /// Webhook requests that are not in the store yet.
        public let waiting: Int
        /// Deliveries in memory or on the wire.
        public let held: Int
        /// Deliveries whose result is not written yet.
        public let leased: Int
        /// Deliveries that are due.
        public let due: Int

        /// Whether nothing happens until time passes or an event comes.
        public var isIdle: Bool { waiting == 0 && held == 0 && leased == 0 && due == 0 }
    }

    private let store: any Store
    private let outbox: Outbox
    private let intake: Intake

    /// Gathers what can be busy.
    public init(store: any Store, outbox: Outbox, intake: Intake) {
        self.store = store
        self.outbox = outbox
        self.intake = intake
    }

    /// Looks once.
    ///
    /// The store is asked last: what left the intake or the memory before that is seen there.
    public func report(now: Timestamp) async throws -> Report {
        let waiting = intake.load
        let held = outbox.load
        let statistics = try await store.statistics(now: now)
        return Report(
            waiting: waiting, held: held, leased: statistics.byState[.leased] ?? 0, due: statistics.due)
    }

    /// When the next delivery is due; nil when none is queued.
    func nextDueAt(now: Timestamp) async throws -> Timestamp? {
        // A claim of none leases none and tells when to look again.
        try await store.claim(outbox.lease(now: now), limit: 0, now: now) { _ in .send }.nextDueAt
    }
}
