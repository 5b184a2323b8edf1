// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
public import Values

/// The journeys of some parcels as the webhooks DeliveryAPI sends of them, in the order they are sent.
///
/// Pure: the same plan gives the same webhooks. Scans lie at the hours couriers work: picked up 18-21 h, hubs over night,
/// out for delivery 8-11 h, delivered 11-20 h; islands take a day more.
public struct Journey: Sendable {
    /// One webhook to send.
    public struct Webhook: Sendable {
        /// The event's name in its body.
        public let event: String
        /// The event's id, the same for a duplicate.
        public let id: String
        /// The parcel's number.
        public let trackingNumber: String
        /// The status it tells of, in DeliveryAPI's word.
        public let status: String
        /// When the scan was that it tells of.
        public let scannedAt: Timestamp
        /// What is wrong with it; nil for nothing.
        public let fault: JourneyPlan.Fault?
        /// The body.
        public let body: [UInt8]

        func with(_ fault: JourneyPlan.Fault) -> Webhook {
            Webhook(
                event: event, id: id, trackingNumber: trackingNumber, status: status, scannedAt: scannedAt,
                fault: fault, body: body)
        }
    }

    /// The webhooks, in the order they are sent.
    public let webhooks: [Webhook]

    /// Plays a plan in the mind.
    public init(_ plan: JourneyPlan) {
        var generator = SeededGenerator(seed: plan.seed)
        let requestID = "req_" + generator.hex(16)
        var all: [(order: Int, webhook: Webhook)] = []
        for parcel in plan.parcels {
            // Each parcel has its own numbers, so that one more parcel does not change the others.
            var own = SeededGenerator(seed: generator.next())
            let track = ParcelTrack(parcel, plan: plan, generator: &own)
            var webhooks = parcel.upTo.path.enumerated().compactMap { index, status -> Webhook? in
                guard let scans = track.scans(upTo: status), let last = scans.last else { return nil }
                let previous = track.statuses.firstIndex(of: status).flatMap { $0 > 0 ? track.statuses[$0 - 1] : nil }
                let payload = JourneyPayload(
                    plan: plan, parcel: parcel, track: track, requestID: requestID, scans: scans, status: status,
                    previous: previous, hasChanged: true)
                return Webhook(
                    event: payload.event, id: "evt_" + own.hex(16), trackingNumber: parcel.trackingNumber,
                    status: status.rawValue, scannedAt: last.at, fault: nil, body: payload.json.bytes)
            }
            if parcel.faults.contains(.unchanged), let scans = track.scans(upTo: parcel.upTo), let last = scans.last {
                let payload = JourneyPayload(
                    plan: plan, parcel: parcel, track: track, requestID: requestID, scans: scans, status: parcel.upTo,
                    previous: parcel.upTo, hasChanged: false)
                webhooks.append(
                    Webhook(
                        event: payload.event, id: "evt_" + own.hex(16), trackingNumber: parcel.trackingNumber,
                        status: parcel.upTo.rawValue, scannedAt: last.at, fault: .unchanged, body: payload.json.bytes))
            }
            Self.spoil(&webhooks, parcel.faults, &own)
            // Parcels travel side by side; within one parcel the order stays as the faults made it.
            var latest = Int.min
            for webhook in webhooks {
                latest = max(latest, Int(webhook.scannedAt.milliseconds))
                all.append((latest, webhook))
            }
        }
        let sorted = all.enumerated().sorted { ($0.element.order, $0.offset) < ($1.element.order, $1.offset) }
        self.webhooks = sorted.map(\.element.webhook)
    }

    private static func spoil(
        _ webhooks: inout [Webhook], _ faults: [JourneyPlan.Fault], _ generator: inout SeededGenerator
    ) {
        if faults.contains(.drop), webhooks.count > 2 {
            webhooks.remove(at: generator.number(1...(webhooks.count - 2)))
        }
        if faults.contains(.reorder), webhooks.count > 1 {
            // The later one overtakes the earlier one, most often the last two: the case that must not mail the past.
            let second = webhooks.count > 2 ? generator.number((webhooks.count / 2)...(webhooks.count - 1)) : 1
            let late = webhooks.remove(at: second - 1)
            webhooks.insert(late.with(.reorder), at: second)
        }
        if faults.contains(.duplicate), !webhooks.isEmpty {
            let place = generator.number(0...(webhooks.count - 1))
            webhooks.insert(webhooks[place].with(.duplicate), at: place + 1)
        }
        for fault in [JourneyPlan.Fault.wrongSign, .stale] where faults.contains(fault) && !webhooks.isEmpty {
            let place = generator.number(0...(webhooks.count - 1))
            webhooks.insert(webhooks[place].with(fault), at: place)
        }
    }
}
