// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices
import Shipping

/// Whom a delivery goes to, and how: of one target, one delivery is in flight at a time (SEMANTICS A7).
struct DeliveryTarget: Hashable, Sendable {
    let shop: ShopID
    let shipmentID: Int64
    let audience: Audience
    let channel: DeliveryChannel
}
