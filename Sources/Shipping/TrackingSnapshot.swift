// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Values

/// All that the tracking service said about a parcel at one moment.
public struct TrackingSnapshot: Hashable, Sendable {
    /// Where the parcel is.
    public var stage: Stage
    /// The same in the courier's words.
    public var stageText: Line?
    /// The courier's name as the source writes it, for couriers we do not know.
    public var courierName: Line?
    /// The scans, oldest first; those without a time keep the source's place.
    public var scans: [Scan]
    /// When it arrived.
    public var deliveredAt: Timestamp?
    /// When it is expected.
    public var expectedAt: Timestamp?
    /// When the source asked the courier.
    public var queriedAt: Timestamp?

    /// Makes a snapshot.
    public init(
        stage: Stage, stageText: Line? = nil, courierName: Line? = nil, scans: [Scan] = [],
        deliveredAt: Timestamp? = nil, expectedAt: Timestamp? = nil, queriedAt: Timestamp? = nil
    ) {
        self.stage = stage
        self.stageText = stageText
        self.courierName = courierName
        self.scans = scans
        self.deliveredAt = deliveredAt
        self.expectedAt = expectedAt
        self.queriedAt = queriedAt
    }

    /// When the parcel entered `stage`: the first scan of the newest run of scans that stand for it.
    ///
    /// Scans without a time and scans more than an hour ahead of `now` order nothing (SEMANTICS A3, A6). When no scan names
    /// its stage, the newest scan counts.
    public func entered(_ stage: Stage, now: Timestamp) -> Timestamp? {
        if stage == .delivered, let deliveredAt, deliveredAt <= now + .seconds(3600) { return deliveredAt }
        var newest: Timestamp?
        var entered: Timestamp?
        var inRun = false
        for scan in orderable(now: now) {
            newest = scan.time
            if scan.stage == stage {
                if !inRun { entered = scan.time }
                inRun = true
            } else if scan.stage != nil {
                inRun = false
            }
        }
        if let entered { return entered }
        return scans.contains { $0.stage != nil } ? nil : newest
    }

    /// The scans that may order things, oldest first (SEMANTICS A6).
    private func orderable(now: Timestamp) -> [Scan] {
        let limit = now + .seconds(3600)
        let timed = scans.filter { scan in scan.time.map { $0 <= limit } ?? false }
        return timed.enumerated().sorted {
            ($0.element.time ?? limit, $0.offset) < ($1.element.time ?? limit, $1.offset)
        }.map(\.element)
    }
}
