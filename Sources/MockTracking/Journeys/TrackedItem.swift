// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// What a poll found out about one parcel, in DeliveryAPI's words.
struct TrackedItem: Sendable {
    let parcel: JourneyPlan.Parcel
    let track: ParcelTrack?
    /// How many of the track's scans were made by then.
    let scanCount: Int
    /// The status; nil for one that nobody knows.
    let status: JourneyPlan.Status?
    let previous: JourneyPlan.Status?
    let hasChanged: Bool
    /// Why the courier could not tell, in a code of DeliveryAPI; then there is no data.
    let error: String?
    /// Whether a missing previous status is written as null, as webhooks do.
    var writesNull = true

    /// Whether the parcel was delivered.
    var isDelivered: Bool { status == .delivered }

    /// The status as it is written.
    var statusWord: String { status?.rawValue ?? "UNKNOWN" }

    /// Courier, number and the shop's own id.
    var names: [JSON.Member] {
        var members: [JSON.Member] = [
            .init("courierCode", .string(parcel.courierCode)), .init("trackingNumber", .string(parcel.trackingNumber)),
        ]
        if let clientID = parcel.clientID { members.append(.init("clientId", .string(clientID))) }
        return members
    }

    /// An element of `items`.
    func json(queriedAt: Timestamp) -> JSON {
        var members = names
        members.append(.init("currentStatus", .string(statusWord)))
        if let previous {
            members.append(.init("previousStatus", .string(previous.rawValue)))
        } else if writesNull {
            members.append(.init("previousStatus", .null))
        }
        members += [.init("hasChanged", .bool(hasChanged)), .init("isDelivered", .bool(isDelivered))]
        if let data = trackingData(queriedAt: queriedAt) { members.append(.init("trackingData", data)) }
        if let error { members.append(.init("error", .string(error))) }
        return .object(members)
    }

    /// What the courier told; nil when it told nothing.
    func trackingData(queriedAt: Timestamp, withProgresses: Bool = true) -> JSON? {
        guard error == nil, let track, scanCount > 0 else { return nil }
        let scans = track.scans[..<scanCount]
        var members: [JSON.Member] = [
            .init("trackingNumber", .string(parcel.trackingNumber)), .init("courierCode", .string(parcel.courierCode)),
            .init("courierName", .string(track.courier.name)), .init("deliveryStatus", .string(statusWord)),
            .init("deliveryStatusText", .string(scans.last?.text ?? "")), .init("isDelivered", .bool(isDelivered)),
            .init("receiverName", .string(track.receiver)),
        ]
        if let product = parcel.productName {
            members += [.init("productName", .string(product)), .init("productQuantity", 1)]
        }
        if isDelivered, let last = scans.last { members.append(.init("dateDelivered", .string(Self.local(last.at)))) }
        if let last = scans.last { members.append(.init("dateLastProgress", .string(Self.local(last.at)))) }
        members.append(.init("progresses", .array(withProgresses ? scans.map(Self.progress) : [])))
        members.append(.init("queriedAt", .string(queriedAt.rfc3339)))
        return .object(members)
    }

    private static func progress(_ scan: ParcelTrack.Scan) -> JSON {
        var members: [JSON.Member] = [
            .init("dateTime", .string(local(scan.at))), .init("location", .string(scan.place)),
            .init("status", .string(scan.text)), .init("statusCode", .string(scan.status.rawValue)),
        ]
        if let detail = scan.detail { members.append(.init("description", .string(detail))) }
        if let phone = scan.phone { members.append(.init("telno", .string(phone))) }
        return .object(members)
    }

    /// `2026-05-12 13:10:00`: Korean time, and no zone says so.
    static func local(_ moment: Timestamp) -> String {
        let time = CivilTime(moment, offsetSeconds: CivilTime.kst)
        return time.date + " " + time.time
    }
}
