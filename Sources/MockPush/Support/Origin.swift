// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import MockWorld
import Settings
import Web

/// Where a client reached the mock, for the addresses the mock hands out.
enum Origin {
    /// `http://127.0.0.1:8026`, without a slash at the end.
    static func of(_ request: Request, _ context: WebContext, _ places: Places) -> String {
        let authority = request.head.authority ?? "127.0.0.1"
        let port = authority.split(separator: ":").last.flatMap { Int($0) }
        let secure = places.addresses?.https.map { $0.port == port } ?? false
        return (secure || context.isHTTP2 ? "https://" : "http://") + authority
    }

    /// `?space=x` for a space, percent-encoded; empty for none.
    static func query(_ space: String) -> String {
        guard !space.isEmpty else { return "" }
        var text = "?space="
        for byte in space.utf8 {
            switch byte {
            case 0x2D, 0x2E, 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A, 0x7E:
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = Array("0123456789ABCDEF")
                text += "%" + String(digits[Int(byte >> 4)]) + String(digits[Int(byte & 15)])
            }
        }
        return text
    }
}

extension Duration {
    /// As `Retry-After` says it: whole seconds, rounded up.
    var retryAfter: String {
        let (seconds, rest) = components
        return String(seconds + (rest > 0 ? 1 : 0))
    }
}
