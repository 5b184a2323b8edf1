// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import Hummingbird
import MockWorld
import ServiceLifecycle
import Settings
import Values
import Web

/// `POST /api/journeys`: plays parcels' journeys to a gateway, as DeliveryAPI would.
struct JourneyRoutes: Sendable {
    let loop: CurlLoop
    let clock: any WallClock
    /// Whether webhooks may go to other machines.
    let allowsRemote: Bool

    /// A request may wait so long in all for its webhooks' times.
    private static let longestWait: Duration = .seconds(600)

    func add(to router: Router<WebContext>) {
        router.post("/api/journeys") { request, _ in try await play(request) }
    }

    private func play(_ request: Request) async throws -> JSONResponse {
        let fields = try await request.fields()
        let target: HTTPURL? = fields.parsed("webhookURL", "an http or https URL", required: true) {
            text throws(ValueError) in
            let url = try HTTPURL(text)
            guard allowsRemote || HostPort.isLoopback(url.host) else {
                throw ValueError("webhooks go to this machine only; start the mock with --allow-remote for others")
            }
            return url
        }
        let secret = fields.requiredString("secret")
        let scheme: WebhookSigner.Scheme = fields.choice("scheme") ?? .deliveryAPI
        let shape: JourneyPlan.Shape = fields.choice("shape") ?? .polled
        let seed = fields.int("seed") ?? 1
        let speed = Self.speed(fields)
        let pause = fields.parsed("pause", "a span such as 350ms", required: false) { text throws(ValueError) in
            guard let span = TimeSpan.read(text[...]), span <= .seconds(60) else {
                throw ValueError("it is a span of at most 60s")
            }
            return span
        }
        let arrivesToday = fields.bool("arrivesToday", default: false)
        let namesDrivers = fields.bool("drivers", default: false)
        let parcels = fields.objects("parcels", limit: 1_000, reading: Self.parcel)
        if parcels.isEmpty, fields.isFine {
            fields.refuse("parcels", rule: "missing", "there is no parcel to play.", wayOut: "Give at least one.")
        }
        try fields.finish()
        guard let target else { return JSONResponse(["sent": []]) }

        let journey = Journey(
            JourneyPlan(
                parcels: parcels, shape: shape, seed: UInt64(seed), endsBefore: clock.now, arrivesToday: arrivesToday,
                namesDrivers: namesDrivers))
        var waiting = Double((pause ?? .zero).wholeMilliseconds) * Double(journey.webhooks.count)
        if let speed, let first = journey.webhooks.first?.scannedAt, let last = journey.webhooks.last?.scannedAt {
            waiting += Double((last - first).wholeMilliseconds) / speed
        }
        guard waiting <= Double(Self.longestWait.wholeMilliseconds) else {
            throw ProblemDetails(
                .badRequest, rule: "too-slow",
                detail:
                    "Played so, the journeys may take more than ten minutes. Choose a higher speed or a shorter pause.")
        }
        let player = JourneyPlayer(loop: loop, clock: clock, url: target.text, scheme: scheme, secret: Secret(secret))
        let sent = try await request.body.consumeWithCancellationOnInboundClose { _ in
            try await cancelWhenGracefulShutdown { try await player.play(journey, speed: speed, pause: pause ?? .zero) }
        }
        return JSONResponse(Self.answer(sent))
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

    private static func parcel(_ fields: JSONFields) -> JourneyPlan.Parcel? {
        let faults = fields.lines("faults", limit: 10, maxBytes: 20).compactMap { line -> JourneyPlan.Fault? in
            guard let fault = JourneyPlan.Fault(rawValue: line.text) else {
                let words = JourneyPlan.Fault.allCases.map(\.rawValue).joined(separator: ", ")
                fields.refuse("faults", rule: "unknown-word", "expected some of \(words).")
                return nil
            }
            return fault
        }
        return JourneyPlan.Parcel(
            courierCode: fields.requiredString("courierCode", maxBytes: 50),
            trackingNumber: fields.requiredString("trackingNumber", maxBytes: 50),
            clientID: fields.string("clientId", maxBytes: 200), orderID: fields.string("orderId", maxBytes: 200),
            receiverName: fields.string("receiverName", maxBytes: 100),
            productName: fields.string("productName", maxBytes: 500), upTo: fields.choice("upTo") ?? .delivered,
            faults: faults)
    }

    private static func answer(_ sent: [JourneyPlayer.Sent]) -> JSON {
        let list = sent.map { one -> JSON in
            var members: [JSON.Member] = [
                .init("event", .string(one.webhook.event)), .init("id", .string(one.webhook.id)),
                .init("trackingNumber", .string(one.webhook.trackingNumber)),
                .init("status", .string(one.webhook.status)),
                .init("scannedAt", .string(one.webhook.scannedAt.rfc3339)),
            ]
            if let fault = one.webhook.fault { members.append(.init("fault", .string(fault.rawValue))) }
            members.append(.init("code", one.code.map { .integer(Int64($0)) } ?? .null))
            members.append(.init("milliseconds", .integer(one.milliseconds)))
            if let failure = one.failure { members.append(.init("failure", .string(failure))) }
            return .object(members)
        }
        func count(_ matches: (Int?) -> Bool) -> JSON { .integer(Int64(sent.count { matches($0.code) })) }
        return [
            "sent": .array(list),
            "summary": [
                "total": .integer(Int64(sent.count)), "accepted": count { (200..<300).contains($0 ?? 0) },
                "refused": count { ($0 ?? 0) >= 300 }, "unanswered": count { $0 == nil },
            ],
        ]
    }
}
