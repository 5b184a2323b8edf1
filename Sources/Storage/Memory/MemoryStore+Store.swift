// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Notices
public import Shipping
public import Values

extension MemoryStore: Store {
    // MARK: Intake

    /// Writes events down and does what the planner decides about each, in order.
    public func record(
        _ events: [TrackingEvent], lease: Lease?, leaseLimit: Int, now: Timestamp,
        deciding: @escaping @Sendable (Situation) -> Plan
    ) async throws -> [Recorded] {
        try write {
            try $0.record(events, lease: lease, leaseLimit: leaseLimit, now: now, deciding: deciding)
        }
    }

    /// Keeps what came with a valid signature but is no usable event.
    public func keep(_ items: [UnusableItem]) async throws {
        try write { tables in for item in items { tables.insertUnusable(item) } }
    }

    /// Registers a shipment or changes it, and plans the events that were parked for its number.
    public func register(
        _ registration: Registration, now: Timestamp, deciding: @escaping @Sendable (Situation) -> Plan
    ) async throws -> Registered {
        let token = makeToken
        return try write { try $0.register(registration, token: token, now: now, deciding: deciding) }
    }

    // MARK: Dispatch

    /// Leases deliveries that are due and held by nobody, after the last check of each.
    public func claim(
        _ lease: Lease, limit: Int, now: Timestamp, deciding: @escaping @Sendable (ClaimSituation) -> ClaimDecision
    ) async throws -> Claimed {
        try write { try $0.claim(lease, limit: limit, now: now, deciding: deciding) }
    }

    /// Writes down what became of attempts.
    public func settle(_ settlements: [Settlement], owner: String) async throws -> Int {
        try write { try $0.settle(settlements, owner: owner) }
    }

    /// Gives back deliveries that were leased and not begun.
    public func release(_ deliveryIDs: [Int64], owner: String) async throws {
        try write { try $0.release(deliveryIDs, owner: owner) }
    }

    /// Takes the leases of processes that are gone from them.
    public func recover(owner: String, now: Timestamp) async throws -> Int {
        try write { try $0.recover(owner: owner, now: now) }
    }

    // MARK: People

    /// Stops letters to the person a token names.
    public func suppress(_ token: UnsubscribeToken, reason: String, now: Timestamp) async throws -> Bool {
        try write { try $0.suppress(token, reason: reason, now: now) }
    }

    /// Writes down what was told of a delivery after it was sent.
    public func note(
        _ entry: TraceEntry, on deliveryID: Int64, of shop: ShopID, now: Timestamp
    ) async throws -> Bool {
        try write { try $0.note(entry, on: deliveryID, of: shop, now: now) }
    }

    /// The key that names, tokens and hashes of a shop are made with.
    public func identityKey(of shop: ShopID) async throws -> [UInt8] {
        try write { $0.shopKey(shop) }
    }

    // MARK: Questions

    /// The newest generation of a shipment.
    public func shipment(_ key: ShipmentKey) async throws -> Shipment? {
        read { $0.newestShipment(key) }
    }

    /// The shipment with the store's number.
    public func shipment(id: Int64) async throws -> Shipment? {
        read { $0.shipment(id: id) }
    }

    /// The shipment whose public page has this token.
    public func shipment(token: String) async throws -> Shipment? {
        read { $0.shipment(token: token) }
    }

    /// A shop's shipments, newest first.
    public func shipments(of shop: ShopID, before cursor: Int64?, limit: Int) async throws -> [Shipment] {
        read { $0.shipments(of: shop, before: cursor, limit: limit) }
    }

    /// The decisions about a tracking number in a shop, oldest first.
    public func trace(_ trackingNumber: TrackingNumber, shop: ShopID, limit: Int) async throws -> [TraceRecord] {
        read { $0.trace(trackingNumber, shop: shop, limit: limit) }
    }

    /// All decisions of a shop after a place in the journal, oldest first.
    public func journal(of shop: ShopID, after cursor: Int64, limit: Int) async throws -> [TraceRecord] {
        read { $0.journal(of: shop, after: cursor, limit: limit) }
    }

    /// Deliveries in a state, newest first.
    public func deliveries(
        _ state: Delivery.State, shop: ShopID?, before cursor: Int64?, limit: Int
    ) async throws -> [QueueEntry] {
        read { $0.deliveries(state, shop: shop, before: cursor, limit: limit) }
    }

    /// How many deliveries stand where.
    public func statistics(now: Timestamp) async throws -> QueueStatistics {
        read { $0.statistics(now: now) }
    }

    // MARK: By hand

    /// Makes dead deliveries due again, with the same Message-ID.
    public func retry(_ deliveryIDs: [Int64]?, now: Timestamp) async throws -> Int {
        try write { try $0.retry(deliveryIDs, now: now) }
    }

    /// Calls off deliveries that are queued.
    public func cancel(_ deliveryIDs: [Int64], now: Timestamp) async throws -> Int {
        try write { try $0.cancel(deliveryIDs, now: now) }
    }

    // MARK: Housekeeping

    /// Adds to a counter that outlives the process.
    public func count(_ counter: String, by amount: Int) async throws {
        try write { $0.addToCounter(counter, amount) }
    }

    /// The counters.
    public func counters() async throws -> [String: Int] {
        read { $0.counters() }
    }

    /// Deletes what is older than the retention allows, at most `limit` rows a kind.
    public func sweep(_ retention: Retention, now: Timestamp, limit: Int) async throws -> Int {
        try write { try $0.sweep(retention, now: now, limit: limit) }
    }

    /// Does nothing: memory is always there.
    public func probe() async throws {}
}
