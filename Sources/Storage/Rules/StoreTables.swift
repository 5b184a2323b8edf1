// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices
import Shipping
import Values

/// The rows a store keeps, and nothing else: the rules that read and write them stand once, in the extensions.
///
/// Every store of ours does the same because it runs the same code over its own tables, inside its own transaction. A function
/// that throws leaves it to the caller to undo the whole call.
protocol StoreTables {
    // MARK: Shops

    /// The key of a shop, made at first use.
    mutating func shopKey(_ shop: ShopID) throws -> [UInt8]

    // MARK: Shipments

    mutating func newestShipment(_ key: ShipmentKey) throws -> Shipment?
    mutating func newestShipment(of shop: ShopID, clientID: Line) throws -> Shipment?
    mutating func shipment(id: Int64) throws -> Shipment?
    mutating func shipment(token: String) throws -> Shipment?
    mutating func shipments(of shop: ShopID, before cursor: Int64?, limit: Int) throws -> [Shipment]
    mutating func insertShipment(
        _ registration: Registration, generation: Int, token: String, now: Timestamp
    ) throws -> Int64
    mutating func updateRegistration(_ id: Int64, to registration: Registration) throws
    mutating func updateTracking(of shipment: Shipment) throws
    /// Sets the first letter's Message-ID where none is set.
    mutating func setThreadRoot(_ id: Int64, to messageID: MessageID) throws
    /// The keyed hash of the address a target is reached at, if it has one.
    mutating func addressHash(of target: DeliveryTarget) throws -> [UInt8]?

    // MARK: Events

    mutating func insertEvent(_ event: TrackingEvent, disposition: Plan.Disposition) throws
    mutating func insertUnusable(_ item: UnusableItem) throws
    /// The parked events of a number or a client id, in the order they came.
    mutating func parkedEvents(_ key: ShipmentKey, clientID: Line?, limit: Int) throws -> [ParkedEvent]
    mutating func updateParked(_ id: Int64, to disposition: Plan.Disposition) throws

    // MARK: Notices

    /// The notices of a shipment whose keys are kept, oldest first.
    mutating func decided(_ shipmentID: Int64, shop: ShopID) throws -> [DecidedNotice]
    /// Makes a notice and takes its key; throws when the key is taken (SEMANTICS A2).
    mutating func insertNotice(
        _ key: NoticeKey, shipmentID: Int64, shop: ShopID, enteredAt: Timestamp, now: Timestamp
    ) throws -> Int64
    /// Whether a notice to the same people, customers or staff, was decided after one.
    mutating func hasNotice(
        of shipmentID: Int64, shop: ShopID, after noticeID: Int64, forStaff isForStaff: Bool
    ) throws -> Bool

    // MARK: Deliveries

    /// Writes a new delivery down, with its lease when its state is `leased`, and tells its number.
    mutating func insertDelivery(_ row: DeliveryRow) throws -> Int64
    mutating func delivery(id: Int64) throws -> DeliveryRow?
    /// Whether a delivery of the target is leased.
    mutating func isInFlight(_ target: DeliveryTarget) throws -> Bool
    /// How many of the target's deliveries are queued and due, one left out.
    mutating func countDue(_ target: DeliveryTarget, now: Timestamp, without id: Int64) throws -> Int
    /// Queued deliveries that are due and whose target has none in flight, oldest due first.
    mutating func dueDeliveries(now: Timestamp, limit: Int) throws -> [DeliveryRow]
    /// Leased deliveries whose lease is over, the longest over first.
    mutating func lapsedDeliveries(now: Timestamp, limit: Int) throws -> [DeliveryRow]
    /// When the next queued delivery is due whose target has none in flight.
    mutating func nextDueAt() throws -> Timestamp?
    /// All deliveries that a process other than `owner` holds.
    mutating func deliveriesLeased(exceptBy owner: String) throws -> [DeliveryRow]
    mutating func deliveries(
        _ state: Delivery.State, shop: ShopID?, before cursor: Int64?, limit: Int
    ) throws -> [QueueEntry]
    /// The numbers of all deliveries in a state, rising.
    mutating func deliveryIDs(_ state: Delivery.State) throws -> [Int64]
    /// Writes state, attempts, due time, lease, Message-ID, duplicate mark, last answer and end of a delivery.
    mutating func updateDelivery(_ row: DeliveryRow) throws
    mutating func insertAttempt(_ settlement: Settlement, shop: ShopID, mayBeDuplicate: Bool) throws
    mutating func statistics(now: Timestamp) throws -> QueueStatistics

    // MARK: Trace

    mutating func insertTrace(_ line: TraceLine) throws
    /// The newest entries of a number, oldest first.
    mutating func trace(_ number: TrackingNumber, shop: ShopID, limit: Int) throws -> [TraceRecord]
    mutating func journal(of shop: ShopID, after cursor: Int64, limit: Int) throws -> [TraceRecord]

    // MARK: People

    mutating func suppression(of hash: [UInt8], shop: ShopID, channel: DeliveryChannel) throws -> String?
    mutating func suppress(
        _ hash: [UInt8], shop: ShopID, channel: DeliveryChannel, reason: String, now: Timestamp) throws

    // MARK: Housekeeping

    mutating func addToCounter(_ name: String, _ amount: Int) throws
    mutating func counters() throws -> [String: Int]
    // The newest row of a kind stays whatever its age, so that no number is ever given twice.

    /// Deletes events received before a moment, looking at the `limit` oldest.
    mutating func deleteEvents(before moment: Timestamp, limit: Int) throws -> Int
    /// Deletes trace entries written before a moment, looking at the `limit` oldest.
    mutating func deleteTraces(before moment: Timestamp, limit: Int) throws -> Int
    /// Deletes deliveries that ended before a moment, with their attempts, looking at the `limit` oldest.
    mutating func deleteDeliveries(endedBefore moment: Timestamp, limit: Int) throws -> Int
    /// Deletes notices decided before a moment that have no delivery left, looking at the `limit` oldest.
    mutating func deleteNotices(before moment: Timestamp, limit: Int) throws -> Int
    /// Deletes the notice keys of shipments closed before a moment, of `limit` shipments.
    mutating func deleteKeys(ofShipmentsClosedBefore moment: Timestamp, limit: Int) throws -> Int
    /// Forgets the contacts of shipments closed before a moment, of `limit` shipments.
    mutating func forgetContacts(ofShipmentsClosedBefore moment: Timestamp, limit: Int) throws -> Int
}

extension StoreTables {
    /// The reason a target's address must not be written to, if there is one (SEMANTICS D4).
    mutating func suppression(of target: DeliveryTarget) throws -> String? {
        guard let hash = try addressHash(of: target) else { return nil }
        return try suppression(of: hash, shop: target.shop, channel: target.channel)
    }

    /// Writes what happened to a delivery into the trace.
    mutating func trace(_ row: DeliveryRow, of key: ShipmentKey, _ entry: TraceEntry, at now: Timestamp) throws {
        try insertTrace(
            TraceLine(
                at: now, key: key, noticeID: row.delivery.noticeID, deliveryID: row.delivery.id,
                messageID: row.messageID, entry: entry))
    }
}
