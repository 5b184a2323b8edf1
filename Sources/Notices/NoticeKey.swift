// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Values

/// What makes a notice the same notice, inside one generation of a shipment (SEMANTICS A2, A3).
public struct NoticeKey: Hashable, Sendable, CustomStringConvertible {
    /// What is told.
    public let milestone: Milestone
    /// The courier-local date (`2026-11-22`) of the scan that entered the stage, or empty for what occurs once.
    public let occurrence: String

    /// Makes the key of a milestone that was entered at a moment.
    public init(_ milestone: Milestone, enteredAt: Timestamp) {
        self.milestone = milestone
        self.occurrence =
            milestone.occursOnce ? "" : CivilTime(enteredAt, offsetSeconds: CivilTime.kst).date
    }

    /// Makes a key from its stored parts.
    public init(milestone: Milestone, occurrence: String) {
        self.milestone = milestone
        self.occurrence = occurrence
    }

    /// `out_for_delivery@2026-11-22` or `delivered`.
    public var description: String { occurrence.isEmpty ? milestone.rawValue : milestone.rawValue + "@" + occurrence }
}

/// A notice that was decided before, as the planner needs to know it.
public struct DecidedNotice: Hashable, Sendable {
    /// Its key.
    public let key: NoticeKey
    /// When the parcel entered the stage it tells of.
    public let enteredAt: Timestamp

    /// Makes a record of an earlier decision.
    public init(key: NoticeKey, enteredAt: Timestamp) {
        self.key = key
        self.enteredAt = enteredAt
    }
}
