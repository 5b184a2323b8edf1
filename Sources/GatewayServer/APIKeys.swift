// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Cryptography
public import Hummingbird
public import Shipping
public import Values
import Web

/// The API keys of the shops, kept as hashes only.
public struct APIKeys: Sendable {
    private let keys: [(shop: ShopID, hash: [UInt8])]

    /// Hashes the keys; empty ones are left out, since anybody could send them.
    public init(_ keys: [(shop: ShopID, key: Secret<String>)]) {
        self.keys = keys.compactMap { shop, key in
            let text = key.reveal()
            return text.allSatisfy(\.isWhitespace) ? nil : (shop, Digest.sha256(Array(text.utf8)))
        }
    }

    /// The shop whose key a request carries, in a time that does not tell how near a wrong key came.
    ///
    /// - Throws: `ProblemDetails` 401.
    public func shop(of request: Request) throws -> ShopID {
        guard let header = request.headers[.authorization], header.lowercased().hasPrefix("bearer ") else {
            throw ProblemDetails.unauthorized(
                keys.isEmpty
                    ? "No API key is configured. Set shops.<name>.apiKeys and send Authorization: Bearer <key>."
                    : "Send an API key: Authorization: Bearer <key>.")
        }
        let hash = Digest.sha256(Array(header.dropFirst(7).utf8))
        var found: ShopID?
        for key in keys where Digest.equalInConstantTime(key.hash, hash) { found = key.shop }
        guard let found else { throw ProblemDetails.unauthorized("This API key is not known.") }
        return found
    }
}
