// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

package import Cryptography

/// The body of a push, encrypted for one subscription (RFC 8291 over RFC 8188).
package enum WebPushBody {
    /// It cannot be read.
    package struct Unreadable: Error {
        /// Why, in a sentence.
        package let text: String
    }

    /// Decrypts a body.
    ///
    /// - Parameters:
    ///   - body: What was posted, the header of RFC 8188 first.
    ///   - key: The subscription's private key.
    ///   - auth: The subscription's secret of 16 bytes.
    package static func open(_ body: [UInt8], key: P256PrivateKey, auth: [UInt8]) throws(Unreadable) -> [UInt8] {
        guard body.count >= 21 else { throw Unreadable(text: "The header of aes128gcm has 21 bytes and a key.") }
        let salt = Array(body[0..<16])
        let recordBytes = body[16..<20].reduce(0) { $0 << 8 | Int($1) }
        let idEnd = 21 + Int(body[20])
        guard body[20] == 65, body.count > idEnd else {
            throw Unreadable(text: "The key id must be the sender's public key of 65 bytes.")
        }
        let record = Array(body[idEnd...])
        guard recordBytes >= 18, record.count <= recordBytes else {
            throw Unreadable(text: "The body must be one record, not larger than its record size says.")
        }
        do {
            let sender = try P256PublicKey(raw: Array(body[21..<idEnd]))
            let secret = try key.sharedSecret(with: sender)
            // RFC 8291 section 3.4.
            let info = Array("WebPush: info\0".utf8) + (try key.publicKey.raw) + sender.raw
            let material = HKDF.derive(secret: secret, salt: auth, info: info, count: 32)
            let pseudorandom = HKDF.extract(salt: salt, secret: material)
            let contentKey = HKDF.expand(pseudorandom, info: Array("Content-Encoding: aes128gcm\0".utf8), count: 16)
            let nonce = HKDF.expand(pseudorandom, info: Array("Content-Encoding: nonce\0".utf8), count: 12)
            var text = try AESGCM.open(record, key: contentKey, nonce: nonce)
            while text.last == 0 { text.removeLast() }
            // RFC 8188 section 2: the last record ends with 2 and zeros.
            guard text.popLast() == 2 else { throw Unreadable(text: "The padding of the last record is wrong.") }
            return text
        } catch let error as Unreadable {
            throw error
        } catch {
            throw Unreadable(text: "It was encrypted for another subscription, or is damaged.")
        }
    }
}
