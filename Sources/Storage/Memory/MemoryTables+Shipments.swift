// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices
import Shipping
import Values

extension MemoryTables {
    func newestShipment(_ key: ShipmentKey) -> Shipment? {
        shipmentsByKey[key]?.last.flatMap(shipment(id:))
    }

    func newestShipment(of shop: ShopID, clientID: Line) -> Shipment? {
        shipmentsByClientID[MemoryClientKey(shop: shop, clientID: clientID)]?.max().flatMap(shipment(id:))
    }

    func shipment(token: String) -> Shipment? { shipmentsByToken[token].flatMap(shipment(id:)) }

    func shipment(id: Int64) -> Shipment? {
        guard let kept = shipments[id] else { return nil }
        var shipment = kept.shipment
        shipment.registration.orderer = party(kept.orderer, as: shipment.registration.orderer)
        shipment.registration.receiver = shipment.registration.receiver.map { party(kept.receiver, as: $0) }
        return shipment
    }

    func shipments(of shop: ShopID, before cursor: Int64?, limit: Int) -> [Shipment] {
        let ids = shipments.newestFirst.filter { $0.id < cursor ?? .max && $0.row.shipment.key.shop == shop }
        return ids.prefix(limit).compactMap { shipment(id: $0.id) }
    }

    mutating func insertShipment(
        _ registration: Registration, generation: Int, token: String, now: Timestamp
    ) -> Int64 {
        let bare = Shipment(id: 0, generation: generation, token: token, registration: registration, registeredAt: now)
        let id = shipments.append(MemoryShipment(shipment: bare, orderer: [], receiver: []))
        let shipment = Shipment(
            id: id, generation: generation, token: token, registration: registration, registeredAt: now)
        shipments[id] = MemoryShipment(shipment: shipment, orderer: [], receiver: [])
        shipmentsByKey[registration.key] = (shipmentsByKey[registration.key] ?? []) + [id]
        shipmentsByToken[token] = id
        updateRegistration(id, to: registration)
        return id
    }

    mutating func updateRegistration(_ id: Int64, to registration: Registration) {
        guard var kept = shipments[id] else { return }
        let before = kept.orderer + kept.receiver
        index(id, from: kept.shipment.registration.clientID, to: registration.clientID, of: registration.key.shop)
        kept.orderer = keep(registration.orderer, of: registration.key.shop)
        kept.receiver = registration.receiver.map { keep($0, of: registration.key.shop) } ?? []
        kept.shipment.registration = registration
        kept.shipment.registration.orderer = Party(language: registration.orderer.language)
        kept.shipment.registration.receiver = registration.receiver.map { Party(language: $0.language) }
        kept.hasContacts = true
        shipments[id] = kept
        for contact in before { release(contact) }
    }

    mutating func updateTracking(of shipment: Shipment) {
        guard var kept = shipments[shipment.id] else { return }
        kept.shipment.stage = shipment.stage
        kept.shipment.stageEnteredAt = shipment.stageEnteredAt
        kept.shipment.closedAt = shipment.closedAt
        kept.shipment.snapshot = shipment.snapshot
        kept.hasKeys = true
        shipments[shipment.id] = kept
    }

    mutating func setThreadRoot(_ id: Int64, to messageID: MessageID) {
        guard var kept = shipments[id], kept.shipment.threadRoot == nil else { return }
        kept.shipment.threadRoot = messageID
        shipments[id] = kept
    }

    func addressHash(of target: DeliveryTarget) -> [UInt8]? {
        guard let kind = Contact.Kind(target.channel), let kept = shipments[target.shipmentID],
            kept.shipment.key.shop == target.shop
        else { return nil }
        let contacts: [MemoryContactKey] =
            switch target.audience {
            case .orderer: kept.orderer
            case .receiver: kept.shipment.registration.receiver == nil ? kept.orderer : kept.receiver
            case .staff: []
            }
        return contacts.first { $0.kind == kind }?.hash
    }

    mutating func forgetContacts(ofShipmentsClosedBefore moment: Timestamp, limit: Int) -> Int {
        let ids = closed(before: moment, limit: limit) { $0.hasContacts }
        for id in ids {
            guard var kept = shipments[id] else { continue }
            for contact in kept.orderer + kept.receiver { release(contact) }
            kept.orderer = []
            kept.receiver = []
            kept.hasContacts = false
            shipments[id] = kept
        }
        return ids.count
    }

    mutating func deleteKeys(ofShipmentsClosedBefore moment: Timestamp, limit: Int) -> Int {
        let ids = closed(before: moment, limit: limit) { $0.hasKeys }
        for id in ids {
            noticeKeys[id] = nil
            shipments[id]?.hasKeys = false
        }
        return ids.count
    }

    // MARK: Contacts

    private func closed(
        before moment: Timestamp, limit: Int, where condition: (MemoryShipment) -> Bool
    ) -> [Int64] {
        let closed = shipments.oldestFirst.compactMap { id, kept in
            kept.shipment.closedAt.flatMap { $0 < moment && condition(kept) ? ($0, id) : nil }
        }
        return closed.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.prefix(limit).map(\.1)
    }

    private func party(_ contacts: [MemoryContactKey], as party: Party) -> Party {
        Party(language: party.language) { kind in
            contacts.first { $0.kind == kind }.flatMap { self.contacts[$0]?.value }
        }
    }

    private mutating func keep(_ party: Party, of shop: ShopID) -> [MemoryContactKey] {
        let key = shopKey(shop)
        return Contact.Kind.allCases.compactMap { kind in
            guard let contact = party.contact(kind) else { return nil }
            let place = MemoryContactKey(shop: shop, kind: kind, hash: contact.hash(key: key))
            contacts[place] = MemoryContact(value: contact.value, uses: (contacts[place]?.uses ?? 0) + 1)
            return place
        }
    }

    private mutating func release(_ contact: MemoryContactKey) {
        guard let kept = contacts[contact] else { return }
        contacts[contact] = kept.uses > 1 ? MemoryContact(value: kept.value, uses: kept.uses - 1) : nil
    }

    private mutating func index(_ id: Int64, from old: Line?, to new: Line?, of shop: ShopID) {
        if let old {
            let place = MemoryClientKey(shop: shop, clientID: old)
            shipmentsByClientID[place] = shipmentsByClientID[place]?.filter { $0 != id }
        }
        if let new {
            let place = MemoryClientKey(shop: shop, clientID: new)
            shipmentsByClientID[place] = (shipmentsByClientID[place] ?? []) + [id]
        }
    }
}
