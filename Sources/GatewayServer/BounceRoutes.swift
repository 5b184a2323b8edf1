// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import Mail
import Notices
import Shipping
import Values
import Web

/// `POST /v1/bounces`: what comes back by mail about letters of ours is written into their trace.
///
/// Nothing is suppressed and nothing falls back yet: `why` and the journal tell it, and people decide.
struct BounceRoutes: Sendable {
    let store: any Store
    let keys: APIKeys
    let clock: any WallClock

    func add(to router: Router<WebContext>) {
        router.post("/v1/bounces") { request, _ in try await take(request) }
    }

    private func take(_ request: Request) async throws -> JSONResponse {
        let shop = try keys.shop(of: request)
        let type = request.headers[.contentType].map { $0.prefix { $0 != ";" }.lowercased().filter { $0 != " " } }
        guard type == "message/rfc822" || type == "message/global" else {
            throw ProblemDetails(
                .unsupportedMediaType, rule: "not-a-mail",
                detail: "Send the bounce as it came, with Content-Type: message/rfc822.")
        }
        guard let report = MailReport(ParsedMail(try await request.bytes())) else {
            throw ProblemDetails(
                .badRequest, rule: "not-a-report",
                detail: "The mail is no status notification (RFC 3464) and no feedback report (RFC 5965).")
        }
        // A bounce acts only on a name that we gave: the token in it is ours (SEMANTICS C7).
        let key = try await store.answering { try await store.identityKey(of: shop) }
        for original in report.originals {
            guard let id = DeliveryIdentity.deliveryID(in: original, key: key) else { continue }
            let isKnown = try await store.answering {
                try await store.note(report.entry, on: id, of: shop, now: clock.now)
            }
            if isKnown {
                return JSONResponse(["recorded": true, "deliveryId": .integer(id)], status: .accepted)
            }
        }
        return JSONResponse(
            ["recorded": false, "reason": "It names no letter of this shop's."], status: .accepted)
    }
}
