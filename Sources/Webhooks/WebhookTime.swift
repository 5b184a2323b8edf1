// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// Reads the times of tracking webhooks in all the ways they are written.
enum WebhookTime {
    /// Reads ISO 8601 with or without a zone, `20260512131000` and shorter, and Unix seconds and milliseconds.
    ///
    /// Times without a zone are KST. nil for anything else and for moments outside the years 2000 to 2099: couriers fill
    /// empty fields with `0001-01-01` and the like.
    static func read(_ value: JSON) -> Timestamp? {
        let moment: Timestamp? =
            switch value {
            case .string(let text): read(text)
            case .integer(let number): read(digits: String(number))
            case .number(let number):
                number.magnitude < 1e15 ? Timestamp(milliseconds: Int64(number < 1e11 ? number * 1000 : number)) : nil
            default: nil
            }
        guard let moment, moment >= earliest, moment < latest else { return nil }
        return moment
    }

    private static func read(_ text: String) -> Timestamp? {
        if let moment = Timestamp(text, zonelessOffsetSeconds: CivilTime.kst) { return moment }
        let trimmed = text.trimmed
        if let moment = read(digits: trimmed) { return moment }
        return trimmed == text ? nil : Timestamp(trimmed, zonelessOffsetSeconds: CivilTime.kst)
    }

    private static func read(digits: String) -> Timestamp? {
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        let d = digits
        func part(_ from: Int, _ length: Int) -> Substring { d.dropFirst(from).prefix(length) }
        let date = part(0, 4) + "-" + part(4, 2) + "-" + part(6, 2)
        switch digits.utf8.count {
        case 8: return Timestamp(String(date), zonelessOffsetSeconds: CivilTime.kst)
        case 10: return Int64(digits).map(Timestamp.init(seconds:))
        case 12:
            let written = date + " " + part(8, 2) + ":" + part(10, 2)
            return Timestamp(String(written), zonelessOffsetSeconds: CivilTime.kst)
        case 13: return Int64(digits).map(Timestamp.init(milliseconds:))
        case 14:
            let written = date + " " + part(8, 2) + ":" + part(10, 2) + ":" + part(12, 2)
            return Timestamp(String(written), zonelessOffsetSeconds: CivilTime.kst)
        default: return nil
        }
    }

    private static let earliest = Timestamp(seconds: 946_684_800)
    private static let latest = Timestamp(seconds: 4_102_444_800)
}
