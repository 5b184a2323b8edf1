// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Cryptography
import HTTPTypes
package import Hummingbird
package import Values
package import Web

/// Asks for a password before the inbox's pages and the API (HTTP Basic), for a mock that other machines reach.
///
/// Paths of providers stay open: their clients bring credentials of their own. Whatever is not named as such is behind the
/// gate, so a new page is never open by mistake. A browser sends the password along with what other sites' pages make it
/// send; those requests are refused by their origin.
package struct PasswordGate: RouterMiddleware {
    /// The context of our servers.
    package typealias Context = WebContext

    /// Where providers answer; a path that ends with a slash stands for all below it.
    package static let providerPaths = [
        // NHN, Solapi, Kakao
        "/alimtalk/", "/sms/", "/messages/v4/", "/storage/v1/", "/cash/v1/", "/v2/api/talk/",
        // FCM, APNs, Web Push
        "/v1/projects/", "/token", "/batch", "/fcm/", "/3/", "/push/",
        // DeliveryAPI
        "/v1/tracking/", "/v1/webhooks/",
    ]

    private let expected: [UInt8]
    private let open: [String]

    /// Makes a gate.
    ///
    /// - Parameters:
    ///   - user: The user's name.
    ///   - password: The password.
    ///   - open: The paths of providers.
    package init(user: String = "parcelpost", password: Secret<String>, open: [String] = PasswordGate.providerPaths) {
        self.expected = Digest.sha256(Array((user + ":" + password.reveal()).utf8))
        self.open = open
    }

    /// Lets a request pass, or answers 401 or 403.
    package func handle(
        _ request: Request, context: WebContext, next: @concurrent (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        guard !isOpen(request.uri.path) else { return try await next(request, context) }
        guard isKnown(request.headers[.authorization]) else {
            throw ProblemDetails.unauthorized(
                "This mock is reached by other machines and asks for its password: user parcelpost, the password it was started with.",
                scheme: "Basic realm=\"parcelpost mock\", charset=\"UTF-8\"")
        }
        if request.method != .get, request.method != .head, let origin = request.headers[.origin] {
            let authority = origin.firstRange(of: "://").map { String(origin[$0.upperBound...]) }
            guard let authority, authority.lowercased() == request.head.authority?.lowercased() else {
                throw ProblemDetails(
                    .forbidden, rule: "origin-not-allowed",
                    detail: "A page of another site sent this. Only the mock's own pages may change something here.")
            }
        }
        return try await next(request, context)
    }

    private func isOpen(_ path: String) -> Bool {
        // What a router might read in another way stays behind the gate.
        guard !path.contains("//"), !path.contains("%"), !path.split(separator: "/").contains("..") else {
            return false
        }
        return open.contains { $0.hasSuffix("/") ? path.hasPrefix($0) : path == $0 }
    }

    /// Digests are compared, so the time says nothing of lengths either.
    private func isKnown(_ field: String?) -> Bool {
        guard let field, field.prefix(6).lowercased() == "basic ", field.utf8.count <= 2_000,
            let given = Base64.decode(String(field.dropFirst(6)))
        else { return false }
        return Digest.equalInConstantTime(Digest.sha256(given), expected)
    }
}
