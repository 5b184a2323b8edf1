// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Values

/// The journeys of some parcels as the webhooks DeliveryAPI sends of them, in the order they are sent.
///
/// Pure: the same plan gives the same webhooks. Scans lie at the hours couriers work: picked up 18-21 h, hubs over night,
/// out for delivery 8-11 h, delivered 11-20 h; islands take a day more. Only the order is kept; a webhook's body is made
/// when it is asked for.
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
    }

    /// A webhook's place in the order, in as few bytes as it takes.
    private struct Place {
        /// When it is sent, in milliseconds since 1970.
        let order: Int64
        let group: UInt32
        let poll: UInt32
    }

    private let plan: JourneyPlan
    private let places: [Place]

    /// Plays a plan in the mind.
    public init(_ plan: JourneyPlan) {
        self.plan = plan
        var places: [Place] = []
        for group in 0..<((plan.count + plan.batch - 1) / plan.batch) {
            // Parcels travel side by side; within one registration the order stays as the faults made it.
            var latest = Int64.min
            for (index, poll) in JourneyGroup(plan, group).polls.enumerated() {
                latest = max(latest, (plan.beginsAfter == nil ? poll.scannedAt : poll.sentAt).milliseconds)
                places.append(Place(order: latest, group: UInt32(group), poll: UInt32(index)))
            }
        }
        self.places = places.sorted { ($0.order, $0.group, $0.poll) < ($1.order, $1.group, $1.poll) }
    }

    /// How many webhooks there are.
    public var count: Int { places.count }

    /// All of them, in the order they are sent.
    public var webhooks: [Webhook] { places.indices.map(webhook) }

    /// One of them.
    public func webhook(_ index: Int) -> Webhook {
        let group = JourneyGroup(plan, Int(places[index].group))
        return group.webhook(group.polls[Int(places[index].poll)])
    }

    /// When one of them is sent if nothing is hurried.
    func moment(_ index: Int) -> Timestamp { Timestamp(milliseconds: places[index].order) }

    /// Which registration one of them belongs to.
    func registration(_ index: Int) -> Int { Int(places[index].group) }
}
