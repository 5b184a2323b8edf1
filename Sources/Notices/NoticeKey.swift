// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Values

/// What makes a notice the same notice, inside one generation of a shipment (SEMANTICS A2, A3).
///
/// The staff's notices have keys of their own (docs/rules.md, A11): what staff was told neither keeps a customer from being told
/// nor overtakes it.
public struct NoticeKey: Hashable, Sendable, CustomStringConvertible {
    /// What is told.
    public let milestone: Milestone
    /// The courier-local date (`2026-11-22`) of the scan that entered the stage, or empty for what occurs once.
    public let occurrence: String
    /// True for a notice to the shop's own people.
    public let isForStaff: Bool

    /// Makes the key of a milestone that was entered at a moment.
    public init(_ milestone: Milestone, enteredAt: Timestamp, forStaff isForStaff: Bool = false) {
        self.milestone = milestone
        self.isForStaff = isForStaff
        self.occurrence =
            milestone.occursOnce ? "" : CivilTime(enteredAt, offsetSeconds: CivilTime.kst).date
    }

    /// Makes a key from its stored parts.
    public init(milestone: Milestone, occurrence: String, forStaff isForStaff: Bool = false) {
        self.milestone = milestone
        self.occurrence = occurrence
        self.isForStaff = isForStaff
    }

    /// `out_for_delivery@2026-11-22`, `delivered` or `staff/failed@2026-11-22`.
    public var description: String {
        let name = occurrence.isEmpty ? milestone.rawValue : milestone.rawValue + "@" + occurrence
        return isForStaff ? "staff/" + name : name
    }
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
