// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Cryptography
import Values

/// The field `Authorization` of a call: `HMAC-SHA256 apiKey=, date=, salt=, signature=`.
struct SolapiAuthorization: Sendable {
    let apiKey: String
    let date: String
    let salt: String
    let signature: String

    private static let window: Duration = .seconds(900)

    /// Reads it; the SDKs write the names in different cases.
    init(_ field: String?) throws(SolapiRefusal) {
        guard let field, field.hasPrefix("HMAC-SHA256 ") else { throw .noAuthorization }
        var values: [String: String] = [:]
        for part in field.dropFirst(12).split(separator: ",") {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2 else { continue }
            values[pair[0].filter { $0 != " " }.lowercased()] = pair[1].filter { $0 != " " }
        }
        guard let apiKey = values["apikey"], let date = values["date"], let salt = values["salt"],
            let signature = values["signature"]
        else { throw .noAuthorization }
        (self.apiKey, self.date, self.salt, self.signature) = (apiKey, date, salt, signature)
    }

    /// Checks it against the known keys; with none, any signature does, and still not an old one.
    ///
    /// - Parameters:
    ///   - keys: The known API keys, with their secrets.
    ///   - clocks: What the mock's clock and the machine's show; a sender goes by either.
    func check(_ keys: [String: Secret<String>], clocks: [Timestamp]) throws(SolapiRefusal) {
        // 12 to 64 letters and digits.
        guard (12...64).contains(salt.utf8.count), salt.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) })
        else {
            throw .badSignature
        }
        if !keys.isEmpty {
            guard let secret = keys[apiKey] else { throw .badKey }
            let right = Digest.hmacSHA256(Array((date + salt).utf8), key: Array(secret.reveal().utf8))
            guard let given = Hex.decode(signature), signature == signature.lowercased(),
                Digest.equalInConstantTime(right, given)
            else { throw .badSignature }
        }
        guard let moment = Timestamp(date, zonelessOffsetSeconds: 0) else { throw .badTime }
        guard clocks.contains(where: { $0 - moment <= Self.window && moment - $0 <= Self.window }) else {
            throw .badTime
        }
    }
}
