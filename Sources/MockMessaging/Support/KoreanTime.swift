// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// Times as Korean providers write them: on the clock of Seoul, without a zone.
enum KoreanTime {
    /// `2026-11-22 17:15:00`.
    static func text(_ moment: Timestamp) -> String {
        let civil = CivilTime(moment, offsetSeconds: CivilTime.kst)
        return civil.date + " " + civil.time
    }

    /// `2026-11-22 17:15:00.0`, as the SMS API writes them.
    static func tenths(_ moment: Timestamp) -> String { text(moment) + ".0" }

    /// `2026-11-22T17:15:00`, as the SMS webhooks write them.
    static func joined(_ moment: Timestamp) -> String {
        let civil = CivilTime(moment, offsetSeconds: CivilTime.kst)
        return civil.date + "T" + civil.time
    }

    /// `2026-11-22T17:15:00.000+09:00`.
    static func zoned(_ moment: Timestamp) -> String { joined(moment) + ".000+09:00" }

    /// `20261122171500`.
    static func digits(_ moment: Timestamp) -> String { text(moment).filter(\.isNumber) }

    /// `2026-11`, the month that quotas are counted by.
    static func month(_ moment: Timestamp) -> String { String(text(moment).prefix(7)) }

    /// Reads `2026-11-22 17:15`, with or without seconds; nil for anything else.
    static func read(_ text: String) -> Timestamp? {
        let bytes = Array(text.utf8)
        guard (16...21).contains(bytes.count), bytes[4] == 0x2D, bytes[10] == 0x20 || bytes[10] == 0x54 else {
            return nil
        }
        return Timestamp(text, zonelessOffsetSeconds: CivilTime.kst)
    }
}
