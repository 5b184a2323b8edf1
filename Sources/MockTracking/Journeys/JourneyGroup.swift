// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Values

/// The parcels of one registration and what the polls tell of them, without the bodies.
///
/// It is made again from the seed whenever it is needed, so that a hundred thousand parcels take no memory.
struct JourneyGroup {
    /// One webhook before it is written out.
    struct Poll {
        let id: String
        /// When the last scan was that it tells of.
        let scannedAt: Timestamp
        let sentAt: Timestamp
        let items: [TrackedItem]
        let isLast: Bool
        var fault: JourneyPlan.Fault?

        func with(_ fault: JourneyPlan.Fault) -> Poll {
            var copy = self
            copy.fault = fault
            return copy
        }
    }

    /// How often a request of several parcels is polled.
    private static let window: Int64 = 1_800_000

    private let plan: JourneyPlan
    private let requestID: String
    private let parcels: [JourneyPlan.Parcel]
    private(set) var polls: [Poll] = []

    /// Plays the parcels of one registration in the mind.
    init(_ plan: JourneyPlan, _ index: Int) {
        let range = (index * plan.batch)..<min((index + 1) * plan.batch, plan.count)
        self.plan = plan
        self.parcels = range.map(plan.parcel)
        var own = SeededGenerator(seed: plan.parcelSeed(range.lowerBound))
        var names = SeededGenerator(seed: plan.parcelSeed(range.lowerBound) ^ 0x7265_715F)
        self.requestID = "req_" + names.hexDigits(16)
        var tracks: [ParcelTrack] = []
        for (offset, parcel) in parcels.enumerated() {
            let seed = plan.parcelSeed(range.lowerBound + offset)
            var days = SeededGenerator(seed: seed ^ 0x6461_7973)
            let shift = plan.days > 1 ? days.number(0...(plan.days - 1)) : 0
            if offset == 0 {
                tracks.append(ParcelTrack(parcel, plan: plan, shift: shift, generator: &own))
            } else {
                var other = SeededGenerator(seed: seed)
                tracks.append(ParcelTrack(parcel, plan: plan, shift: shift, generator: &other))
            }
        }
        self.polls = plan.batch == 1 ? one(tracks[0], &own) : several(tracks, &own)
        addUnchanged(&own)
        spoil(Set(parcels.flatMap(\.faults)), &own)
    }

    /// A webhook, written out.
    func webhook(_ poll: Poll) -> Journey.Webhook {
        let event = JourneyPayload.event(plan.shape, isLast: poll.isLast)
        let payload = JourneyPayload(
            event: event, requestID: requestID, sentAt: poll.sentAt, metadata: metadata, items: poll.items)
        // The item it is about: the one that changed last.
        let item = poll.items.last { $0.hasChanged } ?? poll.items.last
        return Journey.Webhook(
            event: event, id: poll.id, trackingNumber: item?.parcel.trackingNumber ?? "",
            status: item?.statusWord ?? "UNKNOWN", scannedAt: poll.scannedAt, fault: poll.fault,
            body: payload.json.bytes)
    }

    /// Metadata belong to the registration: with several orders in it there is no one order to name.
    private var metadata: [JSON.Member] {
        guard parcels.count == 1, let order = parcels[0].orderID else { return [] }
        return [JSON.Member("orderId", .string(order))]
    }

    /// One parcel: one webhook a status.
    private func one(_ track: ParcelTrack, _ own: inout SeededGenerator) -> [Poll] {
        let stages = track.stages
        return stages.enumerated().map { index, stage in
            let at = track.scans[stage.scanCount - 1].at
            let item = TrackedItem(
                parcel: parcels[0], track: track, scanCount: stage.scanCount, status: stage.status,
                previous: index > 0 ? stages[index - 1].status : nil, hasChanged: true, error: nil)
            return Poll(
                id: "evt_" + own.hexDigits(16), scannedAt: at, sentAt: at + .seconds(240), items: [item],
                isLast: item.isDelivered && index == stages.count - 1, fault: nil)
        }
    }

