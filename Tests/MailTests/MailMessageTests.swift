// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Mail
import Testing
import Values

struct MailMessageTests {
    @Test("a mail with HTML, byte for byte")
    func wholeMessage() throws {
        var message = try Samples.message(
            subject: "Shipped", text: "Hello\nHong\n", html: "<p class=\"a\">Hello</p>\n")
        message.from = try Mailbox(name: "Spring, Flowers", address: "noreply@shop.example.com")
        message.to = try Mailbox(name: nil, address: "hong@example.com")
        message.replyTo = try Mailbox(name: "Help", address: "help@shop.example.com")
        message.inReplyTo = try MessageID("<d0@notify.example.com>")
        message.references = [try MessageID("<d0@notify.example.com>")]
        message.listUnsubscribe = try ListUnsubscribe(
            url: "https://shop.example.com/u/abc", mailto: try EmailAddress("u+abc@shop.example.com"))
        message.extraHeaders = [try ExtraHeader("X-Parcelpost-Delivery", try Line("d1.a1b2c3"))]
        let written = Samples.written(message)
        let boundary = try #require(written.components(separatedBy: "boundary=\"").last?.prefix(34))
        let expected = """
            Date: Sun, 22 Nov 2026 17:15:00 +0900
            From: "Spring, Flowers" <noreply@shop.example.com>
            To: hong@example.com
            Reply-To: Help <help@shop.example.com>
            Subject: Shipped
            Message-ID: <d1.a1b2c3@notify.example.com>
            In-Reply-To: <d0@notify.example.com>
            References: <d0@notify.example.com>
            Auto-Submitted: auto-generated
            List-Unsubscribe: <https://shop.example.com/u/abc>, <mailto:u+abc@shop.example.com?subject=unsubscribe>
            List-Unsubscribe-Post: List-Unsubscribe=One-Click
            X-Parcelpost-Delivery: d1.a1b2c3
            MIME-Version: 1.0
            Content-Type: multipart/alternative;
             boundary="\(boundary)"

            --\(boundary)
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            Hello
            Hong

            --\(boundary)
            Content-Type: text/html; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            <p class=3D"a">Hello</p>

            --\(boundary)--

            """
        #expect(written == expected.replacingLineBreaks)
        #expect(boundary.hasPrefix("=_"))
    }

    @Test("text alone is one part and ends in a line break", arguments: ["Hello", "Hello\n", "한글만 있는 본문", ""])
    func textOnly(text: String) throws {
        let written = Samples.written(try Samples.message(text: text))
        #expect(written.contains("\r\nContent-Type: text/plain; charset=utf-8\r\n"))
        #expect(!written.contains("multipart"))
        #expect(written.hasSuffix("\r\n"))
        let mail = ParsedMail(Array(written.utf8))
        #expect(mail.text == (text.hasSuffix("\n") ? text : text + "\n"))
        #expect(mail.html == nil && mail.notes.isEmpty)
    }

    @Test("Hangul bodies take base64, ASCII ones quoted-printable")
    func encodings() throws {
        let hangul = String(repeating: "고객님의 상품이 배송을 시작했습니다. ", count: 20)
        let markup = String(repeating: "<td style=\"padding:0\">parcel</td>\n", count: 20)
        let written = Samples.written(try Samples.message(text: hangul, html: markup))
        let parts = written.components(separatedBy: "\r\n--=_")
        #expect(parts[1].contains("Content-Transfer-Encoding: base64"))
        #expect(parts[2].contains("Content-Transfer-Encoding: quoted-printable"))
    }

