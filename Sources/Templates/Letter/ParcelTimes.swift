// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Shipping
import Values

/// When a parcel comes, came, or was last heard of, in a language's words.
struct ParcelTimes {
    let shipment: Shipment
    let stage: Stage
    let locale: TemplateLocale
    /// The present moment, if it is known.
    var now: Timestamp?

    private var scans: [Scan] { shipment.snapshot?.scans ?? [] }

    /// The day it is expected, as long as it may still come then.
    var expected: String? { expectedAt.map { locale.calendar.date(ParcelTimes.civil($0)) } }

    /// The moment behind `expected`.
    var expectedAt: Timestamp? {
        guard stage != .delivered, !StageView(stage: stage).isStopped else { return nil }
        guard let day = shipment.snapshot?.expectedAt ?? shipment.registration.expectedAt else { return nil }
        // A day that has passed is no promise any more.
        if let now, ParcelTimes.civil(now).date > ParcelTimes.civil(day).date { return nil }
        return day
    }

    /// The hours that the courier promised when the parcel went out.
    var window: DeliveryWindow? {
        guard stage == .outForDelivery, let scan = scans.last(where: { $0.stage == .outForDelivery }) else {
            return nil
        }
        return DeliveryWindow(in: scan.text.text)
    }

    /// When it arrived.
    var arrived: String? {
        guard stage == .delivered else { return nil }
        let time = shipment.snapshot?.deliveredAt ?? scans.last { $0.stage == .delivered }?.time
        return time.map { locale.calendar.moment(ParcelTimes.civil($0)) }
    }

    /// When the tracking service last asked.
    var updated: String? { shipment.snapshot?.queriedAt.map { locale.calendar.moment(ParcelTimes.civil($0)) } }

    /// How long nothing was recorded, from a day on.
    var silence: SilenceView? {
        guard let now = now ?? shipment.snapshot?.queriedAt, let last = scans.compactMap(\.time).max() else {
            return nil
        }
        let days = (now.seconds - last.seconds) / 86_400
        return days > 0 ? SilenceView(days: Int(days)) : nil
    }

    static func civil(_ time: Timestamp) -> CivilTime { CivilTime(time, offsetSeconds: CivilTime.kst) }
}

/// How long a parcel was not heard of.
struct SilenceView: RecordView {
    /// Whole days.
    let days: Int

    static let fields: [ViewField<SilenceView>] = [
        .text("days") { String($0.days) }, .flag("isOneDay") { $0.days == 1 },
    ]
}
