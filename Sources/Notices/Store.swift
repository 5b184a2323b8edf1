// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Shipping
public import Values

/// The port to what remembers: events, shipments, notices, the outbox and the trace.
///
/// Every write is durable when its call returns (promise 1), and every function handed in is called inside the one
/// transaction that writes what it decides; it must be pure. Calls share transactions, each in its own savepoint, and fail
/// alone (SEMANTICS B1). Implementations are held to one conformance suite.
public protocol Store: Sendable {
    // MARK: Intake

    /// Writes events down and does what the planner decides about each, in order.
    ///
    /// - Parameters:
    ///   - events: Verified events; two of one parcel see each other.
    ///   - lease: For deliveries that are due at once; nil leaves them for a later claim.
    ///   - leaseLimit: How many may be leased: the free places in the caller's queue.
    ///   - now: The present moment.
    ///   - deciding: The planner.
    /// - Returns: One record an event, in the same order.
    /// - Throws: `StoreFailure` when nothing of this call was kept.
    func record(
        _ events: [TrackingEvent], lease: Lease?, leaseLimit: Int, now: Timestamp,
        deciding: @escaping @Sendable (Situation) -> Plan
    ) async throws -> [Recorded]

    /// Keeps what came with a valid signature but is no usable event, for staff to look at (SEMANTICS E1).
    func keep(_ items: [UnusableItem]) async throws

    /// Registers a shipment or changes it, and plans the events that were parked for its number.
    ///
    /// Another order on a closed shipment opens a new generation (SEMANTICS A4). Deliveries are left for a later claim, so that
    /// of several parked milestones the newest is told (SEMANTICS A8).
    func register(
        _ registration: Registration, now: Timestamp, deciding: @escaping @Sendable (Situation) -> Plan
    ) async throws -> Registered

    // MARK: Dispatch

    /// Leases deliveries that are due and held by nobody, oldest due first, after the last check of each (SEMANTICS A7).
    ///
    /// At most one delivery a (shipment, audience, channel) is leased at a time. A customer's delivery is overtaken by a later
    /// notice to customers, one of the staff's by a later notice to staff.
    func claim(
        _ lease: Lease, limit: Int, now: Timestamp, deciding: @escaping @Sendable (ClaimSituation) -> ClaimDecision
    ) async throws -> Claimed

    /// Writes down what became of attempts; a settlement of a delivery that another process holds changes nothing.
    ///
    /// - Returns: How many deliveries are due now that waited for these.
    func settle(_ settlements: [Settlement], owner: String) async throws -> Int

    /// Gives back deliveries that were leased and not begun.
    func release(_ deliveryIDs: [Int64], owner: String) async throws

    /// Takes the leases of processes that are gone from them, so that their deliveries are claimed again, marked as
    /// possible duplicates (SEMANTICS B3).
    ///
    /// - Returns: How many.
    func recover(owner: String, now: Timestamp) async throws -> Int

    // MARK: People

    /// Stops letters to the person a token names; false when there is no such shipment or address (SEMANTICS D4).
    func suppress(_ token: UnsubscribeToken, reason: String, now: Timestamp) async throws -> Bool

    /// Writes down what was told of a delivery after it was sent (a bounce, a complaint); its state stays as it is.
    ///
    /// - Returns: False when the shop has no such delivery.
    func note(_ entry: TraceEntry, on deliveryID: Int64, of shop: ShopID, now: Timestamp) async throws -> Bool

    /// The key that names, tokens and hashes of a shop are made with; made at first use, 32 bytes.
    func identityKey(of shop: ShopID) async throws -> [UInt8]

    // MARK: Questions

    /// The newest generation of a shipment.
    func shipment(_ key: ShipmentKey) async throws -> Shipment?

    /// The shipment with the store's number.
    func shipment(id: Int64) async throws -> Shipment?

    /// The shipment whose public page has this token.
    func shipment(token: String) async throws -> Shipment?

    /// A shop's shipments, newest first.
    func shipments(of shop: ShopID, before cursor: Int64?, limit: Int) async throws -> [Shipment]

    /// The decisions about a tracking number in a shop, oldest first, at most `limit` of the newest.
    func trace(_ trackingNumber: TrackingNumber, shop: ShopID, limit: Int) async throws -> [TraceRecord]

    /// All decisions of a shop after a place in the journal, oldest first.
    func journal(of shop: ShopID, after cursor: Int64, limit: Int) async throws -> [TraceRecord]

    /// Deliveries in a state, newest first.
    func deliveries(_ state: Delivery.State, shop: ShopID?, before cursor: Int64?, limit: Int) async throws
        -> [QueueEntry]

    /// How many deliveries stand where, and the like.
    func statistics(now: Timestamp) async throws -> QueueStatistics

    // MARK: By hand

    /// Makes dead deliveries due again, with the same Message-ID; all of them, or those named.
    ///
    /// - Returns: How many.
    func retry(_ deliveryIDs: [Int64]?, now: Timestamp) async throws -> Int

    /// Calls off deliveries that are queued.
    ///
    /// - Returns: How many.
    func cancel(_ deliveryIDs: [Int64], now: Timestamp) async throws -> Int

    // MARK: Housekeeping

    /// Adds to a counter that outlives the process (`webhooks.refused.wrongSignature`).
    func count(_ counter: String, by amount: Int) async throws

    /// The counters.
    func counters() async throws -> [String: Int]

    /// Deletes what is older than the retention allows, at most `limit` rows a kind.
    ///
    /// - Returns: How many rows went; fewer than `limit` means that nothing is left to delete.
    func sweep(_ retention: Retention, now: Timestamp, limit: Int) async throws -> Int

    /// Proves that a durable write works now; throws `StoreFailure` otherwise.
    func probe() async throws
}

/// Why the store could not do what it was asked; nothing of the call was kept.
public struct StoreFailure: Error, Sendable, CustomStringConvertible {
    /// What happened and what to do, without data.
    public let reason: String

    /// Makes a failure.
    public init(_ reason: String) {
        self.reason = reason
    }

    /// The reason.
    public var description: String { reason }
}
