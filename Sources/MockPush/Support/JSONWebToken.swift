// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// A signed token in compact form (RFC 7519, RFC 7515), read but not judged.
struct JSONWebToken: Sendable {
    /// The header: `alg`, `kid`, `typ`.
    let header: JSON
    /// What it claims.
    let claims: JSON
    /// What is signed.
    let signed: [UInt8]
    /// The signature.
    let signature: [UInt8]

    /// Reads one; nil for what is none.
    init?(_ text: String) {
        guard text.utf8.count <= 8_192 else { return nil }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let header = Self.object(parts[0]), let claims = Self.object(parts[1]),
            let signature = Base64.decode(String(parts[2])), !signature.isEmpty
        else { return nil }
        self.header = header
        self.claims = claims
        self.signed = Array((parts[0] + "." + parts[1]).utf8)
        self.signature = signature
    }

    /// A moment among the claims, in seconds since 1970.
    func moment(_ name: String) -> Timestamp? {
        switch claims[name] {
        case .integer(let seconds)? where (0...4_102_444_800).contains(seconds): Timestamp(seconds: seconds)
        case .number(let seconds)? where (0...4_102_444_800).contains(seconds): Timestamp(seconds: Int64(seconds))
        default: nil
        }
    }

    private static func object(_ part: Substring) -> JSON? {
        guard let bytes = Base64.decode(String(part)), let json = try? JSON(parsing: bytes), json.members != nil else {
            return nil
        }
        return json
    }
}
