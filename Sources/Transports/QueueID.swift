// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// The name a server gave the mail it took, for asking after it later.
///
/// SES replaces the Message-ID by one made of it, so References must name that (SEMANTICS C7).
enum QueueID {
    /// Finds the id in the text of a 250: `Ok: queued as 4F2A1`, SES's `Ok 0102018f-...`, Gmail's `OK 1731 ab-12 - gsmtp`.
    static func find(in text: String) -> String? {
        let words = text.split(separator: " ")
        if let index = words.indices.dropLast().first(where: {
            words[$0].lowercased() == "queued" && words[$0 + 1].lowercased() == "as"
        }), index + 2 < words.count {
            return id(words[index + 2])
        }
        guard words.count >= 2, words[0].lowercased() == "ok" else { return nil }
        if words.last == "gsmtp", words.count >= 5 { return id(words[2]) }
        // A word of letters alone is prose: "Ok thanks".
        return words.count == 2 && words[1].count >= 8 && words[1].contains(where: \.isNumber) ? id(words[1]) : nil
    }

    private static func id(_ word: Substring) -> String? {
        let trimmed = word.drop { "<(".contains($0) }.prefix {
            $0.isASCII && ($0.isLetter || $0.isNumber || "-_.+/=".contains($0))
        }
        return trimmed.isEmpty || trimmed.utf8.count > 200 ? nil : String(trimmed)
    }
}
