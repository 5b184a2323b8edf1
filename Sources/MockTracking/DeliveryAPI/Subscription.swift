// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// An address that webhooks are posted to.
struct WebhookEndpoint: Sendable {
    let id: String
    /// The API key it belongs to.
    let owner: String
    let target: WebhookTarget
    var name: String?
    var secret: Secret<String>
    var isActive = true
    var consecutiveFailures = 0
    let createdAt: Timestamp
    var modifiedAt: Timestamp

    /// An element of `endpoints`; the secret is told at creation and rotation only.
    var json: JSON {
        var members: [JSON.Member] = [.init("endpointId", .string(id)), .init("url", .string(target.url))]
        if let name { members.append(.init("name", .string(name))) }
        members += [
            .init("status", .string(isActive ? "active" : "inactive")),
            .init("consecutiveFailures", .integer(Int64(consecutiveFailures))),
            .init("dateCreated", .string(createdAt.rfc3339)), .init("dateModified", .string(modifiedAt.rfc3339)),
        ]
        return .object(members)
    }
}

/// Some parcels that are followed for a shop.
struct Subscription: Sendable {
    /// Where it stands.
    enum Status: String, Sendable, CaseIterable {
        case active, completed, failed, cancelled, expired
    }

    /// One of its parcels.
    struct Item: Sendable {
        var parcel: JourneyPlan.Parcel
        /// What is wrong with the number itself: it is never looked up.
        let refusal: String?
        var track: ParcelTrack?
        var scanCount = 0
        var status: JourneyPlan.Status?
        var previous: JourneyPlan.Status?
        var hasChanged = false
        var error: String?
        /// How many look-ups in a row have failed.
        var failures = 0
        /// When it is looked up next; nil for never.
        var nextAt: Timestamp?
        var polledAt: Timestamp?

        /// What is known now.
        func tracked(writesNull: Bool) -> TrackedItem {
            TrackedItem(
                parcel: parcel, track: track, scanCount: scanCount,
                status: status ?? (refusal == nil && error == nil ? .pending : nil), previous: previous,
                hasChanged: hasChanged, error: error, writesNull: writesNull)
        }
    }

    let id: String
    let owner: String
    let endpointID: String?
    let isRecurring: Bool
    let metadata: [JSON.Member]
    var items: [Item]
    var status = Status.active
    let createdAt: Timestamp
    var modifiedAt: Timestamp
    var polledAt: Timestamp?

    /// When the next of its parcels is looked up; nil for never.
    var nextAt: Timestamp? { status == .active ? items.compactMap(\.nextAt).min() : nil }

    /// Counts for `summary`.
    var summary: JSON {
        let delivered = items.count { $0.status == .delivered }
        let failed = items.count { $0.error != nil }
        let active = status == .active ? items.count - delivered - items.count { $0.refusal != nil } : 0
        return [
            "total": .integer(Int64(items.count)), "delivered": .integer(Int64(delivered)),
            "active": .integer(Int64(active)), "failed": .integer(Int64(failed)),
        ]
    }

    /// An element of `subscriptions`.
    var json: JSON { .object(members + [.init("dateCreated", .string(createdAt.rfc3339))]) }

    /// All that is known.
    func detail() -> JSON {
        var members = members
        members.append(
            .init(
                "items", .array(items.map { $0.tracked(writesNull: false).json(queriedAt: $0.polledAt ?? createdAt) }))
        )
        if let polledAt { members.append(.init("lastPolledAt", .string(polledAt.rfc3339))) }
        if let nextAt { members.append(.init("nextPollAt", .string(nextAt.rfc3339))) }
        if !metadata.isEmpty { members.append(.init("metadata", .object(metadata))) }
        members += [
            .init("dateCreated", .string(createdAt.rfc3339)), .init("dateModified", .string(modifiedAt.rfc3339)),
        ]
        return .object(members)
    }

    private var members: [JSON.Member] {
        var members: [JSON.Member] = [.init("requestId", .string(id))]
        if let endpointID { members.append(.init("endpointId", .string(endpointID))) }
        members += [
            .init("recurring", .bool(isRecurring)), .init("isActive", .bool(status == .active)),
            .init("status", .string(status.rawValue)), .init("itemCount", .integer(Int64(items.count))),
            .init("summary", summary),
        ]
        return members
    }
}
