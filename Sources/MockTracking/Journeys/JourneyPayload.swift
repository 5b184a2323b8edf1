// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// One webhook body in DeliveryAPI's shapes (its SDK and documentation; field names are theirs).
struct JourneyPayload {
    let event: String
    let requestID: String
    let sentAt: Timestamp
    /// What was given at registration, sent back as it is.
    let metadata: [JSON.Member]
    let items: [TrackedItem]

    /// The event's name.
    static func event(_ shape: JourneyPlan.Shape, isLast: Bool) -> String {
        switch shape {
        case .statusChanged: "tracking.status_changed"
        case .completed where isLast: "tracking.completed"
        case .completed, .polled: "tracking.polled"
        }
    }

    /// The body.
    var json: JSON {
        if event == "tracking.status_changed", let item = items.first { return single(item) }
        return withItems
    }

    private var withItems: JSON {
        let delivered = items.count(where: \.isDelivered)
        return [
            "event": .string(event), "requestId": .string(requestID), "timestamp": .string(sentAt.rfc3339),
            "metadata": .object(metadata), "items": .array(items.map { $0.json(queriedAt: sentAt) }),
            "summary": [
                "total": .integer(Int64(items.count)), "delivered": .integer(Int64(delivered)),
                "active": .integer(Int64(items.count - delivered)),
                "hasChanges": .bool(items.contains { $0.hasChanged }),
            ],
        ]
    }

    /// The older shape: one parcel a body.
    private func single(_ item: TrackedItem) -> JSON {
        var data = item.names
        if let previous = item.previous { data.append(.init("previousStatus", .string(previous.rawValue))) }
        data.append(.init("currentStatus", .string(item.statusWord)))
        if let tracking = item.trackingData(queriedAt: sentAt) { data.append(.init("tracking", tracking)) }
        if let error = item.error { data.append(.init("error", .string(error))) }
        return [
            "event": .string(event), "subscriptionId": .string("sub_" + requestID.dropFirst(4)),
            "timestamp": .string(sentAt.rfc3339), "data": .object(data), "metadata": .object(metadata),
        ]
    }
}
