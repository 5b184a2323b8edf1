// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Shipping
import Synchronization

/// The shops' keys that are known to be durable: they never change, so they are read once.
final class ShopKeys: Sendable {
    private let keys = Mutex<[ShopID: [UInt8]]>([:])

    subscript(_ shop: ShopID) -> [UInt8]? {
        get { keys.withLock { $0[shop] } }
        set { keys.withLock { $0[shop] = newValue } }
    }
}
