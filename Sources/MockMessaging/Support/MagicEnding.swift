// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// The digits of a phone number that choose the result of what is sent to it; most are of `FaultBook.magic`.
enum MagicEnding {
    /// The four digits before the last four, which choose the result of a fallback.
    static func middle(of number: String) -> String? {
        let bytes = number.utf8.filter { (0x30...0x39).contains($0) }
        guard bytes.count >= 8 else { return nil }
        return String(decoding: bytes[(bytes.count - 8)..<(bytes.count - 4)], as: UTF8.self)
    }
}
