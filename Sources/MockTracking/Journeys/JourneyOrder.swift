// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
package import Values
package import Web

/// What `POST /api/journeys` and `parcelpost mock journey` ask for.
package struct JourneyOrder: Sendable {
    /// The most parcels that are made up, and the most that can be given one by one.
    package static let mostParcels = 100_000
    static let mostGiven = 1_000

    let target: WebhookTarget
    let scheme: WebhookSigner.Scheme
    let secret: Secret<String>
    let plan: JourneyPlan
    /// How many times faster than the parcels travel; nil does not wait for their times.
    let speed: Double?
    /// How long to wait at least between two webhooks.
    let pause: Duration
    /// How many registrations are told of at the same time.
    let concurrency: Int
    let answerWithin: Duration
    /// Whether the request is answered when all are sent.
    let waits: Bool

    /// Reads an order; what is wrong is told all at once.
    ///
    /// - Throws: `Problems`.
    package init(reading fields: JSONFields, now: Timestamp, allowsRemote: Bool) throws(Problems) {
        let target = fields.parsed("webhookURL", "an http or https URL", required: true) { text throws(ValueError) in
            try WebhookTarget(text, allowsRemote: allowsRemote)
        }
        self.secret = Secret(fields.requiredString("secret"))
        self.scheme = fields.choice("scheme") ?? .deliveryAPI
        self.speed = Self.speed(fields)
        self.pause = Self.span(fields, "pause", upTo: .seconds(60)) ?? .zero
        self.answerWithin = Self.span(fields, "timeout", upTo: .seconds(60)) ?? .seconds(15)
        self.concurrency = fields.int("concurrency", in: 1...256) ?? 1
        self.waits = fields.bool("wait", default: true)
        let plan = Self.plan(fields, now: now)
        if plan.beginsAfter != nil, speed != nil || pause > .zero {
            fields.refuse(
                "live", rule: "excluded", "live journeys take the time they take.",
                wayOut: "Leave speed and pause out and move the clock with POST /api/clock.")
        }
        if concurrency > 1, pause > .zero {
            fields.refuse("concurrency", rule: "excluded", "a pause lies between webhooks one after the other.")
        }
        try fields.finish()
        guard let target else { throw Problems([]) }
        self.target = target
        self.plan = plan
    }

    /// The parcels in the order of their numbers, for those who must register them first.
    package var parcels: some Sequence<JSON> {
        (0..<plan.count).lazy.map { [plan] index -> JSON in
            let parcel = plan.parcel(index)
            var members: [JSON.Member] = [
                .init("courierCode", .string(parcel.courierCode)),
                .init("trackingNumber", .string(parcel.trackingNumber)),
            ]
            for (name, value) in [
                ("clientId", parcel.clientID), ("orderId", parcel.orderID), ("receiverName", parcel.receiverName),
                ("productName", parcel.productName),
            ] {
                if let value { members.append(.init(name, .string(value))) }
            }
            members.append(.init("upTo", .string(parcel.upTo.rawValue)))
            if let trouble = parcel.trouble { members.append(.init("trouble", .string(trouble.rawValue))) }
            members.append(.init("faults", .array(parcel.faults.map { .string($0.rawValue) })))
            return .object(members)
        }
    }

    private static func plan(_ fields: JSONFields, now: Timestamp) -> JourneyPlan {
        let seed = UInt64(fields.int("seed") ?? 1)
        let shape: JourneyPlan.Shape = fields.choice("shape") ?? .polled
        let upTo: JourneyPlan.Status? = fields.choice("upTo")
        let couriers = fields.lines("couriers", limit: 50, maxBytes: 50).map(\.text)
        let rates = fields.object("rates") { JourneyRates(reading: $0) }
        let source: JourneyPlan.Source
        if let count = count(fields) {
            let day = CivilTime(now, offsetSeconds: CivilTime.kst).date.filter { $0 != "-" }
            source = .made(
                ParcelMaker(
                    count: count, seed: seed, couriers: couriers, upTo: upTo ?? .delivered,
                    rates: rates ?? JourneyRates(), day: day))
        } else {
            let parcels = fields.objects("parcels", limit: mostGiven) { JourneyPlan.Parcel(reading: $0) }
            if parcels.isEmpty, fields.isFine {
                fields.refuse("parcels", rule: "missing", "there is no parcel to play.", wayOut: "Give at least one.")
            }
            for name in ["upTo", "couriers", "rates"] where fields.has(name) {
                fields.refuse(
                    name, rule: "excluded", "this goes with a number of parcels.",
                    wayOut: "Write \"parcels\": 100, or say it of each parcel.")
            }
            source = .given(parcels)
        }
        var plan = JourneyPlan(
            source: source, shape: shape, seed: seed, endsBefore: now,
            arrivesToday: fields.bool("arrivesToday", default: false),
            namesDrivers: fields.bool("drivers", default: false))
        plan.days = fields.int("days", in: 1...30) ?? 1
        plan.batch = fields.int("batch", in: 1...50) ?? 1
        if fields.bool("live", default: false) { plan.beginsAfter = now }
        if plan.batch > 1, shape == .statusChanged {
            fields.refuse("batch", rule: "excluded", "status_changed tells of one parcel a body.")
        }
        return plan
    }

    /// How many parcels to make up; nil when they are given.
    private static func count(_ fields: JSONFields) -> Int? {
        guard let json = fields.json("parcels"), json.array == nil else { return nil }
        return fields.int("parcels", in: 1...mostParcels) ?? 1
    }

    private static func span(_ fields: JSONFields, _ name: String, upTo limit: Duration) -> Duration? {
        fields.parsed(name, "a span such as 350ms", required: false) { text throws(ValueError) in
            guard let span = TimeSpan.read(text[...]), span <= limit else {
                throw ValueError("it is a span of at most \(limit.components.seconds)s")
            }
            return span
        }
    }

    /// `"600x"`, `"1.5"` or the number 600.
    private static func speed(_ fields: JSONFields) -> Double? {
        let written: Double?
        switch fields.json("speed") {
        case nil: return nil
        case .integer(let number)?: written = Double(number)
        case .number(let number)?: written = number
        case .string(let text)?: written = Double(text.hasSuffix("x") ? text.dropLast() : text[...])
        default: written = nil
        }
        guard let written, written.isFinite, written >= 1 else {
            fields.refuse("speed", rule: "bad-value", "expected a factor of at least 1, as in 600x.")
            return nil
        }
        return written
    }
}

extension JourneyPlan.Parcel {
    /// Reads a parcel that is given; nil only beside a recorded problem.
    fileprivate init?(reading fields: JSONFields) {
        let faults = fields.lines("faults", limit: 10, maxBytes: 20).compactMap { line -> JourneyPlan.Fault? in
            guard let fault = JourneyPlan.Fault(rawValue: line.text) else {
                let words = JourneyPlan.Fault.allCases.map(\.rawValue).joined(separator: ", ")
                fields.refuse("faults", rule: "unknown-word", "expected some of \(words).")
                return nil
            }
            return fault
        }
        self.init(
            courierCode: fields.requiredString("courierCode", maxBytes: 50),
            trackingNumber: fields.requiredString("trackingNumber", maxBytes: 50),
            clientID: fields.string("clientId", maxBytes: 200), orderID: fields.string("orderId", maxBytes: 200),
            receiverName: fields.string("receiverName", maxBytes: 100),
            productName: fields.string("productName", maxBytes: 500), upTo: fields.choice("upTo") ?? .delivered,
            faults: faults, trouble: fields.choice("trouble"))
    }
}
