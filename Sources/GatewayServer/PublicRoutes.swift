// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Gateway
import Hummingbird
import Notices
import Shipping
import Templates
import Values
import Web

/// `/t/{token}` and `/u/{token}`: the pages that letters link to, for anybody who has the link.
struct PublicRoutes: Sendable {
    let store: any Store
    let shops: ShopDirectory
    let writer: LetterWriter
    let publicURL: WebURL
    let clock: any WallClock

    func add(to router: Router<WebContext>) {
        router.get("/t/{token}") { _, context in try await tracking(context) }
        router.get("/u/{token}") { _, context in try await confirm(context) }
        router.post("/u/{token}") { _, context in try await unsubscribe(context) }
    }

    private func tracking(_ context: WebContext) async throws -> PageResponse {
        let token = context.parameters.get("token") ?? ""
        guard token.utf8.count <= 100,
            let shipment = try await store.answering({ try await store.shipment(token: token) })
        else { return Self.missing }
        return try page(.tracking, shipment, audience: .receiver)
    }

    /// A GET changes nothing: mail scanners follow links (RFC 8058 section 1).
    private func confirm(_ context: WebContext) async throws -> PageResponse {
        let (token, shipment) = try await known(context)
        return try page(
            .unsubscribe, shipment, audience: token.audience,
            unsubscribe: try WebURL(publicURL.appending("u", context.parameters.get("token") ?? "")))
    }

    /// One click, no questions, no redirect (RFC 8058 section 3.2).
    private func unsubscribe(_ context: WebContext) async throws -> PageResponse {
        let (token, shipment) = try await known(context)
        _ = try await store.answering {
            try await store.suppress(token, reason: "unsubscribed by link", now: clock.now)
        }
        return try page(.unsubscribed, shipment, audience: token.audience)
    }

    private func known(_ context: WebContext) async throws -> (UnsubscribeToken, Shipment) {
        let text = context.parameters.get("token") ?? ""
        let missing = ProblemDetails.notFound("This link is not known. Copy it whole from the letter.")
        guard let token = UnsubscribeToken(text), shops[token.shop] != nil else { throw missing }
        let key = try await store.answering { try await store.identityKey(of: token.shop) }
        guard token.isSigned(text, key: key),
            let shipment = try await store.answering({ try await store.shipment(id: token.shipmentID) }),
            shipment.key.shop == token.shop
        else { throw missing }
        return (token, shipment)
    }

    private func page(
        _ page: CustomerPage, _ shipment: Shipment, audience: Audience, unsubscribe: WebURL? = nil
    ) throws -> PageResponse {
        guard let shop = shops[shipment.key.shop] else {
            throw ProblemDetails.notFound("This shop is not served here any more.")
        }
        let registration = shipment.registration
        let reader = audience == .receiver ? registration.receiver ?? registration.orderer : registration.orderer
        let letter = ShippingLetter(
            shop: shop, shipment: shipment, audience: audience, language: reader.language,
            trackingPage: try? WebURL(publicURL.appending("t", shipment.token)), unsubscribe: unsubscribe)
        return PageResponse(try writer.catalog.page(page, letter), policy: Self.policy)
    }

    /// For a person whose link leads nowhere; nobody's shop is known here, so it has nobody's look.
    private static let missing = PageResponse(
        """
        <!doctype html><html lang="ko"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <meta name="color-scheme" content="light dark"><title>페이지를 찾을 수 없어요</title>
        <style>:root { color-scheme: light dark } body { max-width: 32em; margin: 4em auto; padding: 0 16px;
        font: 15px/1.6 "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans KR", Roboto, Arial, sans-serif;
        word-break: keep-all; color: #1f2328; background: #fff } h1 { font-size: 22px; line-height: 1.35 }
        @media (prefers-color-scheme: dark) { body { color: #e6edf3; background: #0d1117 } }</style></head>
        <body><h1>페이지를 찾을 수 없어요</h1>
        <p>링크가 잘렸거나, 보관 기간이 지난 배송이에요. 메일에 있는 버튼을 다시 눌러 보세요.</p>
        <p lang="en">This page cannot be found. The link may be cut off, or the parcel too old. Please use the button in the letter.</p>
        </body></html>
        """, status: .notFound, policy: policy)

    /// Pages carry their style with them, as letters do, and the shop's pictures; never a script.
    private static let policy = PagePolicy.nothing.with("style-src", "'unsafe-inline'")
        .with("img-src", "https: http: data:").with("form-action", "'self'")
}
