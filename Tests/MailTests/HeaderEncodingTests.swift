// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Mail
import Testing
import Values

/// RFC 2047 and RFC 5322 sections 2.2.3, 3.2.5.
struct HeaderEncodingTests {
    private func unstructured(_ text: String, column: Int = 9) throws -> String {
        String(decoding: HeaderEncoding.unstructured(try Line(text), column: column), as: UTF8.self)
    }

    private func phrase(_ text: String) throws -> String {
        String(decoding: HeaderEncoding.phrase(try Line(text), column: 4), as: UTF8.self)
    }

    @Test(
        "plain ASCII stays, anything else becomes encoded words",
        arguments: [
            ("Your parcel is on its way", "Your parcel is on its way"),
            ("two  spaces stay", "two  spaces stay"),
            ("배송", "=?UTF-8?B?67Cw7Iah?="),
            // The name of RFC 2047 section 8, in the set we write.
            ("Keld J\u{F8}rn Simonsen", "=?UTF-8?Q?Keld_J=C3=B8rn_Simonsen?="),
            (" leading", "=?UTF-8?Q?_leading?="),
            ("trailing ", "=?UTF-8?Q?trailing_?="),
            ("=?UTF-8?B?YQ==?=", "=?UTF-8?B?PT9VVEYtOD9CP1lRPT0/PQ==?="),
            ("", ""),
        ])
    func unstructuredForms(text: String, written: String) throws {
        #expect(try unstructured(text) == written)
    }

    @Test(
        "names are atoms, quoted strings or encoded words",
        arguments: [
            ("Hong Gildong", "Hong Gildong"),
            ("Hong, Gildong", "\"Hong, Gildong\""),
            ("J. Smith", "\"J. Smith\""),
            ("say \"hi\" \\ bye", "\"say \\\"hi\\\" \\\\ bye\""),
            ("a@b.example", "\"a@b.example\""),
            ("홍길동", "=?UTF-8?B?7ZmN6ri464+Z?="),
            ("홍, 길\"동", "=?UTF-8?B?7ZmNLCDquLgi64+Z?="),
            ("caf\u{E9} in the (seoul) market", "=?UTF-8?Q?caf=C3=A9_in_the_=28seoul=29_market?="),
            ("a  b", "=?UTF-8?Q?a__b?="),
        ])
    func phraseForms(name: String, written: String) throws {
        #expect(try phrase(name) == written)
    }

    @Test("long ASCII is folded before the white space between its words, at 76 columns")
    func folding() throws {
        let text = (0..<60).map { "word\($0)" }.joined(separator: " ")
        let written = try unstructured(text)
        let lines = Samples.lines(written)
        #expect(lines.count > 4)
        #expect(lines[0].utf8.count <= 67)
        #expect(lines.dropFirst().allSatisfy { $0.utf8.count <= 76 && $0.hasPrefix(" ") })
        #expect(lines.joined() == text)
    }

    @Test("a word too long for a line becomes encoded words, one that fits 998 does not")
    func longWords() throws {
        let token = String(repeating: "t", count: 400)
        #expect(try unstructured(token) == token)
        let long = try unstructured(String(repeating: "t", count: 1500))
        #expect(Samples.lines(long).allSatisfy { $0.utf8.count <= 76 })
        #expect(try EncodedWords(long).decoded == String(repeating: "t", count: 1500))
        let quoted = try phrase(String(repeating: "\"", count: 1500))
        #expect(Samples.lines(quoted).allSatisfy { $0.utf8.count <= 76 })
    }

    @Test(
        "words have at most 75 characters, lines 76, and each is text by itself: no character is split",
        arguments: [
            String(repeating: "한글 이름이 아주 긴 상점 ", count: 12) + "끝",
            String(repeating: "👨‍👩‍👧‍👦", count: 20),
            String(repeating: "🇰🇷👍🏽", count: 30),
            String(repeating: "e\u{301}", count: 90),
            "Order No. 1234 " + String(repeating: "é and plain words ", count: 20) + "end",
            String(repeating: "각", count: 100).decomposedJamo,
        ])
    func neverSplits(text: String) throws {
        let words = try EncodedWords(try unstructured(text))
        #expect(words.all.count > 1)
        #expect(words.all.allSatisfy { $0.written.utf8.count <= 75 })
        #expect(words.lineLengths[0] + 9 <= 76 && words.lineLengths.dropFirst().allSatisfy { $0 <= 76 })
        #expect(words.decoded == text)
        // Each word holds whole grapheme clusters: counted apart, they are as many as counted together.
        #expect(words.all.map(\.text.count).reduce(0, +) == text.count)
    }

    @Test("a cluster longer than a word is split between scalars")
    func hugeCluster() throws {
        let text = "e" + String(repeating: "\u{301}\u{1F3FD}", count: 100)
        let words = try EncodedWords(try unstructured(text))
        #expect(words.decoded == text)
        #expect(words.all.allSatisfy { $0.written.utf8.count <= 75 })
    }

    @Test("a word never starts where no character fits, whatever stands before it", arguments: 0...90)
    func anyColumn(column: Int) throws {
        let text = "한글과 emoji 👨‍👩‍👧‍👦 사이"
        let written = try unstructured(text, column: column)
        let words = try EncodedWords(written)
        #expect(words.decoded == text)
        #expect((words.lineLengths[0] == 0 ? 0 : words.lineLengths[0] + column) <= 76)
        #expect(words.lineLengths.dropFirst().allSatisfy { $0 <= 76 })
    }
}

/// A second reading of encoded words, by RFC 2047 section 2 and nothing else; strict.
struct EncodedWords {
    struct Word {
        let written: String
        let text: String
    }

    struct NoWord: Error {
        let written: String
    }

    let all: [Word]
    let lineLengths: [Int]

    var decoded: String { all.map(\.text).joined() }

    init(_ value: String) throws {
        let lines = Samples.lines(value)
        lineLengths = lines.map(\.utf8.count)
        all = try lines.filter { !$0.isEmpty }.map { line in
            let written = line.hasPrefix(" ") ? String(line.dropFirst()) : line
            let parts = written.split(separator: "?", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 5, parts[0] == "=", parts[1] == "UTF-8", parts[4] == "=" else {
                throw NoWord(written: written)
            }
            var bytes: [UInt8]?
            if parts[2] == "B" { bytes = Base64.decode(parts[3]) }
            if parts[2] == "Q" { bytes = EncodedWords.quoted(Array(parts[3].utf8)) }
            guard let bytes, let text = String(validating: bytes, as: UTF8.self) else { throw NoWord(written: written) }
            return Word(written: written, text: text)
        }
    }

    private static func quoted(_ text: [UInt8]) -> [UInt8]? {
        var bytes = [UInt8]()
        var index = 0
        while index < text.count {
            if text[index] == 0x3D {
                guard index + 2 < text.count,
                    let byte = Hex.decode(String(decoding: text[(index + 1)...(index + 2)], as: UTF8.self))
                else { return nil }
                bytes += byte
                index += 3
            } else {
                bytes.append(text[index] == 0x5F ? 0x20 : text[index])
                index += 1
            }
        }
        return bytes
    }
}

extension String {
    /// The first syllable of the text as conjoining jamo, as often as the text has characters.
    fileprivate var decomposedJamo: String { map { _ in "\u{1100}\u{1161}\u{11A8}" }.joined() }
}
