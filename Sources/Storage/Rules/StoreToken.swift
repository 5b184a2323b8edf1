// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// The unguessable name of a shipment's public page.
enum StoreToken {
    /// 128 bits in 22 characters that are safe in a URL.
    static func make(_ randomBytes: (Int) -> [UInt8]) -> String {
        Base64.encodeURL(randomBytes(16))
    }
}
