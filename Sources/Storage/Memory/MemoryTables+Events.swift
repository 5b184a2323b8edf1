// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices
import Shipping
import Values

extension MemoryTables {
    mutating func insertEvent(_ event: TrackingEvent, disposition: Plan.Disposition) {
        let isParked = disposition == .parked
        let id = events.append(MemoryEvent(event: event, isParked: isParked, receivedAt: event.receivedAt))
        guard isParked else { return }
        parkedByKey[event.key] = (parkedByKey[event.key] ?? []) + [id]
        if let clientID = event.clientID {
            let place = MemoryClientKey(shop: event.key.shop, clientID: clientID)
            parkedByClientID[place] = (parkedByClientID[place] ?? []) + [id]
        }
    }

    mutating func insertUnusable(_ item: UnusableItem) {
        _ = events.append(MemoryEvent(event: nil, isParked: false, receivedAt: item.receivedAt))
    }

    func parkedEvents(_ key: ShipmentKey, clientID: Line?, limit: Int) -> [ParkedEvent] {
        var ids = Set(parkedByKey[key] ?? [])
        if let clientID {
            ids.formUnion(parkedByClientID[MemoryClientKey(shop: key.shop, clientID: clientID)] ?? [])
        }
        return ids.sorted().prefix(limit).compactMap { id in
            events[id]?.event.map { ParkedEvent(id: id, event: $0) }
        }
    }

    mutating func updateParked(_ id: Int64, to disposition: Plan.Disposition) {
        guard disposition != .parked, var kept = events[id] else { return }
        kept.isParked = false
        events[id] = kept
        unpark(id, kept)
    }

    mutating func deleteEvents(before moment: Timestamp, limit: Int) -> Int {
        let old = events.oldestFirst.prefix(limit).filter { $0.row.receivedAt < moment && $0.id < events.newest }
        for (id, kept) in old {
            unpark(id, kept)
            events[id] = nil
        }
        return old.count
    }

    private mutating func unpark(_ id: Int64, _ kept: MemoryEvent) {
        guard let event = kept.event else { return }
        if let ids = parkedByKey[event.key] { parkedByKey[event.key] = ids.filter { $0 != id } }
        if let clientID = event.clientID {
            let place = MemoryClientKey(shop: event.key.shop, clientID: clientID)
            if let ids = parkedByClientID[place] { parkedByClientID[place] = ids.filter { $0 != id } }
        }
    }

    // MARK: Trace

    mutating func insertTrace(_ line: TraceLine) {
        let id = traces.append(line)
        let place = MemoryNumberKey(shop: line.key.shop, number: line.key.trackingNumber)
        tracesByNumber[place] = (tracesByNumber[place] ?? []) + [id]
    }

    func trace(_ number: TrackingNumber, shop: ShopID, limit: Int) -> [TraceRecord] {
        let ids = tracesByNumber[MemoryNumberKey(shop: shop, number: number)] ?? []
        return ids.suffix(max(limit, 0)).compactMap { id in traces[id].map { record(id, $0) } }
    }

    func journal(of shop: ShopID, after cursor: Int64, limit: Int) -> [TraceRecord] {
        let lines = traces.oldestFirst.filter { $0.id > cursor && $0.row.key.shop == shop }
        return lines.prefix(max(limit, 0)).map { record($0.id, $0.row) }
    }

    mutating func deleteTraces(before moment: Timestamp, limit: Int) -> Int {
        let old = traces.oldestFirst.prefix(limit).filter { $0.row.at < moment && $0.id < traces.newest }
        for (id, line) in old {
            let place = MemoryNumberKey(shop: line.key.shop, number: line.key.trackingNumber)
            tracesByNumber[place] = tracesByNumber[place]?.filter { $0 != id }
            traces[id] = nil
        }
        return old.count
    }

    private func record(_ id: Int64, _ line: TraceLine) -> TraceRecord {
        TraceRecord(
            id: id, at: line.at, shop: line.key.shop.value, courier: line.key.courier.value,
            trackingNumber: line.key.trackingNumber.value, noticeID: line.noticeID, deliveryID: line.deliveryID,
            messageID: line.messageID?.value, entry: line.entry)
    }
}
