// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Mail
import Testing
import Values

struct ParsedMailTests {
    private func parse(_ text: String) -> ParsedMail { ParsedMail(Array(text.replacingLineBreaks.utf8)) }

    @Test("what we compose is read back, and its links found")
    func ours() throws {
        var message = try Samples.message(
            subject: "[꽃집 봄날] 상품이 배송을 시작했습니다 👩‍👩‍👧‍👦 — 오늘 안에 출발해요", text: "추적: https://shop.example.com/t/1.\n",
            html: "<a href=\"https://shop.example.com/t/2?a=1&amp;b=2\">추적</a>")
        message.from = try Mailbox(name: "Spring \"Flowers\", Inc. \\o/", address: "noreply@shop.example.com")
        message.listUnsubscribe = try ListUnsubscribe(url: "https://shop.example.com/u/abc")
        message.references = [try MessageID("a@n.example"), try MessageID("b@n.example")]
        let mail = ParsedMail(message.bytes())
        #expect(mail.subject == message.subject.text)
        #expect(mail.from == [mailbox("Spring \"Flowers\", Inc. \\o/", "noreply@shop.example.com")])
        #expect(mail.to == [mailbox("홍길동", "hong@example.com")])
        #expect(mail.text == message.text)
        #expect(mail.html == message.html)
        #expect(mail.attachments.isEmpty && mail.notes.isEmpty)
        #expect(mail.messageID == message.messageID.value)
        #expect(mail.references == ["a@n.example", "b@n.example"])
        #expect(mail.listUnsubscribe == ["https://shop.example.com/u/abc"])
        #expect(mail.links == ["https://shop.example.com/t/2?a=1&b=2", "https://shop.example.com/t/1"])
        #expect(mail.root.contentType.essence == "multipart/alternative")
        #expect(mail.root.children.map(\.contentType.essence) == ["text/plain", "text/html"])
    }

