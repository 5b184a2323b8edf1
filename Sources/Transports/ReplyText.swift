// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Values

/// A server's words in a form that may be kept: one line, without addresses (DESIGN promise 7).
public enum ReplyText {
    /// The longest text kept, in characters.
    public static let maxLength = 300

    /// Masks everything that looks like an email address, and every mention of the addresses the mail was about.
    ///
    /// - Parameters:
    ///   - text: What the server said.
    ///   - hidden: The envelope's addresses: servers also repeat the part before the @ alone.
    public static func masked(_ text: String, hiding hidden: [EmailAddress] = []) -> String {
        var words = maskAddresses(Line(cleaning: text, maxBytes: 4_000).text)
        for address in hidden where address.localPart.utf8.count >= 2 {
            words = replace(address.localPart, in: words, by: String(address.localPart.prefix(1)) + "***")
        }
        return words.count <= maxLength ? words : String(words.prefix(maxLength - 1)) + "…"
    }

    private static func maskAddresses(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        while let at = rest.firstIndex(where: { $0 == "@" || $0 == "＠" }) {
            let left = rest[..<at]
            let local = left.reversed().prefix(while: isLocal).count
            let start = left.index(left.endIndex, offsetBy: -local)
            let afterAt = rest.index(after: at)
            let domain = rest[afterAt...].prefix(while: isDomain)
            if local > 0, !domain.isEmpty {
                result += left[..<start]
                result += String(left[start]) + "***@" + domain
                rest = rest[domain.endIndex...]
            } else {
                result += rest[..<afterAt]
                rest = rest[afterAt...]
            }
        }
        return result + rest
    }

    /// Whether a character may stand in the part before the @; quotes and brackets around it are not part of it.
    private static func isLocal(_ character: Character) -> Bool {
        !character.isASCII && !character.isWhitespace
            || character.isASCII
                && (character.isLetter || character.isNumber || "!#$%&'*+-/=?^_`{|}~.\"".contains(character))
    }

    private static func isDomain(_ character: Character) -> Bool {
        !character.isASCII && !character.isWhitespace
            || character.isASCII && (character.isLetter || character.isNumber || "-._[:".contains(character))
    }

    /// Replaces whole words, in any case.
    private static func replace(_ word: String, in text: String, by mask: String) -> String {
        let needle = Array(word.lowercased())
        let lowered = Array(text.lowercased())
        let characters = Array(text)
        // Lower-casing may change the count of characters in rare scripts; then places no longer match.
        guard lowered.count == characters.count, needle.count <= lowered.count else { return text }
        var result = ""
        var index = 0
        while index < characters.count {
            let end = index + needle.count
            let isWord =
                end <= lowered.count && lowered[index..<end].elementsEqual(needle)
                && (index == 0 || !isWordPart(lowered[index - 1]))
                && (end == lowered.count || !isWordPart(lowered[end]))
            result += isWord ? mask : String(characters[index])
            index = isWord ? end : index + 1
        }
        return result
    }

    private static func isWordPart(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "*"
    }
}
