// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// The hours a courier promises in a scan's words: `배송할 예정입니다.(16~18시)`, `14:00~16:00 도착예정`.
struct DeliveryWindow: Hashable, RecordView {
    /// `16:00`.
    let from: String
    /// `18:00`.
    let to: String

    static let fields: [ViewField<DeliveryWindow>] = [.text("from") { $0.from }, .text("to") { $0.to }]

    /// Finds the first one in a text.
    init?(in text: String) {
        let letters = Array(text.unicodeScalars)
        var index = 0
        while index < letters.count {
            guard Self.digit(letters[index]) != nil else {
                index += 1
                continue
            }
            var end = index
            guard let from = Self.hour(letters, &end), end < letters.count else {
                index = max(end, index + 1)
                continue
            }
            var next = end
            while next < letters.count, letters[next] == " " { next += 1 }
            let isRange = next < letters.count && Self.tildes.contains(letters[next])
            next += 1
            while next < letters.count, letters[next] == " " { next += 1 }
            if isRange, let to = Self.hour(letters, &next), from.isClock || to.isClock,
                from.minutes < to.minutes
            {
                self.from = Self.clock(from.minutes)
                self.to = Self.clock(to.minutes)
                return
            }
            index = max(end, index + 1)
        }
        return nil
    }

    private static let tildes: Set<Unicode.Scalar> = ["~", "∼", "〜", "～", "-", "–"]

    private static func digit(_ scalar: Unicode.Scalar) -> Int? {
        (0x30...0x39).contains(scalar.value) ? Int(scalar.value - 0x30) : nil
    }

    /// `16`, `16시`, `16:30`, `9시 30분`; `isClock` when its form says that it is a time.
    private static func hour(_ letters: [Unicode.Scalar], _ index: inout Int) -> (minutes: Int, isClock: Bool)? {
        guard let hour = number(letters, &index), hour <= 24 else { return nil }
        guard index < letters.count else { return (hour * 60, false) }
        if letters[index] == ":" {
            index += 1
            guard let minute = number(letters, &index), minute < 60 else { return nil }
            return (hour * 60 + minute, true)
        }
        guard letters[index] == "시" else { return (hour * 60, false) }
        index += 1
        var next = index
        while next < letters.count, letters[next] == " " { next += 1 }
        if let minute = number(letters, &next), minute < 60, next < letters.count, letters[next] == "분" {
            index = next + 1
            return (hour * 60 + minute, true)
        }
        return (hour * 60, true)
    }

    private static func number(_ letters: [Unicode.Scalar], _ index: inout Int) -> Int? {
        let start = index
        var value = 0
        while index < letters.count, index - start < 5, let digit = digit(letters[index]) {
            value = value * 10 + digit
            index += 1
        }
        return index > start && index - start <= 2 ? value : nil
    }

    private static func clock(_ minutes: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0" + String(number) : String(number) }
        return two(minutes / 60) + ":" + two(minutes % 60)
    }
}
