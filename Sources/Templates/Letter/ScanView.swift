// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Shipping
import Values

/// What templates see of one scan.
struct ScanView: RecordView {
    /// `15:20`, or the locale's sign for a missing fact.
    let time: String
    /// Where, or the sign.
    let place: String
    /// What happened.
    let text: String
    /// The same in other words, when the first ones need it.
    let note: String?
    let isNewest: Bool

    static let fields: [ViewField<ScanView>] = [
        .text("time") { $0.time }, .text("place") { $0.place }, .text("text") { $0.text }, .maybe("note") { $0.note },
        .flag("isNewest") { $0.isNewest },
    ]
}

/// What templates see of one day of a journey.
struct DayOfScansView: RecordView {
    /// `11월 22일 일요일`, or that the time is not known; missing when no scan of the journey has a time.
    let heading: String?
    let scans: [ScanView]

    static let fields: [ViewField<DayOfScansView>] = [
        .maybe("heading") { $0.heading }, .views("scans") { $0.scans },
    ]
}

/// What templates see of the newest scan.
struct LastScanView: RecordView {
    let place: String?
    let text: String
    let note: String?
    let moment: String?

    static let fields: [ViewField<LastScanView>] = [
        .maybe("place") { $0.place }, .text("text") { $0.text }, .maybe("note") { $0.note },
        .maybe("moment") { $0.moment },
    ]
}
