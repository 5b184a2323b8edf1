// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Cryptography
public import Values

/// The names a delivery goes by outside: derived from its row, so that a resend bears the same ones (promise 3, SEMANTICS C7).
public enum DeliveryIdentity {
    /// The Message-ID of a delivery: `<d{id}.{revision}.{keyed token}@{domain}>`.
    ///
    /// - Parameters:
    ///   - delivery: The delivery.
    ///   - key: The shop's identity key (`Store.identityKey`).
    ///   - domain: The domain of the sender's address.
    public static func messageID(of delivery: Delivery, key: [UInt8], domain: String) throws(ValueError) -> MessageID {
        let name = "d\(delivery.id).\(delivery.revision)"
        return try MessageID(name + "." + token(name, key: key) + "@" + domain)
    }

    /// The delivery a Message-ID names, if its token is ours: a bounce acts only on such a one.
    public static func deliveryID(in messageID: MessageID, key: [UInt8]) -> Int64? {
        let left = messageID.value.prefix { $0 != "@" }
        let parts = left.split(separator: ".")
        guard parts.count == 3, parts[0].first == "d", let id = Int64(parts[0].dropFirst()) else { return nil }
        let expected = token("\(parts[0]).\(parts[1])", key: key)
        return Digest.equalInConstantTime(Array(expected.utf8), Array(parts[2].utf8)) ? id : nil
    }

    private static func token(_ name: String, key: [UInt8]) -> String {
        Hex.encode(Array(Digest.hmacSHA256(Array("delivery ".utf8), Array(name.utf8), key: key).prefix(10)))
    }
}
