// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices
import Shipping

/// A notice that was just written down, and what became of its deliveries.
struct MadeNotice {
    let id: Int64
    let key: NoticeKey
    private(set) var leased = [ClaimedDelivery]()
    private(set) var ended = [(DeliveryRow, TraceEntry)]()
    private(set) var queued = 0
    private var deliveryIDs = [Int64]()

    init(id: Int64, key: NoticeKey) {
        self.id = id
        self.key = key
    }

    /// The number of its delivery, when it has exactly one.
    var onlyDeliveryID: Int64? { deliveryIDs.count == 1 ? deliveryIDs.first : nil }

    mutating func add(_ row: DeliveryRow, of shipment: Shipment, endedBy entry: TraceEntry?) {
        deliveryIDs.append(row.delivery.id)
        if let entry {
            ended.append((row, entry))
        } else if row.delivery.state == .leased {
            leased.append(ClaimedDelivery(delivery: row.delivery, shipment: shipment))
        } else {
            queued += 1
        }
    }
}
