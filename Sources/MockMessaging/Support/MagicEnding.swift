// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// The last four digits of a phone number, which choose the result of what is sent to it.
enum MagicEnding {
    /// Endings that mean KakaoTalk alone, so that a fallback SMS to the same number arrives.
    static let kakaoOnly: Set<String> = ["3018", "3019", "3020", "3021"]

    /// The last four digits; nil when there are fewer.
    static func of(_ number: String) -> String? { digits(number, before: 0) }

    /// The four digits before the last four, which choose the result of a fallback.
    static func middle(of number: String) -> String? { digits(number, before: 4) }

    private static func digits(_ number: String, before skipped: Int) -> String? {
        let bytes = number.utf8.filter { (0x30...0x39).contains($0) }
        guard bytes.count >= skipped + 4 else { return nil }
        return String(decoding: bytes[(bytes.count - skipped - 4)..<(bytes.count - skipped)], as: UTF8.self)
    }
}
