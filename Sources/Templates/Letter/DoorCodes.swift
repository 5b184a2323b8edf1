// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Takes door codes out of what people type (`문 앞 (공동현관 #1234)`, `비번 1234*`, `종 1203 열쇠 4821`).
///
/// The whole clause goes that holds one: a lost word costs less than a stranger at the door.
enum DoorCodes {
    /// The text without clauses that hold a door code; nil when nothing is left.
    static func removed(from text: String) -> String? {
        // A door code has three digits at least, and nearly no text of a courier has.
        guard mayHoldOne(text) else { return text }
        var kept = [Substring]()
        var isWhole = true
        var announced: Int?
        for clause in clauses(of: text) {
            let letters = letters(of: clause)
            if hasCode(letters) || isCode(letters, announced: announced) {
                isWhole = false
            } else {
                kept.append(clause)
            }
            announced = announces(letters)
        }
        guard !isWhole else { return text }
        var joined = ""
        for clause in kept {
            let words = clause.drop { separators.contains($0) || $0 == " " }
            guard !words.isEmpty else { continue }
            if !joined.isEmpty {
                joined += clause.first == "," || clause.first == "/" ? "\(clause.first ?? ",") " : " "
            }
            joined += words
            while joined.last == " " || joined.last == "(" || joined.last == "[" { joined.removeLast() }
        }
        return joined.isEmpty ? nil : joined
    }

    /// A quick look, which says no for nearly every text and for most order numbers.
    private static func mayHoldOne(_ text: String) -> Bool {
        var digits = 0
        var mayBeTold = false
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39: digits += 1
            // Full-width digits begin so, and those in circles.
            case 0xE2, 0xEF:
                digits += 1
                mayBeTold = true
            // A sign, a letter that every English word for a code has (b, c or p), or any other script.
            case 0x23, 0x2A, 0x42, 0x43, 0x50, 0x62, 0x63, 0x70, 0x80...: mayBeTold = true
            default: break
            }
        }
        return digits >= 3 && mayBeTold
    }

    private static let separators: Set<Character> = [",", "/", "(", ")", "[", "]", "·", "|", ";", "、", "，", "（", "）"]

    /// The clauses, each with the separator before it.
    private static func clauses(of text: String) -> [Substring] {
        var clauses = [Substring]()
        var start = text.startIndex
        for index in text.indices.dropFirst() where separators.contains(text[index]) {
            clauses.append(text[start..<index])
            start = index
        }
        clauses.append(text[start...])
        return clauses
    }

    /// The characters of a clause that count: `비번: 12-34` is `비번1234`.
    private static func letters(of clause: Substring) -> [Character] {
        Array(clause.lowercased().filter { !$0.isWhitespace && !fillers.contains($0) && !separators.contains($0) })
    }

    /// How many digits make a code of what follows a clause that only announces one (`공동현관 (1234)`); nil when it does not.
    private static func announces(_ letters: [Character]) -> Int? {
        guard !letters.contains(where: { $0.wholeNumberValue != nil }) else { return nil }
        if hasWord(letters[...]) { return 3 }
        return (entrances + keys).contains { letters[...].ends(with: $0) } ? 4 : nil
    }

    /// Whether a clause begins with digits that the one before it announced.
    private static func isCode(_ letters: [Character], announced: Int?) -> Bool {
        guard let announced else { return false }
        let rest = letters.drop(while: signs.contains)
        let after = rest.drop { $0.wholeNumberValue != nil }
        return rest.count - after.count >= announced && !units.contains { after.starts(with: $0) }
    }

    private static func hasWord(_ letters: ArraySlice<Character>) -> Bool {
        letters.indices.contains { index in
            words[letters[index]]?.contains { letters[index...].starts(with: $0) } == true
        }
    }

    /// Whether a clause holds digits that open something.
    private static func hasCode(_ letters: [Character]) -> Bool {
        var index = 0
        while index < letters.count {
            guard let digit = letters[index].wholeNumberValue, (0...9).contains(digit) else {
                index += 1
                continue
            }
            let start = index
            while index < letters.count, letters[index].wholeNumberValue != nil { index += 1 }
            let before = letters[max(0, start - 16)..<start]
            let after = letters[index..<min(letters.count, index + 4)]
            if isCode(length: index - start, before: before, after: after) { return true }
        }
        return false
    }

    private static func isCode(
        length: Int, before: ArraySlice<Character>, after: ArraySlice<Character>
    ) -> Bool {
        let touchesSign = before.last.map(signs.contains) == true || after.first.map(signs.contains) == true
        if length >= 4, touchesSign { return true }
        guard length >= 3 else { return false }
        if hasWord(before) { return true }
        // `101동 1203호` is where somebody lives, `30분` how long; neither opens a door.
        let isPlain = units.contains { after.starts(with: $0) }
        if !isPlain, length >= 4, entrances.contains(where: { before.ends(with: $0) }) { return true }
        let name = before.last.map(signs.contains) == true ? before.dropLast() : before
        if keys.contains(where: { name.ends(with: $0) }) { return !before.ends(with: sejong) && !isPlain }
        return bells.contains { after.starts(with: $0) } || length >= 4 && Array(after) == bell
    }

    private static let fillers: Set<Character> = [":", "：", "-"]
    private static let signs: Set<Character> = ["#", "*", "＃", "＊", "🔑", "🔔"]
    private static let units = ["동", "호", "층", "번지", "분", "시", "원", "개", "m", "g", "ml"].map { Array($0) }
    private static let entrances = ["현관", "현관은", "현관문", "현관문은", "출입문", "출입문은", "대문", "entrance"].map { Array($0) }
    private static let sejong = Array("세종")
    private static let bells = ["열쇠", "종열쇠"].map { Array($0) }
    private static let bell = Array("종")

    /// Words that announce a code somewhere behind them.
    private static let words = Dictionary(
        grouping: [
            "공동현관", "현관비", "현관번호", "현관출입", "비밀번호", "비번", "출입번호", "출입코드", "출입구번호", "도어락", "세대호출", "경비실호출",
            "호출번호", "호출", "대문번호", "doorcode", "gatecode", "entrycode", "accesscode", "entrancecode", "passcode",
            "password", "keycode", "buzzer", "doorpin", "gatepin", "🔑", "🔔",
        ].map { Array($0) }
    ) { $0[0] }

    /// Keys of an entrance panel, directly before their number.
    private static let keys = ["종", "열쇠", "벨", "pin", "code", "pw"].map { Array($0) }
}

extension ArraySlice<Character> {
    /// Whether the last characters are these.
    fileprivate func ends(with characters: [Character]) -> Bool {
        count >= characters.count && suffix(characters.count).elementsEqual(characters)
    }
}
