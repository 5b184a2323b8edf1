// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices
import Shipping
import Synchronization

/// The shops' looks as templates see them, so that a palette is computed once and not for each letter.
enum BrandCache {
    private struct Entry {
        let shop: ShopProfile
        let value: TemplateValue
    }

    private static let entries = Mutex<[ShopID: Entry]>([:])

    /// What templates see of a shop.
    static func value(_ shop: ShopProfile) -> TemplateValue {
        entries.withLock { entries in
            if let entry = entries[shop.id], entry.shop == shop { return entry.value }
            let value = BrandView(shop: shop, palette: Palette(hex: shop.brand.color)).value
            // Memory stays bounded; more shops than this start anew (promise 5).
            if entries.count >= 10_000 { entries.removeAll() }
            entries[shop.id] = Entry(shop: shop, value: value)
            return value
        }
    }
}
