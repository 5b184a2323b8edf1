// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Mail
import Testing
import Values

/// Whatever the bytes, the reader answers: it never traps, and its promises about what it shows hold.
struct MIMEReaderFuzzTests {
    /// Reads everything a mail offers.
    private func check(_ bytes: [UInt8], _ what: Comment) {
        let mail = ParsedMail(bytes)
        var seen = 0
        func visit(_ part: ParsedPart, _ depth: Int) {
            seen += 1
            #expect(depth <= 20, what)
            #expect(part.contentBytes <= bytes.count, what)
            _ = part.text
            _ = part.contentID
            for header in part.headers { #expect(!Line.hasControls(header.value), what) }
            for child in part.children { visit(child, depth + 1) }
        }
        visit(mail.root, 1)
        #expect(seen <= 1000, what)
        #expect(mail.links.count <= 500 && mail.notes.count <= 50, what)
        for mailbox in mail.from + mail.to + mail.cc + mail.replyTo {
            #expect(!Line.hasControls(mailbox.name + mailbox.address), what)
        }
        _ = (mail.messageID, mail.references, mail.inReplyTo, mail.listUnsubscribe, mail.date, mail.attachments.count)
    }

    @Test("random bytes", arguments: [UInt64(1), 2, 3, 4])
    func randomBytes(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for round in 0..<500 {
            let bytes = (0..<random.below(600)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            check(bytes, "seed \(seed), round \(round)")
        }
    }

    @Test("random arrangements of the words mail is made of", arguments: [UInt64(5), 6, 7, 8])
    func grammar(seed: UInt64) {
        let words = [
            "\r\n", "\n", "\r", "--b", "--b--", "--b ", " ", "\t", ":", ";", "=", "\"", "\\", "<", ">", "(", ")", ",",
            "@",
            "?", "=?", "?=", "=?UTF-8?B?", "=?UTF-8?Q?", "=?x?q?=41", "'", "*", "%", "%ED", "=ED", "\r\n\r\n", "From ",
            "Content-Type: multipart/mixed; boundary=b\r\n", "Content-Type: message/rfc822\r\n",
            "Content-Type: text/html; charset=\"", "Content-Transfer-Encoding: base64\r\n",
            "Content-Transfer-Encoding: quoted-printable\r\n", "Content-Disposition: attachment; filename*0*=",
            "filename*1=", "Subject: ", "To: ", "href=", "href=\"https://", "https://", "Zm9v", "한글", "👩‍👩‍👧", "\u{0}",
            "&amp;", "&#x", "Message-ID: <", "References: ",
        ].map { Array($0.utf8) }
        var random = SplitMix64(seed: seed)
        for round in 0..<500 {
            check((0..<random.below(60)).flatMap { _ in random.pick(words) }, "seed \(seed), round \(round)")
        }
    }

    @Test("mutations of valid mails", arguments: [UInt64(9), 10, 11, 12])
    func mutations(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for round in 0..<500 {
            var bytes = try GeneratedMail(random: &random, number: round).message.bytes()
            for _ in 0...random.below(12) {
                guard !bytes.isEmpty else { break }
                let at = random.below(bytes.count)
                switch random.below(5) {
                case 0: bytes[at] = UInt8(truncatingIfNeeded: random.next())
                case 1: bytes.remove(at: at)
                case 2: bytes.insert(random.pick([0x0A, 0x0D, 0x22, 0x3D, 0x3F, 0x2D, 0x00, 0xED]), at: at)
                case 3: bytes.removeSubrange(at..<min(bytes.count, at + random.below(200)))
                default:
                    bytes.insert(
                        contentsOf: bytes[at..<min(bytes.count, at + random.below(200))], at: random.below(bytes.count))
                }
            }
            check(bytes, "seed \(seed), round \(round)")
        }
    }

    @Test("hostile sizes are read in one pass: 100,000 bytes of each trap")
    func hostile() {
        for trap in [
            "=?", "=?a?Q?", "href='", "(", "<", "\"", "--b\r\n", "; a", "https://", "=", " ", "\r", "=?UTF-8?Q?=\r\n ",
        ] {
            let body = String(repeating: trap, count: 100_000 / trap.utf8.count)
            for head in [
                "Subject: ", "To: ", "Content-Type: multipart/mixed; boundary=b; x=", "Content-Type: text/html\r\n\r\n",
                "Content-Transfer-Encoding: quoted-printable\r\n\r\n",
                "Content-Type: multipart/mixed; boundary=b\r\n\r\n",
            ] {
                check(Array((head + body).utf8), "\(head)\(trap)")
            }
        }
    }
}
