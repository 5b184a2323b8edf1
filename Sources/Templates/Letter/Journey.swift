// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices
import Shipping
import Values

/// The scans of a parcel as a letter tells them: newest first, by day.
struct Journey {
    /// The days, newest first.
    let days: [DayOfScansView]
    /// The newest scan.
    let last: LastScanView?
    /// How many of the oldest scans are left out.
    let folded: Int

    /// How many scans are shown.
    enum Fold {
        /// All of them, however many.
        case none
        /// So many when there are more than that.
        case newest(Int, ifMoreThan: Int)

        /// Pages show all; letters stay short, and staff needs the newest only.
        init(_ letter: ShippingLetter) {
            self =
                letter.isPage
                ? .none
                : letter.audience == .staff ? .newest(5, ifMoreThan: 6) : .newest(20, ifMoreThan: 24)
        }
    }

    /// Arranges scans that come oldest first; one without a time stands between its neighbours, and the oldest ones without
    /// a time under a heading that says so, since nobody knows their day.
    init(_ all: [Scan], fold: Fold = .none, locale: TemplateLocale) {
        var scans = all
        if case .newest(let count, let limit) = fold, all.count > limit { scans = all.suffix(count) }
        self.folded = all.count - scans.count
        var days = [DayOfScansView]()
        var group = [ScanView]()
        var groupDay: CivilTime?
        func endGroup(_ heading: String? = nil) {
            guard !group.isEmpty else { return }
            days.append(DayOfScansView(heading: heading ?? groupDay.map { locale.calendar.heading($0) }, scans: group))
            group = []
        }
        let firstTimed = scans.firstIndex { $0.time != nil } ?? 0
        for (index, scan) in scans.reversed().enumerated() {
            if index == scans.count - firstTimed { endGroup() }
            if let time = scan.time {
                let civil = CivilTime(time, offsetSeconds: CivilTime.kst)
                if let day = groupDay, (day.day, day.month, day.year) != (civil.day, civil.month, civil.year) {
                    endGroup()
                }
                groupDay = civil
            }
            group.append(Journey.view(scan, isNewest: index == 0, locale))
        }
        endGroup(firstTimed > 0 ? locale.undated : nil)
        self.days = days
        let newest = days.first?.scans.first
        self.last = scans.last.map { scan in
            LastScanView(
                place: Journey.place(scan), text: newest?.text ?? Journey.words(scan, locale).text, note: newest?.note,
                moment: scan.time.map { locale.calendar.moment(CivilTime($0, offsetSeconds: CivilTime.kst)) })
        }
    }

    private static func view(_ scan: Scan, isNewest: Bool, _ locale: TemplateLocale) -> ScanView {
        let words = words(scan, locale)
        let time = scan.time.map { locale.calendar.clock(CivilTime($0, offsetSeconds: CivilTime.kst)) }
        let place = place(scan) ?? locale.missing
        return ScanView(
            time: time ?? locale.missing, place: place, text: words.text, note: words.note, isNewest: isNewest)
    }

    private static func place(_ scan: Scan) -> String? {
        ShownText.of(scan.location)
    }

    /// What happened, in the order the locale wants the courier's words and ours.
    private static func words(_ scan: Scan, _ locale: TemplateLocale) -> (text: String, note: String?) {
        let own = ShownText.of(scan.text) ?? locale.missing
        guard let plain = locale.plainWord(for: own), plain != own else { return (own, nil) }
        return locale.plainWordFirst ? (plain, own) : (own, plain)
    }
}
