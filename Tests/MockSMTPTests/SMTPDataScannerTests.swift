// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockSMTP
import MockWorld
import Testing

/// The bytes between DATA and its end, cut in every possible place (RFC 5321 sections 2.3.8, 4.1.1.4, 4.5.2, 4.5.3.1.6).
struct SMTPDataScannerTests {
    struct Result: Equatable {
        var body: String
        var size: Int
        var rules: [SMTPFinding.Rule]
        var lines: [Int]
        var isEnded: Bool
        var rest: String
    }

    /// Feeds the wire's bytes in pieces, as a connection does.
    static func scan(_ wire: [UInt8], pieces: Int, _ change: (inout SMTPSettings) -> Void = { _ in }) -> Result {
        var settings = SMTPSettings()
        change(&settings)
        var scanner = SMTPDataScanner(settings: settings, parameters: SMTPMailParameters())
        var pending: [UInt8] = []
        var index = 0
        var isEnded = false
        while index < wire.count, !isEnded {
            let end = min(index + pieces, wire.count)
            pending += wire[index..<end]
            index = end
            let progress = pending.withUnsafeBytes { scanner.consume($0) }
            pending.removeFirst(progress.consumed)
            isEnded = progress.isEnded
        }
        return Result(
            body: String(decoding: scanner.body, as: UTF8.self), size: scanner.size,
            rules: scanner.findings.map(\.rule),
            lines: scanner.findings.map(\.line), isEnded: isEnded,
            rest: String(decoding: pending + wire[index...], as: UTF8.self))
    }

    @Test(
        "dots are unstuffed and the end found, however the bytes are cut",
        arguments: [
            ("Subject: a\r\n\r\nhello\r\n.\r\n", "Subject: a\r\n\r\nhello\r\n", ""),
            (".\r\n", "", ""), ("\r\n.\r\n", "\r\n", ""), ("..\r\n...\r\n.a\r\n.\r\n", ".\r\n..\r\na\r\n", ""),
            ("a\r\n.\r\nMAIL FROM:<b@c.d>\r\n", "a\r\n", "MAIL FROM:<b@c.d>\r\n"),
        ])
    func unstuffing(wire: String, body: String, rest: String) {
        for pieces in 1...wire.utf8.count {
            let result = Self.scan(Array(wire.utf8), pieces: pieces)
            #expect(
                result
                    == Result(
                        body: body, size: body.utf8.count, rules: [], lines: [], isEnded: true, rest: rest),
                "cut by \(pieces)")
        }
    }

    @Test(
        "each break of the protocol is found with its line, however the bytes are cut",
        arguments: [
            ("a\r\nb\nc\r\n.\r\n", [SMTPFinding.Rule.bareLF], [2]), ("a\r\nb\rc\r\n.\r\n", [.bareCR], [2]),
            ("a\r\r\n.\r\n", [.bareCR], [1]), ("a\nb\rc\r\n.\r\n", [.bareLF, .bareCR], [1, 2]),
        ])
    func findings(wire: String, rules: [SMTPFinding.Rule], lines: [Int]) {
        for pieces in 1...wire.utf8.count {
            let result = Self.scan(Array(wire.utf8), pieces: pieces)
            #expect(result.rules == rules && result.lines == lines && result.isEnded, "cut by \(pieces)")
            #expect(result.body == String(wire.dropLast(2)), "the bytes stay as they came")
        }
    }

    @Test(
        "an end that servers disagree about is noticed", arguments: ["a\r\nb\n.\r\n", "a\r\n.\n", "a\n.\n", "a\n.\r\n"])
    func oddEnds(wire: String) {
        let whole = Self.scan(Array(wire.utf8), pieces: 1_000)
        #expect(whole.rules.contains(.oddEnd) && whole.isEnded)
        // What would be smuggled behind it is read as part of the mail, up to the true end.
        let smuggling = Self.scan(Array((wire + "MAIL FROM:<x@y.z>\r\n.\r\n").utf8), pieces: 1_000)
        #expect(smuggling.rules.contains(.oddEnd) && smuggling.isEnded && smuggling.rest.isEmpty)
        #expect(smuggling.body.contains("MAIL FROM:<x@y.z>"))
        let lenient = Self.scan(Array((wire + "NOOP\r\n").utf8), pieces: 1_000) { $0.discipline = .lenient }
        #expect(lenient.isEnded && lenient.rest == "NOOP\r\n")
    }

    @Test("a line of 1000 bytes is the longest", arguments: [(998, []), (999, [SMTPFinding.Rule.longLine])])
    func longLines(length: Int, rules: [SMTPFinding.Rule]) {
        let text = String(repeating: "x", count: length)
        for pieces in [1, 7, 997, 998, 999, 1_000, 1_001, 5_000] {
            #expect(Self.scan(Array((text + "\r\n.\r\n").utf8), pieces: pieces).rules == rules)
            // The dot that was put before a line does not count (RFC 5321 section 4.5.3.1.6).
            let dotted = "." + String(repeating: ".", count: length)
            #expect(Self.scan(Array((dotted + "\r\n.\r\n").utf8), pieces: pieces).rules == rules)
        }
    }

    @Test("a line without an end is taken piece by piece and kept whole")
    func endlessLine() {
        let line = [UInt8](repeating: 0x2E, count: 100_000)
        let result = Self.scan(line + Array("\r\n.\r\n".utf8), pieces: 8_192)
        #expect(result.size == 100_001 && result.rules == [.longLine] && result.isEnded)
    }

    @Test("a mail beyond the limit is counted and not kept")
    func tooBig() {
        let line = Array((String(repeating: "x", count: 70) + "\r\n").utf8)
        let wire = Array(repeatElement(line, count: 100).joined()) + Array(".\r\n".utf8)
        let result = Self.scan(wire, pieces: 100) { $0.maxMessageBytes = 1_000 }
        #expect(result.size == 7_200 && result.body.isEmpty && result.isEnded)
    }

    @Test("8-bit bytes without BODY=8BITMIME are noted (RFC 6152 3)")
    func eightBit() {
        let result = Self.scan(Array("안녕\r\n.\r\n".utf8), pieces: 1_000)
        #expect(result.rules == [.eightBit] && result.body == "안녕\r\n")
    }

    @Test("normalize stores CRLF for each bare CR and LF")
    func normalize() {
        for pieces in 1...16 {
            let result = Self.scan(Array("a\nb\rc\r\n..d\n.e\r\n.\r\n".utf8), pieces: pieces) {
                $0.discipline = .normalize
            }
            #expect(result.body == "a\r\nb\r\nc\r\n.d\r\ne\r\n", "cut by \(pieces)")
        }
    }
}
