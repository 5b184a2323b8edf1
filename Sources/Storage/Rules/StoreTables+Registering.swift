// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices
import Shipping
import Values

extension StoreTables {
    /// Registers a shipment or changes it, and plans what was parked for it (SEMANTICS A4, A8, D3).
    ///
    /// - Parameters:
    ///   - registration: What the shop says.
    ///   - token: Makes the name of a new shipment's public page.
    ///   - now: The present moment.
    ///   - deciding: The planner.
    mutating func register(
        _ registration: Registration, token: () -> String, now: Timestamp, deciding: (Situation) -> Plan
    ) throws -> Registered {
        let known = try newestShipment(registration.key)
        var shipment: Shipment?
        if var known, !Self.opensGeneration(registration, after: known) {
            if known.registration != registration {
                known.registration = registration
                try updateRegistration(known.id, to: registration)
                try traceRegistered(known, "The shop changed what it said of the parcel.", now: now)
            }
            shipment = known
        } else {
            let generation = (known?.generation ?? 0) + 1
            let token = token()
            let id = try insertShipment(registration, generation: generation, token: token, now: now)
            let opened = Shipment(
                id: id, generation: generation, token: token, registration: registration, registeredAt: now)
            let text =
                known == nil
                ? "The parcel was registered."
                : "The number is used again: another order on a closed shipment opens a new generation."
            try traceRegistered(opened, rule: known == nil ? "" : "A4", text, now: now)
            shipment = opened
        }
        let isNew = known == nil || shipment?.id != known?.id
        let planned = try planParked(for: &shipment, registration, now: now, deciding: deciding)
        guard let shipment else { throw StoreFailure("The shipment was lost while it was registered.") }
        return Registered(shipment: shipment, isNew: isNew, planned: planned)
    }

    /// Whether a registration is about another use of the number: another order, on a closed shipment (SEMANTICS A4).
    ///
    /// A registration that names no order at all cannot be another order.
    private static func opensGeneration(_ registration: Registration, after known: Shipment) -> Bool {
        guard known.closedAt != nil || known.stage.isClosed, !registration.orders.isEmpty else { return false }
        return Set(registration.orders.map(\.id)) != Set(known.registration.orders.map(\.id))
    }

    /// Plans parked events in the order they came; deliveries stay in the outbox, so that the newest is told (SEMANTICS A8).
    private mutating func planParked(
        for shipment: inout Shipment?, _ registration: Registration, now: Timestamp, deciding: (Situation) -> Plan
    ) throws -> Int {
        let parked = try parkedEvents(registration.key, clientID: registration.clientID, limit: 1_000)
        var desk = LeaseDesk.closed
        for waiting in parked {
            let record = try plan(waiting.event, for: &shipment, desk: &desk, now: now, deciding: deciding)
            try updateParked(waiting.id, to: record.disposition)
        }
        return parked.count
    }

    private mutating func traceRegistered(
        _ shipment: Shipment, rule: String = "", _ text: String, now: Timestamp
    ) throws {
        let facts: [TraceEntry.Fact] = [
            .init("generation", String(shipment.generation)), .init("kind", shipment.registration.kind.rawValue),
            .init("orders", String(shipment.registration.orders.count)),
        ]
        try insertTrace(
            TraceLine(
                at: now, key: shipment.key, entry: TraceEntry(.registered, rule: rule, facts: facts, text)))
    }
}
