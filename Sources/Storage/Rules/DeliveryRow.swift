// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices
import Values

/// A delivery as the outbox keeps it.
struct DeliveryRow: Sendable {
    var delivery: Delivery
    let target: DeliveryTarget
    var lease: Lease?
    var messageID: MessageID?
    var mayBeDuplicate = false
    var lastAnswer: String?
    var endedAt: Timestamp?

    /// When it needs somebody: a queued one when it is due, a leased one when its lease is over, an ended one never.
    var wakeAt: Timestamp? {
        switch delivery.state {
        case .queued: delivery.dueAt
        case .leased: lease?.until
        default: nil
        }
    }
}

extension Delivery {
    /// The same delivery under its number, in a state.
    func numbered(_ id: Int64, in state: State) -> Delivery {
        Delivery(
            id: id, noticeID: noticeID, key: key, channel: channel, audience: audience, state: state,
            attempts: attempts, dueAt: dueAt, expiresAt: expiresAt, createdAt: createdAt, revision: revision)
    }
}
