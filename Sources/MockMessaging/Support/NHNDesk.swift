// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import MockWorld
import Values
import Web

/// Answers NHN's routes: it checks the appkey and its secret, and words what is thrown as NHN does.
struct NHNDesk: Sendable {
    /// One request that passed the door.
    struct Visit: Sendable {
        let call: ProviderCall
        let appKey: String
        let parameters: Parameters
        /// What stands behind the `?`.
        let query: FormFields

        /// A part of the path.
        func part(_ name: String) -> String { parameters.get(name) ?? "" }

        /// The body as JSON.
        func json(badType: NHNRefusal, unreadable: NHNRefusal) throws(NHNRefusal) -> JSON {
            if let type = call.header("Content-Type") {
                guard type.prefix(while: { $0 != ";" }).lowercased().filter({ $0 != " " }) == "application/json" else {
                    throw badType
                }
            }
            do { return try JSON(parsing: call.body) } catch { throw unreadable }
        }
    }

    let desk: ProviderDesk
    let keys: NHNKeys
    /// The name of the appkey in paths.
    let keyName: String
    let prefix: String
    let badKey: NHNRefusal
    let badSecret: NHNRefusal
    let badQuery: NHNRefusal

    /// Adds a route below the appkey.
    func on(
        _ method: HTTPRequest.Method, _ path: String, _ router: Router<WebContext>,
        _ handle: @escaping @Sendable (Visit) async throws -> ProviderAnswer
    ) {
        router.on(RouterPath(prefix + path), method: method) { request, context in
            try await desk.serve(request, context) { call in
                do {
                    let appKey = context.parameters.get(keyName) ?? ""
                    try keys.check(
                        appKey, secret: call.header("X-Secret-Key"), badKey: badKey, badSecret: badSecret)
                    guard let query = try? FormFields(Array((request.uri.query ?? "").utf8)) else { throw badQuery }
                    return try await handle(
                        Visit(call: call, appKey: appKey, parameters: context.parameters, query: query))
                } catch let refusal as NHNRefusal {
                    return refusal.answer
                }
            }
        }
    }
}