    @Test("the nested example of RFC 2049 appendix A, shortened")
    func rfc2049() {
        let mail = parse(
            """
            MIME-Version: 1.0
            From: Nathaniel Borenstein <nsb@nsb.fv.com>
            To: Ned Freed <ned@innosoft.com>
            Subject: A multipart example
            Content-Type: multipart/mixed;
                          boundary=unique-boundary-1

            This is the preamble area of a multipart message.
            --unique-boundary-1

              ... Some text appears here ...
            --unique-boundary-1
            Content-type: text/plain; charset=US-ASCII

            This could have been part of the previous part.
            --unique-boundary-1
            Content-Type: multipart/parallel; boundary=unique-boundary-2

            --unique-boundary-2
            Content-Type: audio/basic
            Content-Transfer-Encoding: base64

            Zm9v
            --unique-boundary-2
            Content-Type: image/jpeg; name="a.jpg"
            Content-Transfer-Encoding: base64

            Zm9vYmFy
            --unique-boundary-2--
            --unique-boundary-1
            Content-Type: message/rfc822

            From: (mailbox in US-ASCII)
            To: (address in US-ASCII)
            Subject: (subject in US-ASCII)
            Content-Type: Text/plain; charset=ISO-8859-1
            Content-Transfer-Encoding: Quoted-printable

            caf=E9
            --unique-boundary-1--
            This is the epilogue.

            """)
        #expect(mail.text == "  ... Some text appears here ...")
        #expect(mail.html == nil)
        #expect(
            mail.attachments.map(\.contentType.essence) == ["audio/basic", "image/jpeg", "message/rfc822"])
        #expect(mail.attachments.map(\.fileName) == [nil, "a.jpg", nil])
        #expect(mail.attachments[0].content == Array("foo".utf8))
        #expect(mail.attachments[1].contentBytes == 6)
        let inner = mail.attachments[2].children
        #expect(inner.count == 1 && inner[0].text == "café")
        #expect(mail.notes.isEmpty)
    }

    @Test(
        "the encoded words of RFC 2047 section 8, and what mailers really write",
        arguments: [
            ("(=?ISO-8859-1?Q?a?=)", "(a)"),
            ("(=?ISO-8859-1?Q?a?= b)", "(a b)"),
            ("(=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=)", "(ab)"),
            ("(=?ISO-8859-1?Q?a?=  =?ISO-8859-1?Q?b?=)", "(ab)"),
            ("(=?ISO-8859-1?Q?a?=\n    =?ISO-8859-1?Q?b?=)", "(ab)"),
            ("(=?ISO-8859-1?Q?a_b?=)", "(a b)"),
            ("(=?ISO-8859-1?Q?a?= =?UTF-8?Q?_b?=)", "(a b)"),
            ("=?ISO-8859-1?Q?Andr=E9?= Pirard", "André Pirard"),
            ("=?iso-8859-1*en?q?caf=e9?=", "café"),
            // A syllable cut over two words, as many Korean mailers write it.
            ("=?UTF-8?B?7ZWc6g==?= =?UTF-8?B?uIA=?=", "한글"),
            ("=?utf-8?b?7ZWc?=x=?utf-8?b?6riA?=", "한x글"),
            ("=?UTF-8?X?abc?=", "=?UTF-8?X?abc?="),
            ("=?UTF-8?B?abc", "=?UTF-8?B?abc"),
            ("=?=?=?=", "=?=?=?="),
            ("a =?UTF-8?Q?b=0D=0ABcc:_x?=", "a b  Bcc: x"),
            ("plain 8-bit 한글", "plain 8-bit 한글"),
        ])
    func encodedWords(written: String, value: String) {
        let mail = parse("Subject: \(written)\n\nx")
        #expect(mail.subject == value)
        #expect(mail.notes.isEmpty)
    }

    @Test(
        "address fields as people write them",
        arguments: [
            ("hong@example.com", [("", "hong@example.com")]),
            ("<hong@example.com>", [("", "hong@example.com")]),
            (
                "Hong <hong@example.com>, \"Kim, B\" <kim@example.com>",
                [("Hong", "hong@example.com"), ("Kim, B", "kim@example.com")]
            ),
            ("Pete(A nice \\) chap) <pete(his account)@silly.test>", [("Pete", "pete@silly.test")]),
            (
                "A Group:Ed Jones <joe@where.test>,jdoe@one.test;",
                [("Ed Jones", "joe@where.test"), ("", "jdoe@one.test")]
            ),
            ("Undisclosed recipients:;", []),
            ("=?UTF-8?B?7ZmN6ri464+Z?= <a@b.example>", [("홍길동", "a@b.example")]),
            ("<@a.example,@b.example:jdoe@test.example>", [("", "jdoe@test.example")]),
            ("홍길동 <홍길동@한국.example>", [("홍길동", "홍길동@한국.example")]),
            ("\"unclosed <a@b.example>", [("", "unclosed <a@b.example>")]),
            ("open <a@b.example", [("open", "a@b.example")]),
            ("", []),
            (",;,(((", []),
        ])
    func addresses(written: String, expected: [(String, String)]) {
        #expect(ParsedMailbox.list(written) == expected.map { mailbox($0.0, $0.1) })
    }

    @Test(
        "file names, by RFC 2231, by RFC 2047 as most mailers write them, and without their directories",
        arguments: [
            ("attachment; filename=\"a b.pdf\"", "a b.pdf"),
            ("attachment; filename*=utf-8''%ED%95%9C%EA%B8%80.pdf", "한글.pdf"),
            ("attachment; filename*0*=UTF-8'ko'%ED%95%9C; filename*1*=%EA%B8%80; filename*2=\".pdf\"", "한글.pdf"),
            ("attachment; filename*1=\"b.pdf\"; filename*0=\"a\"", "ab.pdf"),
            ("attachment; filename=\"=?UTF-8?B?7ZWc6riALnBkZg==?=\"", "한글.pdf"),
            ("attachment; filename=fallback.pdf; filename*=iso-8859-1''caf%E9.pdf", "café.pdf"),
            ("attachment; filename=\"../../etc/passwd\"", "passwd"),
            ("attachment; filename=\"C:\\\\temp\\\\a.txt\"", "a.txt"),
            ("attachment; FileName = x.txt (a comment)", "x.txt"),
        ])
    func fileNames(disposition: String, name: String) {
        let mail = parse("Content-Type: text/plain\nContent-Disposition: \(disposition)\n\nbody")
        #expect(mail.attachments.map(\.fileName) == [name])
        #expect(mail.text == nil)
    }

    @Test("the charsets we know, and a note for one we do not")
    func charsets() {
        func mail(_ label: String, _ bytes: [UInt8]) -> ParsedMail {
            ParsedMail(Array("Content-Type: text/plain; charset=\(label)\r\n\r\n".utf8) + bytes)
        }
        #expect(mail("ISO-8859-1", [0x63, 0xE9]).text == "cé")
        #expect(mail("\"utf-8\"", Array("한".utf8)).text == "한")
        #expect(mail("us-ascii", Array("한".utf8)).text == "한")
        let unknown = mail("x-unknown", [0x61, 0xC7, 0xD1])
        #expect(unknown.text?.hasPrefix("a\u{FFFD}") == true)
        #expect(unknown.notes.contains { $0.contains("x-unknown") })
    }

    @Test(
        "broken mails give what can be read, and say what is wrong",
        arguments: [
            ("", "", 0),
            ("\n", "", 0),
            ("Subject: x", "", 0),
            ("no header at all\nsecond line", "no header at all\nsecond line", 1),
            ("From hong Sun Nov 22\nSubject: x\n\nbody", "body", 1),
            ("Content-Type: multipart/mixed\n\nbody", "body", 1),
            ("Content-Type: multipart/mixed; boundary=b\n\nbody", "body", 1),
            ("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nbody", "body", 1),
            ("Content-Type: nonsense\n\nbody", "body", 1),
            ("Content-Transfer-Encoding: uuencode\n\nbody", "body", 1),
            (" continuation first\nSubject: x\n\nbody", "body", 0),
        ])
    func broken(written: String, text: String, notes: Int) {
        let mail = parse(written)
        #expect(mail.text == text)
        #expect(mail.notes.count == notes, "\(mail.notes)")
    }

    @Test("lines that end in LF alone are read as well")
    func bareLineFeeds() {
        let mail = ParsedMail(
            Array(
                "Subject: a\n b\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\nContent-Type: text/html\n\ntwo\n--b--\n"
                    .utf8))
        #expect(mail.subject == "a b")
        #expect(mail.text == "one" && mail.html == "two")
    }

    @Test("depth, parts and fields are bounded, and the notes say so")
    func bounds() {
        var deep = ""
        for level in 0..<300 { deep += "Content-Type: multipart/mixed; boundary=b\(level)\n\n--b\(level)\n" }
        let nested = parse(deep + "\nbottom")
        #expect(depth(nested.root) == 20)
        #expect(nested.notes.contains { $0.contains("deeper than 20") })

        let wide = parse(
            "Content-Type: multipart/mixed; boundary=b\n\n" + String(repeating: "--b\n\nx\n", count: 5_000) + "--b--\n")
        #expect(wide.root.children.count == 999)
        #expect(wide.notes.contains { $0.contains("more than 1000 parts") })

        let forwarded = parse(String(repeating: "Content-Type: message/rfc822\n\n", count: 300) + "bottom")
        #expect(depth(forwarded.root) == 20)

        let fields = parse(String(repeating: "X: y\n", count: 5_000) + "\nbody")
        #expect(fields.headers.count == 1000 && fields.text == "body")

        let long = parse("Subject: " + String(repeating: "a", count: 200_000) + "\n\nbody")
        #expect(long.subject.utf8.count < 70_000 && long.text == "body")
        #expect(long.notes.contains { $0.contains("64 KiB") })
    }

    @Test("links: each once, quoted or not, without the sentence's punctuation, only web addresses")
    func links() {
        let mail = parse(
            """
            Content-Type: multipart/alternative; boundary=b

            --b

            See https://a.example/x, (https://b.example/y?z=1) or https://a.example/x! mailto:x@y.example
            --b
            Content-Type: text/html

            <A HREF='https://c.example/1'>1</A><a href=https://c.example/2>2</a><a href = "javascript:alert(1)">
            <a href="https://c.example/1">again</a><a href="https://c.example/&#x3D;&quot;">q</a><a href="https://open
            --b--
            """)
        #expect(
            mail.links == [
                "https://c.example/1", "https://c.example/2", "https://c.example/=\"", "https://a.example/x",
                "https://b.example/y?z=1",
            ])
    }

    private func depth(_ part: ParsedPart) -> Int { 1 + (part.children.map(depth).max() ?? 0) }

    private func mailbox(_ name: String, _ address: String) -> ParsedMailbox {
        ParsedMailbox(name: name, address: address)
    }
}
