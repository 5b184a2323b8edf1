// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Gateway
import HTTPTypes
import Hummingbird
import Logging
import Notices
import Shipping
import Values
import Web
import Webhooks

/// The tracking service's webhooks: verified over the raw bytes, decoded, durable, answered (SEMANTICS E1, E2).
struct WebhookRoutes: Sendable {
    let shops: ShopDirectory
    let intake: Intake
    let gate: WebhookGate
    let unknownEvents: WebhookSettings.UnknownEvents
    let clock: any WallClock
    let logger: Logger

    func add(to router: Router<WebContext>) {
        router.post("/webhooks/delivery") { request, _ in try await take(request, shop: nil) }
        router.post("/webhook/delivery") { request, _ in try await take(request, shop: nil) }
        router.post("/webhooks/{shop}/delivery") { request, context in
            let named = try? ShopID(context.parameters.get("shop") ?? "")
            guard let shop = named, shops[shop] != nil else {
                throw ProblemDetails.notFound("No shop of this name is served here.")
            }
            return try await take(request, shop: shop)
        }
    }

    private func take(_ request: Request, shop named: ShopID?) async throws -> Response {
        let body = try await request.bytes()
        let now = clock.now
        let (shop, verdict) = gate.verify(shop: named, body: body, now: now) { name in
            HTTPField.Name(name).flatMap { request.headers[$0] }
        }
        switch verdict {
        case .refused(let reason): throw refuse(reason.rawValue, shop: shop)
        case .unsigned:
            // The source's own probe is not signed, as far as anybody knows; it gets its 200 and changes nothing.
            guard case .probe? = try? WebhookDecoder(shop: shop).decode(body, proof: "", receivedAt: now) else {
                throw refuse("unsigned", shop: shop)
            }
            return received
        case .verified(let scheme):
            let id = SignatureScheme.deliveryIDHeaders.lazy.compactMap { HTTPField.Name($0) }
                .compactMap { request.headers[$0] }.first
            let webhook = try WebhookDecoder(shop: shop)
                .decode(body, proof: scheme.proof, deliveryID: id, receivedAt: now)
            try await take(webhook, shop: shop, now: now)
            return received
        }
    }

    private func take(_ webhook: DecodedWebhook, shop: ShopID, now: Timestamp) async throws {
        switch webhook {
        case .probe: return
        case .unknownEvent(let name):
            let item = UnusableItem(
                shop: shop, reason: .ignored, text: "unknown event \(name)", body: Array(name.text.utf8),
                receivedAt: now)
            try await answering { () async throws(IntakeRefusal) in try await intake.keep([item]) }
            guard unknownEvents == .accept else {
                throw Problems([
                    Problem(
                        field: "/event", rule: "unknown-event", message: "this event is not known.",
                        wayOut: "Known are tracking.polled, tracking.completed and tracking.status_changed.")
                ])
            }
        case .items(let batch):
            try await keepRejected(batch.rejected, shop: shop, now: now)
            if let refusal = batch.refusal { throw refusal }
            try await answering { () async throws(IntakeRefusal) in _ = try await intake.take(batch.events) }
        }
    }

    private func keepRejected(_ rejected: [RejectedItem], shop: ShopID, now: Timestamp) async throws {
        guard !rejected.isEmpty else { return }
        let items = rejected.map { item in
            let text = item.problems.list.map(\.description).joined(separator: " ")
            return UnusableItem(shop: shop, reason: .rejected, text: text, body: item.raw, receivedAt: now)
        }
        try await answering { () async throws(IntakeRefusal) in try await intake.keep(items) }
        logger.warning(
            "webhook items rejected",
            metadata: ["shop": "\(shop)", "items": "\(items.count)", "first": "\(items[0].text)"])
    }

    /// Has the intake do something within its patience, and tells the caller when to come again if it could not.
    private func answering(_ work: () async throws(IntakeRefusal) -> Void) async throws {
        do {
            try await work()
        } catch {
            switch error {
            case .full:
                throw ProblemDetails.unavailable(retryAfter: .seconds(1), "Too much is waiting already. Send it again.")
            case .late:
                throw ProblemDetails.unavailable(
                    retryAfter: .seconds(5), "It could not be kept in time. Send it again; twice does no harm.")
            case .storeFailed:
                throw ProblemDetails.unavailable(retryAfter: .seconds(10), "It could not be kept. Send it again.")
            }
        }
    }

    /// Counts and logs a webhook that proves nothing; nothing else of it is kept.
    private func refuse(_ reason: String, shop: ShopID) -> ProblemDetails {
        logger.warning("webhook refused", metadata: ["shop": "\(shop)", "reason": "\(reason)"])
        intake.count("webhooks.refused.\(reason)")
        return ProblemDetails(
            .unauthorized, rule: "wrong-signature",
            detail: "The signature does not prove this webhook. Check the secret, the scheme and the sender's clock.")
    }

    private var received: Response { JSONResponse(["received": true]).response }
}
