// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// The hours of delivery that couriers put into a sentence: `16~18시`, `17∼19시`, `14:00~16:00`.
enum DeliveryHours {
    /// Finds the first span of hours, written as `16~18시`; nil when there is none.
    static func find(in text: String) -> String? {
        guard text.utf8.contains(where: { $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
        let scalars = Array(text.unicodeScalars)
        var index = 0
        while index < scalars.count {
            if let from = hour(in: scalars, at: index) {
                if let span = span(from: from, in: scalars) { return span }
                index = from.end
            } else {
                index += 1
            }
        }
        return nil
    }

    private static func span(from: (hour: Int, end: Int), in scalars: [Unicode.Scalar]) -> String? {
        var index = skipSpaces(scalars, from.end)
        guard index < scalars.count, "~∼〜～-–".unicodeScalars.contains(scalars[index]) else { return nil }
        index = skipSpaces(scalars, index + 1)
        guard let to = hour(in: scalars, at: index), to.hour > from.hour else { return nil }
        // `2024-05` is a date: hours are followed by 시, or have minutes.
        let hasUnit = to.end < scalars.count && scalars[to.end] == "시"
        let hasMinutes = to.end - index >= 4
        return hasUnit || hasMinutes ? "\(from.hour)~\(to.hour)시" : nil
    }

    /// Reads `9`, `16`, `16시` before a dash, `16:00`.
    private static func hour(in scalars: [Unicode.Scalar], at start: Int) -> (hour: Int, end: Int)? {
        guard start < scalars.count, isDigit(scalars[start]), start == 0 || !isDigit(scalars[start - 1]) else {
            return nil
        }
        var index = start
        var value = 0
        while index < scalars.count, index - start < 3, isDigit(scalars[index]) {
            value = value * 10 + Int(scalars[index].value - 0x30)
            index += 1
        }
        guard index - start <= 2, value <= 24 else { return nil }
        if index + 2 < scalars.count, scalars[index] == ":", scalars[index + 1] == "0", scalars[index + 2] == "0" {
            index += 3
        } else if index + 1 < scalars.count, scalars[index] == "시",
            "~∼〜～-– ".unicodeScalars.contains(scalars[index + 1])
        {
            index += 1
        }
        return (value, index)
    }

    private static func skipSpaces(_ scalars: [Unicode.Scalar], _ start: Int) -> Int {
        var index = start
        while index < scalars.count, scalars[index] == " " { index += 1 }
        return index
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { (0x30...0x39).contains(scalar.value) }
}
