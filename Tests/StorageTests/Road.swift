// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices
import Shipping
import TestSupport
import Values

/// The road's ordinary steps, so that a test says only what it is about.
struct Road {
    let store: any Store
    var owner = "one"

    static let planner: @Sendable (Situation) -> Plan = { Planner(policy: ShopPolicy()).plan($0) }
    static let accepted = Outcome(.accepted, blame: .nobody, code: 250, enhancedCode: "2.0.0", text: "250 2.0.0 OK")
    static let busy = Outcome(.temporary, blame: .relay, code: 421, text: "421 try later")
    static let noSuchUser = Outcome(
        .permanentAddress, blame: .recipient, code: 550, enhancedCode: "5.1.1", text: "no such user")

    func lease(_ now: Timestamp) -> Lease { Lease(owner: owner, until: now + Lease.span) }

    /// Registers parcels of these numbers.
    func register(_ numbers: String..., now: Timestamp = Samples.now) async throws {
        for number in numbers {
            _ = try await store.register(
                Samples.registration(Samples.key(number)), now: now, deciding: Road.planner)
        }
    }

    @discardableResult
    func register(_ registration: Registration, now: Timestamp = Samples.now) async throws -> Registered {
        try await store.register(registration, now: now, deciding: Road.planner)
    }

    /// Records events and leases what is due.
    @discardableResult
    func record(
        _ events: TrackingEvent..., limit: Int = 100, now: Timestamp = Samples.now,
        deciding: @escaping @Sendable (Situation) -> Plan = Road.planner
    ) async throws -> [Recorded] {
        try await store.record(
            events, lease: lease(now), leaseLimit: limit, now: now, deciding: deciding)
    }

    /// Records events and leaves what is due in the outbox.
    @discardableResult
    func park(_ events: TrackingEvent..., now: Timestamp = Samples.now) async throws -> [Recorded] {
        try await store.record(events, lease: nil, leaseLimit: 0, now: now, deciding: Road.planner)
    }

    func claim(_ limit: Int = 100, now: Timestamp = Samples.now) async throws -> Claimed {
        try await store.claim(lease(now), limit: limit, now: now) { ClaimRule.decide($0) }
    }

    /// What becomes of an attempt that ends at a moment.
    func settlement(
        _ claimed: ClaimedDelivery, _ outcome: Outcome = Road.accepted, now: Timestamp = Samples.now
    ) throws -> Settlement {
        DeliveryMachine().settle(
            claimed, outcome: outcome, identity: try Road.messageID(claimed.delivery), transport: "smtp: localhost",
            startedAt: now, now: now, jitter: 0.5)
    }

    @discardableResult
    func settle(
        _ claimed: [ClaimedDelivery], _ outcome: Outcome = Road.accepted, now: Timestamp = Samples.now
    ) async throws -> Int {
        try await store.settle(try claimed.map { try settlement($0, outcome, now: now) }, owner: owner)
    }

    func trace(_ number: String = "686530129012", limit: Int = 100) async throws -> [TraceRecord] {
        try await store.trace(TrackingNumber(number), shop: .default, limit: limit)
    }

    func states(now: Timestamp = Samples.now) async throws -> [Delivery.State: Int] {
        try await store.statistics(now: now).byState
    }

    static func messageID(_ delivery: Delivery) throws -> MessageID {
        try MessageID("d\(delivery.id).\(delivery.revision).token@example.com")
    }
}

extension Duration {
    static func days(_ count: Int) -> Duration { .seconds(count * 86_400) }
    static func minutes(_ count: Int) -> Duration { .seconds(count * 60) }
}
