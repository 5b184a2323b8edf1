// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// One thing that is searched for in folded text, in all the ways in which it may be written there.
///
/// As it is; with initial consonants standing for syllables (`ㅎㄱㄷ` for 홍길동, `배송ㅊㅂ` for 배송 출발); a number with or
/// without hyphens and spaces, and a phone number with or without its +82.
struct SearchPattern: Sendable {
    private let literal: [UInt8]
    /// Bytes, and 0x100 plus the number of an initial consonant; empty when it has none.
    private let syllables: [UInt16]
    /// Digits that may stand with separators between them.
    private let numbers: [[UInt8]]

    /// Makes a pattern of what a person typed.
    init(_ text: String) {
        let folded = SearchText(text)
        self.literal = folded.bytes
        self.syllables = Self.syllables(folded.bytes)
        self.numbers = Self.numbers(folded.bytes)
    }

    /// Whether a piece of folded text holds it; nothing is in every text.
    func isFound(in text: UnsafeRawBufferPointer) -> Bool {
        guard !literal.isEmpty else { return true }
        if Self.find(literal, in: text) { return true }
        if !syllables.isEmpty, Self.find(syllables, in: text) { return true }
        return numbers.contains { Self.find(number: $0, in: text) }
    }

    /// Whether folded text holds it.
    func isFound(in text: SearchText) -> Bool { text.bytes.withUnsafeBytes { isFound(in: $0) } }

    // MARK: As it is

    private static func find(_ needle: [UInt8], in text: UnsafeRawBufferPointer) -> Bool {
        guard let base = text.baseAddress, let first = needle.first else { return false }
        var start = 0
        while text.count - start >= needle.count {
            let room = text.count - start - needle.count + 1
            guard let found = memchr(base + start, Int32(first), room) else { return false }
            let index = UnsafeRawPointer(found) - base
            if memcmp(base + index, needle, needle.count) == 0 { return true }
            start = index + 1
        }
        return false
    }

    // MARK: Initial consonants

    /// The places of U+3131 to U+314E among the 19 initial consonants; two for those that only end syllables, because
    /// keyboards join what is typed one after the other (ㄱㅅ becomes ㄳ).
    private static let initials: [[UInt16]] = [
        [0], [1], [0, 9], [2], [2, 12], [2, 18], [3], [4], [5], [5, 0], [5, 6], [5, 7], [5, 9], [5, 16], [5, 17],
        [5, 18], [6], [7], [8], [7, 9], [9], [10], [11], [12], [13], [14], [15], [16], [17], [18],
    ]

    private static func syllables(_ bytes: [UInt8]) -> [UInt16] {
        var pattern: [UInt16] = []
        var hasInitial = false
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            switch scalar.value {
            case 0x3131...0x314E:
                pattern += initials[Int(scalar.value - 0x3131)].map { 0x100 + $0 }
                hasInitial = true
            case 0x1100...0x1112:
                pattern.append(0x100 + UInt16(scalar.value - 0x1100))
                hasInitial = true
            default: pattern += String(Character(scalar)).utf8.map(UInt16.init)
            }
        }
        return hasInitial ? pattern : []
    }

    private static func find(_ pattern: [UInt16], in text: UnsafeRawBufferPointer) -> Bool {
        var start = 0
        while start < text.count {
            if matches(pattern, text, start) { return true }
            start += 1
        }
        return false
    }

    private static func matches(_ pattern: [UInt16], _ text: UnsafeRawBufferPointer, _ start: Int) -> Bool {
        var index = start
        for (position, element) in pattern.enumerated() {
            // People leave out the spaces between words when they type initials.
            if position > 0, element >= 0x100, index < text.count, text[index] == 0x20 { index += 1 }
            guard index < text.count else { return false }
            if element < 0x100 {
                guard text[index] == UInt8(truncatingIfNeeded: element) else { return false }
                index += 1
            } else {
                // A syllable (U+AC00 to U+D7A3) has three bytes, EA to ED first.
                let first = text[index]
                guard first >= 0xEA, first <= 0xED, index + 2 < text.count else { return false }
                let scalar =
                    UInt32(first & 0x0F) << 12 | UInt32(text[index + 1] & 0x3F) << 6 | UInt32(text[index + 2] & 0x3F)
                guard scalar >= 0xAC00, scalar <= 0xD7A3, (scalar - 0xAC00) / 588 == UInt32(element - 0x100) else {
                    return false
                }
                index += 3
            }
        }
        return true
    }

    // MARK: Numbers

    /// A text of at least five digits and nothing but what stands between digits.
    private static func numbers(_ bytes: [UInt8]) -> [[UInt8]] {
        var digits: [UInt8] = []
        for byte in bytes {
            switch byte {
            case 0x30...0x39: digits.append(byte)
            case 0x2B: guard digits.isEmpty else { return [] }
            default: guard isSeparator(byte) else { return [] }
            }
        }
        guard digits.count >= 5 else { return [] }
        if digits.first == 0x30, digits.count >= 9 { return [digits, Array("82".utf8) + digits.dropFirst()] }
        if digits.starts(with: "82".utf8), digits.count >= 10 { return [digits, [0x30] + digits.dropFirst(2)] }
        return [digits]
    }

    private static func isSeparator(_ byte: UInt8) -> Bool {
        byte == 0x2D || byte == 0x20 || byte == 0x2E || byte == 0x28 || byte == 0x29
    }

    private static func find(number: [UInt8], in text: UnsafeRawBufferPointer) -> Bool {
        guard let base = text.baseAddress, let first = number.first else { return false }
        var start = 0
        while text.count - start >= number.count {
            guard let found = memchr(base + start, Int32(first), text.count - start - number.count + 1) else {
                return false
            }
            let index = UnsafeRawPointer(found) - base
            if matches(number: number, text, index) { return true }
            start = index + 1
        }
        return false
    }

    /// Up to three separators may stand between two digits.
    private static func matches(number: [UInt8], _ text: UnsafeRawBufferPointer, _ start: Int) -> Bool {
        var index = start
        for (position, digit) in number.enumerated() {
            var skipped = 0
            while position > 0, index < text.count, skipped < 3, isSeparator(text[index]) {
                index += 1
                skipped += 1
            }
            guard index < text.count, text[index] == digit else { return false }
            index += 1
        }
        return true
    }
}
