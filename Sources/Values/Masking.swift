// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Forms of personal data that may be logged or shown to staff (DESIGN promise 7).
public enum Masking {
    /// `hong@example.com` becomes `h***@example.com`.
    public static func email(_ address: EmailAddress) -> String {
        String(address.localPart.prefix(1)) + "***@" + address.domain
    }

    /// `010-1234-5678` becomes `010-****-5678`; shorter numbers keep their last two digits only.
    public static func phone(_ digits: String) -> String {
        guard digits.count >= 9 else { return "***" + digits.suffix(2) }
        return digits.prefix(3) + "-****-" + digits.suffix(4)
    }

    /// The Korean way: `홍길동` becomes `홍*동`, `홍길` becomes `홍*`, `남궁민수` becomes `남궁**`; a name in other letters keeps
    /// its first word and one letter more, `Kim Minsu` becomes `Kim M***`.
    ///
    /// What follows a Korean name (a title, a floor, a telephone number) goes.
    public static func name(_ name: String) -> String {
        let words = name.split(whereSeparator: \.isWhitespace)
        guard let first = words.first else { return "" }
        // An address typed into the field of a name is no name.
        guard !name.contains("@") else { return name.prefix(1) + "***" }
        guard isEastAsian(first) else {
            guard words.count > 1 else { return first.prefix(1) + "***" }
            return first + " " + words[1].prefix(1) + "***"
        }
        // `홍 길동`, `남궁 민수`
        let isFamilyName = first.count == 1 || longFamilyNames.contains(String(first))
        let whole = isFamilyName && words.count > 1 && isEastAsian(words[1]) ? first + words[1] : first
        let known = whole.prefix { isLetterOfName($0) || isMask($0) }
        return masked(known.isEmpty ? whole : known)
    }

    private static func masked(_ name: Substring) -> String {
        if name.count > 2, longFamilyNames.contains(String(name.prefix(2))) {
            return name.prefix(2) + String(repeating: "*", count: name.count - 2)
        }
        return switch name.count {
        case 0, 1: "*"
        case 2: name.prefix(1) + "*"
        default: name.prefix(1) + String(repeating: "*", count: name.count - 2) + name.suffix(1)
        }
    }

    /// Whether a word is written in Hangul or Chinese characters.
    private static func isEastAsian(_ word: Substring) -> Bool { word.first.map(isLetterOfName) ?? false }

    private static func isLetterOfName(_ letter: Character) -> Bool {
        guard let scalar = letter.unicodeScalars.first?.value else { return false }
        return switch scalar {
        case 0x1100...0x11FF, 0x3040...0x30FF, 0x3130...0x318F, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7A3: true
        default: false
        }
    }

    private static func isMask(_ letter: Character) -> Bool { letter == "*" || letter == "○" || letter == "O" }

    /// The Korean family names of two syllables.
    private static let longFamilyNames: Set<String> = [
        "남궁", "황보", "제갈", "사공", "선우", "서문", "독고", "동방", "망절", "어금", "장곡", "강전",
    ]

    /// A tracking number is no secret but names a person's parcel: the last four stay (`********9012`).
    public static func trackingNumber(_ number: TrackingNumber) -> String {
        String(repeating: "*", count: max(0, number.value.count - 4)) + number.value.suffix(4)
    }
}
