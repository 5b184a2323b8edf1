// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices
import Shipping
import Storage
import Synchronization
import TestSupport
import Values

/// A store whose calls a test can watch, hold up and let fail.
final class WatchedStore: Store {
    enum Call: CaseIterable {
        case record, keep, register, claim, settle, release, recover, suppress, identityKey, question, byHand, count
        case sweep, probe, note
    }

    typealias Hook = @Sendable () async throws -> Void

    /// What remembers.
    let inner: any Store
    /// Results that were written down.
    let settled = Tally()
    private let began: [Call: Tally]
    private let ended: [Call: Tally]
    private let hooks = Mutex<[Call: Hook]>([:])

    init(_ inner: any Store = MemoryStore()) {
        self.inner = inner
        began = Dictionary(uniqueKeysWithValues: Call.allCases.map { ($0, Tally()) })
        ended = Dictionary(uniqueKeysWithValues: Call.allCases.map { ($0, Tally()) })
    }

    /// Runs something before each call of a kind; what it throws, the call throws.
    func before(_ call: Call, _ hook: Hook?) { hooks.withLock { $0[call] = hook } }

    /// Lets the next calls of a kind fail, so often.
    func fail(_ call: Call, times: Int = .max) {
        let left = Mutex(times)
        before(call) {
            let fails = left.withLock { left in
                left -= 1
                return left >= 0
            }
            if fails { throw StoreFailure("the disk is full") }
        }
    }

    /// The calls that began.
    func began(_ call: Call) -> Tally { began[call]! }
    /// The calls that ended well.
    func ended(_ call: Call) -> Tally { ended[call]! }

    private func pass<Value>(_ call: Call, _ body: () async throws -> Value) async throws -> Value {
        began(call).add()
        if let hook = hooks.withLock({ $0[call] }) { try await hook() }
        let value = try await body()
        ended(call).add()
        return value
    }

    // MARK: Store

    func record(
        _ events: [TrackingEvent], lease: Lease?, leaseLimit: Int, now: Timestamp,
        deciding: @escaping @Sendable (Situation) -> Plan
    ) async throws -> [Recorded] {
        try await pass(.record) {
            try await inner.record(events, lease: lease, leaseLimit: leaseLimit, now: now, deciding: deciding)
        }
    }

    func keep(_ items: [UnusableItem]) async throws { try await pass(.keep) { try await inner.keep(items) } }

    func register(
        _ registration: Registration, now: Timestamp, deciding: @escaping @Sendable (Situation) -> Plan
    ) async throws -> Registered {
        try await pass(.register) { try await inner.register(registration, now: now, deciding: deciding) }
    }

    func claim(
        _ lease: Lease, limit: Int, now: Timestamp, deciding: @escaping @Sendable (ClaimSituation) -> ClaimDecision
    ) async throws -> Claimed {
        try await pass(.claim) { try await inner.claim(lease, limit: limit, now: now, deciding: deciding) }
    }

    func settle(_ settlements: [Settlement], owner: String) async throws -> Int {
        let waiting = try await pass(.settle) { try await inner.settle(settlements, owner: owner) }
        settled.add(settlements.count)
        return waiting
    }

    func release(_ deliveryIDs: [Int64], owner: String) async throws {
        try await pass(.release) { try await inner.release(deliveryIDs, owner: owner) }
    }

    func recover(owner: String, now: Timestamp) async throws -> Int {
        try await pass(.recover) { try await inner.recover(owner: owner, now: now) }
    }

    func suppress(_ token: UnsubscribeToken, reason: String, now: Timestamp) async throws -> Bool {
        try await pass(.suppress) { try await inner.suppress(token, reason: reason, now: now) }
    }

    func note(_ entry: TraceEntry, on deliveryID: Int64, of shop: ShopID, now: Timestamp) async throws -> Bool {
        try await pass(.note) { try await inner.note(entry, on: deliveryID, of: shop, now: now) }
    }

    func identityKey(of shop: ShopID) async throws -> [UInt8] {
        try await pass(.identityKey) { try await inner.identityKey(of: shop) }
    }

    func shipment(_ key: ShipmentKey) async throws -> Shipment? {
        try await pass(.question) { try await inner.shipment(key) }
    }

    func shipment(id: Int64) async throws -> Shipment? {
        try await pass(.question) { try await inner.shipment(id: id) }
    }

    func shipment(token: String) async throws -> Shipment? {
        try await pass(.question) { try await inner.shipment(token: token) }
    }

    func shipments(of shop: ShopID, before cursor: Int64?, limit: Int) async throws -> [Shipment] {
        try await pass(.question) { try await inner.shipments(of: shop, before: cursor, limit: limit) }
    }

    func trace(_ trackingNumber: TrackingNumber, shop: ShopID, limit: Int) async throws -> [TraceRecord] {
        try await pass(.question) { try await inner.trace(trackingNumber, shop: shop, limit: limit) }
    }

    func journal(of shop: ShopID, after cursor: Int64, limit: Int) async throws -> [TraceRecord] {
        try await pass(.question) { try await inner.journal(of: shop, after: cursor, limit: limit) }
    }

    func deliveries(_ state: Delivery.State, shop: ShopID?, before cursor: Int64?, limit: Int) async throws
        -> [QueueEntry]
    {
        try await pass(.question) { try await inner.deliveries(state, shop: shop, before: cursor, limit: limit) }
    }

    func statistics(now: Timestamp) async throws -> QueueStatistics {
        try await pass(.question) { try await inner.statistics(now: now) }
    }

    func retry(_ deliveryIDs: [Int64]?, now: Timestamp) async throws -> Int {
        try await pass(.byHand) { try await inner.retry(deliveryIDs, now: now) }
    }

    func cancel(_ deliveryIDs: [Int64], now: Timestamp) async throws -> Int {
        try await pass(.byHand) { try await inner.cancel(deliveryIDs, now: now) }
    }

    func count(_ counter: String, by amount: Int) async throws {
        try await pass(.count) { try await inner.count(counter, by: amount) }
    }

    func counters() async throws -> [String: Int] { try await pass(.question) { try await inner.counters() } }

    func sweep(_ retention: Retention, now: Timestamp, limit: Int) async throws -> Int {
        try await pass(.sweep) { try await inner.sweep(retention, now: now, limit: limit) }
    }

    func probe() async throws { try await pass(.probe) { try await inner.probe() } }
}