    @Test("every kind of line break becomes CRLF, and NUL goes away")
    func canonicalBodies() throws {
        let text = "a\rb\nc\r\nd\n\ne\r\r\nf\u{0}g"
        for html in [nil, "<p>\(text)</p>"] {
            let bytes = try Samples.message(text: text, html: html).bytes()
            for (index, byte) in bytes.enumerated() {
                if byte == 0x0D { #expect(index + 1 < bytes.count && bytes[index + 1] == 0x0A) }
                if byte == 0x0A { #expect(index > 0 && bytes[index - 1] == 0x0D) }
                #expect(byte != 0)
            }
            #expect(ParsedMail(bytes).text?.hasPrefix("a\nb\nc\nd\n\ne\n\nfg") == true)
        }
    }

    @Test("the same message gives the same bytes, another id another boundary")
    func deterministic() throws {
        let message = try Samples.message(html: "<p>x</p>")
        #expect(message.bytes() == message.bytes())
        var ids: Set<String> = []
        for number in 0..<2_000 {
            let written = Samples.written(try Samples.message(html: "", messageID: "\(number)@n.example"))
            ids.insert(String(try #require(written.components(separatedBy: "boundary=\"").last).prefix(34)))
        }
        #expect(ids.count == 2_000)
    }

    @Test("a body that holds the boundary line keeps it")
    func boundaryInBody() throws {
        let first = Samples.written(try Samples.message(html: "x"))
        let boundary = String(try #require(first.components(separatedBy: "boundary=\"").last).prefix(34))
        let text = "--\(boundary)\n--\(boundary)--\n"
        let mail = ParsedMail(try Samples.message(text: text, html: "<pre>\(text)</pre>").bytes())
        #expect(mail.text == text)
        #expect(mail.html == "<pre>\(text)</pre>")
    }

    @Test(
        "dates in several zones, clamped where a calendar has no day for them",
        arguments: [
            (Int64(1_795_335_300), 32_400, "Sun, 22 Nov 2026 17:15:00 +0900"),
            (1_795_335_300, 0, "Sun, 22 Nov 2026 08:15:00 +0000"),
            (1_795_335_300, -12_600, "Sun, 22 Nov 2026 04:45:00 -0330"),
            (951_782_400, 0, "Tue, 29 Feb 2000 00:00:00 +0000"),
            (Int64.max / 1000, 999_999_999, "Thu, 30 Dec 9999 23:59:00 +2359"),
            (Int64.min / 1000, Int.min, "Thu, 1 Jan 1970 00:01:00 -2359"),
        ])
    func dates(seconds: Int64, zone: Int, written: String) throws {
        var message = try Samples.message()
        message.date = Timestamp(seconds: seconds)
        message.zoneOffsetSeconds = zone
        #expect(Samples.field("Date", of: message) == " " + written)
    }

    @Test("no more than 50 references, the first always among them")
    func references() throws {
        var message = try Samples.message()
        message.references = try (0..<200).map { try MessageID("\($0)@n.example") }
        let field = try #require(Samples.field("References", of: message))
        let ids = field.components(separatedBy: "\r\n").joined().split(separator: " ")
        #expect(ids.count == 50)
        #expect(ids.first == "<0@n.example>" && ids.last == "<199@n.example>" && ids[1] == "<151@n.example>")
        #expect(Samples.lines(field).allSatisfy { $0.utf8.count <= 76 })
    }

    @Test("internationalised addresses stay UTF-8 and are told of")
    func internationalised() throws {
        var message = try Samples.message()
        #expect(!message.needsSMTPUTF8)
        #expect(message.bytes().allSatisfy { $0 < 0x80 })
        message.to = try Mailbox(name: "홍길동", address: "홍길동@한국.example")
        #expect(message.needsSMTPUTF8)
        #expect(Samples.field("To", of: message) == " =?UTF-8?B?7ZmN6ri464+Z?= <홍길동@한국.example>")
        message.to = try Mailbox(name: nil, address: "hong@example.com")
        message.envelope.sender = try EmailAddress("반송@example.com")
        #expect(message.needsSMTPUTF8)
    }

    @Test("a name of spaces is none; runs of spaces become one")
    func names() throws {
        #expect(try Mailbox(name: "   ", address: "a@b.example").name == nil)
        #expect(try Mailbox(name: "", address: "a@b.example").name == nil)
        #expect(try Mailbox(name: " 홍  길동 ", address: "a@b.example").name?.text == "홍 길동")
        #expect(try Mailbox(name: "홍\u{3000}\u{A0}길동\u{3000}", address: "a@b.example").name?.text == "홍 길동")
    }

    @Test("a long unsubscribe address stays on one line, two that do not fit are folded between")
    func longUnsubscribe() throws {
        var message = try Samples.message()
        let url = "https://shop.example.com/u/" + String(repeating: "a", count: 500)
        message.listUnsubscribe = try ListUnsubscribe(url: url, mailto: try EmailAddress("u@shop.example.com"))
        #expect(Samples.field("List-Unsubscribe", of: message)?.contains("\r\n") == false)
        let local = String(repeating: "%", count: 64)
        let domain = Array(repeating: "길".padded(20), count: 3).joined(separator: ".")
        message.listUnsubscribe = try ListUnsubscribe(url: url, mailto: try EmailAddress(local + "@" + domain))
        let field = try #require(Samples.field("List-Unsubscribe", of: message))
        #expect(Samples.lines(field).count == 2)
        #expect(Samples.lines(Samples.written(message)).allSatisfy { $0.utf8.count <= 998 })
    }

    @Test(
        "what is no https URL is refused",
        arguments: [
            "http://a.example/u", "https://", "mailto:a@b.example", "https://a.example/<x>", "https://a.example/a b",
            "https://a.example/\r\nBcc: x@y.example", "https://a.example/한글", "https://a.example/\u{0}", "",
            "https://a.example/" + String(repeating: "x", count: 600),
        ])
    func refusedURLs(url: String) {
        #expect(throws: ValueError.self) { try ListUnsubscribe(url: url) }
    }

    @Test(
        "headers that the mail or a relay writes cannot be added, nor names that are none",
        arguments: [
            "Bcc", "bcc", "Cc", "To", "From", "Subject", "Content-Type", "MIME-Version", "Resent-To", "Received",
            "DKIM-Signature", "Return-Path", "Date", "Message-ID", "List-Unsubscribe", "", "X Y", "X:Y", "X\r\nBcc",
            "한",
            "-X", "1X", String(repeating: "X", count: 41), "X-É",
        ])
    func refusedHeaders(name: String) throws {
        let value = try Line("x")
        #expect(throws: ValueError.self) { try ExtraHeader(name, value) }
    }

    @Test("printing a message or a mailbox shows no name, subject or address")
    func printing() throws {
        let message = try Samples.message(subject: "secret subject", text: "secret text")
        for printed in ["\(message)", String(reflecting: message), "\(message.to)", String(reflecting: message.to)] {
            #expect(!printed.contains("secret") && !printed.contains("홍길동") && !printed.contains("hong@"))
        }
    }
}

extension String {
    /// CRLF for every LF.
    var replacingLineBreaks: String { components(separatedBy: "\n").joined(separator: "\r\n") }

    /// The text as often as fits so many times.
    func padded(_ count: Int) -> String { String(repeating: self, count: count) }
}
