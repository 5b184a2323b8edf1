// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// One webhook body in DeliveryAPI's shapes (its SDK and documentation; field names are theirs).
struct JourneyPayload {
    let plan: JourneyPlan
    let parcel: JourneyPlan.Parcel
    let track: ParcelTrack
    let requestID: String
    let scans: [ParcelTrack.Scan]
    let status: JourneyPlan.Status
    let previous: JourneyPlan.Status?
    let hasChanged: Bool

    /// The event's name.
    var event: String {
        switch plan.shape {
        case .statusChanged: "tracking.status_changed"
        case .completed where status == .delivered: "tracking.completed"
        case .completed, .polled: "tracking.polled"
        }
    }

    /// The body.
    var json: JSON {
        plan.shape == .statusChanged ? single : withItems
    }

    private var isDelivered: Bool { status == .delivered }

    private var sentAt: Timestamp { (scans.last?.at ?? plan.endsBefore) + .seconds(240) }

    private var metadata: JSON {
        .object(parcel.orderID.map { [JSON.Member("orderId", .string($0))] } ?? [])
    }

    private var withItems: JSON {
        var item: [JSON.Member] = [
            .init("courierCode", .string(parcel.courierCode)), .init("trackingNumber", .string(parcel.trackingNumber)),
        ]
        if let clientID = parcel.clientID { item.append(.init("clientId", .string(clientID))) }
        item += [
            .init("currentStatus", .string(status.rawValue)),
            .init("previousStatus", previous.map { .string($0.rawValue) } ?? .null),
            .init("hasChanged", .bool(hasChanged)), .init("isDelivered", .bool(isDelivered)),
            .init("trackingData", trackingData),
        ]
        return [
            "event": .string(event), "requestId": .string(requestID), "timestamp": .string(sentAt.rfc3339),
            "metadata": metadata, "items": [.object(item)],
            "summary": [
                "total": 1, "delivered": isDelivered ? 1 : 0, "active": isDelivered ? 0 : 1,
                "hasChanges": .bool(hasChanged),
            ],
        ]
    }

    private var single: JSON {
        var data: [JSON.Member] = [
            .init("courierCode", .string(parcel.courierCode)), .init("trackingNumber", .string(parcel.trackingNumber)),
        ]
        if let clientID = parcel.clientID { data.append(.init("clientId", .string(clientID))) }
        if let previous { data.append(.init("previousStatus", .string(previous.rawValue))) }
        data += [.init("currentStatus", .string(status.rawValue)), .init("tracking", trackingData)]
        return [
            "event": .string(event), "subscriptionId": .string("sub_" + requestID.dropFirst(4)),
            "timestamp": .string(sentAt.rfc3339), "data": .object(data), "metadata": metadata,
        ]
    }

    private var trackingData: JSON {
        var members: [JSON.Member] = [
            .init("trackingNumber", .string(parcel.trackingNumber)), .init("courierCode", .string(parcel.courierCode)),
            .init("courierName", .string(track.courier.name)), .init("deliveryStatus", .string(status.rawValue)),
            .init("deliveryStatusText", .string(scans.last?.text ?? "")), .init("isDelivered", .bool(isDelivered)),
            .init("receiverName", .string(track.receiver)),
        ]
        if let product = parcel.productName {
            members += [.init("productName", .string(product)), .init("productQuantity", 1)]
        }
        if isDelivered, let last = scans.last { members.append(.init("dateDelivered", .string(Self.local(last.at)))) }
        if let last = scans.last { members.append(.init("dateLastProgress", .string(Self.local(last.at)))) }
        members.append(.init("progresses", .array(scans.map(progress))))
        members.append(.init("queriedAt", .string(sentAt.rfc3339)))
        return .object(members)
    }

    private func progress(_ scan: ParcelTrack.Scan) -> JSON {
        var members: [JSON.Member] = [
            .init("dateTime", .string(Self.local(scan.at))), .init("location", .string(scan.place)),
            .init("status", .string(scan.text)), .init("statusCode", .string(scan.status.rawValue)),
        ]
        if let detail = scan.detail { members.append(.init("description", .string(detail))) }
        if let phone = scan.phone { members.append(.init("telno", .string(phone))) }
        return .object(members)
    }

    /// `2026-05-12 13:10:00`: Korean time, and no zone says so.
    private static func local(_ moment: Timestamp) -> String {
        let time = CivilTime(moment, offsetSeconds: CivilTime.kst)
        return time.date + " " + time.time
    }
}
