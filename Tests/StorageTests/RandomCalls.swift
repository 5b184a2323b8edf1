// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices
import Shipping
import TestSupport
import Values

/// A call on a store whose answer can be compared.
struct ComparableCall: Sendable {
    let name: String
    let run: @Sendable (any Store) async throws -> String
}

/// Calls as a busy and unlucky day would make them, from a seed.
struct RandomCalls {
    private let chance: SeededBytes
    private var deliveryIDs: [Int64] = []
    private(set) var now = Samples.now

    init(chance: SeededBytes) {
        self.chance = chance
    }

    /// Remembers numbers for later calls.
    mutating func note(_ ids: [Int64]) {
        deliveryIDs = ids
    }

    mutating func next() throws -> ComparableCall {
        if chance.number(4) == 0 {
            now = now + .seconds(chance.number(3) == 0 ? chance.number(200_000) : chance.number(900))
        }
        let now = now
        let owner = pick(["one", "one", "one", "two"])
        let lease = Lease(owner: owner, until: now + Lease.span)
        switch chance.number(20) {
        case 0..<4: return try registering()
        case 4..<10: return try recording(lease)
        case 10..<14: return settling(lease)
        case 14:
            return ComparableCall(name: "recover") { try await "\($0.recover(owner: owner, now: now))" }
        case 15:
            let token = UnsubscribeToken(
                shop: try shop(), shipmentID: Int64(chance.number(6)), audience: pick([.orderer, .receiver]),
                channel: pick([.email, .sms]))
            return ComparableCall(name: "suppress") { try await "\($0.suppress(token, reason: "opt-out", now: now))" }
        case 16:
            let ids: [Int64]? = chance.number(2) == 0 ? nil : deliveryIDs
            return ComparableCall(name: "retry") { try await "\($0.retry(ids, now: now))" }
        case 17:
            let ids = Array(deliveryIDs.prefix(1))
            return ComparableCall(name: "cancel") { try await "\($0.cancel(ids, now: now))" }
        case 18:
            let limit = 1 + chance.number(20)
            let retention = Retention(events: .days(2), traces: .days(4), personalData: .days(6))
            return ComparableCall(name: "sweep") { try await "\($0.sweep(retention, now: now, limit: limit))" }
        default:
            let question = pick(Self.questions(now: now))
            return question
        }
    }

    /// Everything a store can be asked.
    static func questions(now: Timestamp) -> [ComparableCall] {
        var questions = [ComparableCall]()
        for shop in ["default", "other"] {
            questions.append(
                ComparableCall(name: "shipments") {
                    try await "\($0.shipments(of: ShopID(shop), before: nil, limit: 50))"
                })
            questions.append(
                ComparableCall(name: "journal") {
                    try await "\($0.journal(of: ShopID(shop), after: 3, limit: 500))"
                })
            questions.append(
                ComparableCall(name: "key") { try await "\($0.identityKey(of: ShopID(shop)))" })
        }
        for number in 0..<4 {
            questions.append(
                ComparableCall(name: "trace") {
                    try await "\($0.trace(TrackingNumber("10000000000\(number)"), shop: .default, limit: 7))"
                })
        }
        for state in Delivery.State.allCases {
            questions.append(
                ComparableCall(name: "deliveries \(state)") {
                    try await "\($0.deliveries(state, shop: nil, before: nil, limit: 50))"
                })
        }
        questions.append(
            ComparableCall(name: "statistics") {
                let numbers = try await $0.statistics(now: now)
                let states = numbers.byState.map { "\($0.key)=\($0.value)" }.sorted()
                return "\(states) \(numbers.due) \(String(describing: numbers.oldestDueAt)) \(numbers.parkedEvents)"
            })
        return questions
    }

    // MARK: Kinds of calls

    private func registering() throws -> ComparableCall {
        let now = now
        var registration = Samples.registration(
            try key(), order: pick(["A", "A", "B"]),
            email: pick(["a@example.com", "A@example.com", "b@example.com", nil]),
            kind: pick([.outbound, .outbound, .outbound, .return]))
        if chance.number(3) == 0 { registration.clientID = try Line("client-\(chance.number(3))") }
        if chance.number(3) == 0 { registration.receiver = Party(email: try EmailAddress("c@example.com")) }
        let final = registration
        return ComparableCall(name: "register") {
            try await "\($0.register(final, now: now, deciding: Road.planner))"
        }
    }

    private func recording(_ lease: Lease) throws -> ComparableCall {
        let now = now
        let events = try (0...chance.number(3)).map { _ in
            let stage = pick([Stage.pickedUp, .inTransit, .outForDelivery, .delivered, .failed, .returned, .hold])
            let scans = chance.number(2) == 0 ? nil : [Samples.scan(nil, "x", stage)]
            return Samples.event(
                stage, key: try key(), scans: scans, sentAt: now,
                clientID: chance.number(3) == 0 ? "client-\(chance.number(3))" : nil)
        }
        let limit = chance.number(4)
        let held = chance.number(3) == 0 ? nil : lease
        let audience = pick([Audience.orderer, .orderer, .receiver])
        let channels = pick([[DeliveryChannel.email], [.email], [.email, .sms]])
        let tellsStaff = chance.number(2) == 0
        let isPoisoned = chance.number(12) == 0
        return ComparableCall(name: "record") { store in
            do {
                let recorded = try await store.record(events, lease: held, leaseLimit: limit, now: now) { situation in
                    if isPoisoned, situation.event == events.last, situation.shipment != nil {
                        return Plan(.planned, shipment: Samples.shipment(id: 999))
                    }
                    let policy = ShopPolicy(channels: channels, audience: audience)
                    return Planner(policy: policy, tellsStaff: tellsStaff).plan(situation)
                }
                return "\(recorded)"
            } catch let failure as StoreFailure {
                return failure.reason
            }
        }
    }

    /// Claims, sends and settles with mixed luck.
    private func settling(_ lease: Lease) -> ComparableCall {
        let now = now
        let limit = 1 + chance.number(5)
        let outcome = pick([
            Road.accepted, Road.accepted, Road.busy, Road.noSuchUser,
            Outcome(.permanentContent, blame: .us, code: 554, text: "no"),
        ])
        let leavesSome = chance.number(3) == 0
        let hasStaff = chance.number(4) > 0
        return ComparableCall(name: "claim and settle") { store in
            let road = Road(store: store, owner: lease.owner)
            let claimed = try await store.claim(lease, limit: limit, now: now) {
                ClaimRule.decide($0, hasStaff: hasStaff)
            }
            let settled = leavesSome ? Array(claimed.deliveries.dropFirst()) : claimed.deliveries
            let freed = try await road.settle(settled, outcome, now: now)
            if leavesSome, let first = claimed.deliveries.first, first.delivery.id.isMultiple(of: 2) {
                try await store.release([first.delivery.id], owner: lease.owner)
            }
            return "\(claimed) \(freed)"
        }
    }

    // MARK: Choosing

    private func pick<Value>(_ values: [Value]) -> Value { values[chance.number(values.count)] }

    private func shop() throws -> ShopID { try ShopID(pick(["default", "default", "other"])) }

    private func key() throws -> ShipmentKey {
        Samples.key("10000000000\(chance.number(4))", shop: try shop().value)
    }
}