    /// Several parcels: one webhook for all that changed within half an hour; the others are in it unchanged.
    private func several(_ tracks: [ParcelTrack], _ own: inout SeededGenerator) -> [Poll] {
        let windows = Set(tracks.flatMap(\.scans).map { ($0.at.milliseconds - 1) / Self.window + 1 }).sorted()
        var before: [JourneyPlan.Status?] = tracks.map { _ in nil }
        var polls: [Poll] = []
        for window in windows {
            let moment = Timestamp(milliseconds: window * Self.window)
            let items = tracks.indices.map { index -> TrackedItem in
                let count = tracks[index].scanCount(at: moment)
                let status = count == 0 ? nil : tracks[index].scans[count - 1].status
                return TrackedItem(
                    parcel: parcels[index], track: tracks[index], scanCount: count, status: status ?? .pending,
                    previous: before[index], hasChanged: status != before[index], error: nil)
            }
            before = items.map { $0.scanCount == 0 ? nil : $0.status }
            // A further scan within the same status is nothing to tell.
            guard items.contains(where: \.hasChanged) else { continue }
            polls.append(
                Poll(
                    id: "evt_" + own.hexDigits(16), scannedAt: moment, sentAt: moment, items: items,
                    isLast: items.allSatisfy(\.isDelivered), fault: nil))
        }
        return polls
    }

    private mutating func addUnchanged(_ own: inout SeededGenerator) {
        guard parcels.contains(where: { $0.faults.contains(.unchanged) }), let last = polls.last else { return }
        let items = last.items.map { $0.unchanged }
        polls.append(
            Poll(
                id: "evt_" + own.hexDigits(16), scannedAt: last.scannedAt, sentAt: last.sentAt, items: items,
                isLast: last.isLast, fault: .unchanged))
    }

    private mutating func spoil(_ faults: Set<JourneyPlan.Fault>, _ generator: inout SeededGenerator) {
        if faults.contains(.drop), polls.count > 2 {
            polls.remove(at: generator.number(1...(polls.count - 2)))
        }
        if faults.contains(.reorder), polls.count > 1 {
            // The later one overtakes the earlier one, most often the last two: the case that must not mail the past.
            let second = polls.count > 2 ? generator.number((polls.count / 2)...(polls.count - 1)) : 1
            let late = polls.remove(at: second - 1)
            polls.insert(late.with(.reorder), at: second)
        }
        if faults.contains(.duplicate), !polls.isEmpty {
            let place = generator.number(0...(polls.count - 1))
            polls.insert(polls[place].with(.duplicate), at: place + 1)
        }
        for fault in [JourneyPlan.Fault.wrongSign, .stale] where faults.contains(fault) && !polls.isEmpty {
            let place = generator.number(0...(polls.count - 1))
            polls.insert(polls[place].with(fault), at: place)
        }
        if faults.contains(.itemError) { failLookup(&generator) }
    }

    /// Lets the courier's answer fail once: beside items that changed if it can be, else in a webhook of its own.
    private mutating func failLookup(_ generator: inout SeededGenerator) {
        guard let failing = parcels.firstIndex(where: { $0.faults.contains(.itemError) }), !polls.isEmpty else {
            return
        }
        let beside = polls.indices.filter { index in
            polls[index].fault == nil && !polls[index].isLast && !polls[index].items[failing].hasChanged
                && polls[index].items.contains { $0.hasChanged }
        }
        let place = beside.isEmpty ? generator.number(0...(polls.count - 1)) : generator.pick(beside, else: 0)
        let poll = polls[place]
        var items = beside.isEmpty ? poll.items.map { $0.unchanged } : poll.items
        items[failing] = items[failing].failed("TRACKING_FAILED")
        let failed = Poll(
            id: beside.isEmpty ? "evt_" + generator.hexDigits(16) : poll.id, scannedAt: poll.scannedAt,
            sentAt: poll.sentAt, items: items, isLast: false, fault: .itemError)
        if beside.isEmpty { polls.insert(failed, at: place) } else { polls[place] = failed }
    }
}

extension TrackedItem {
    /// The same found by a later poll that found nothing new.
    fileprivate var unchanged: TrackedItem {
        TrackedItem(
            parcel: parcel, track: track, scanCount: scanCount, status: status, previous: status, hasChanged: false,
            error: nil)
    }

    /// The same when the courier did not answer: what was known before, and no data.
    fileprivate func failed(_ code: String) -> TrackedItem {
        TrackedItem(
            parcel: parcel, track: track, scanCount: scanCount, status: previous ?? .pending, previous: previous,
            hasChanged: false, error: code)
    }
}

extension JourneyPlan {
    /// The seed of one parcel's chance: one more parcel does not change the others.
    func parcelSeed(_ index: Int) -> UInt64 {
        // SplitMix64 can be entered anywhere; the first sixteen numbers name the plan.
        var generator = SeededGenerator(seed: seed &+ UInt64(16 + index) &* 0x9E37_79B9_7F4A_7C15)
        return generator.next()
    }
}

extension SeededGenerator {
    /// So many hexadecimal digits; the same as `hex`, without its garbage.
    mutating func hexDigits(_ count: Int) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        for _ in 0..<count {
            let digit = UInt8(truncatingIfNeeded: number(0...15))
            bytes.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
