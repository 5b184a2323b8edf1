// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// Writes the time of a Date field (RFC 5322 section 3.3).
enum MailDate {
    /// `Sun, 22 Nov 2026 17:15:00 +0900`.
    ///
    /// Moments outside the years 1970 to 9999 are moved to the nearest one inside, offsets to under a day.
    static func text(_ moment: Timestamp, zoneOffsetSeconds: Int) -> String {
        let minutes = min(max(zoneOffsetSeconds, -86_340), 86_340) / 60
        let milliseconds = min(max(moment.milliseconds, 86_400_000), 253_402_128_000_000)
        let civil = CivilTime(Timestamp(milliseconds: milliseconds), offsetSeconds: minutes * 60)
        let distance = abs(minutes)
        return "\(weekdays[civil.weekday]), \(civil.day) \(months[civil.month - 1]) \(civil.year) \(civil.time) "
            + (minutes < 0 ? "-" : "+") + twoDigits(distance / 60) + twoDigits(distance % 60)
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
