// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Mail
import Testing
import Values

struct InlinePartTests {
    @Test("a mail with an image, byte for byte")
    func wholeMessage() throws {
        var message = try Samples.message(text: "Hi\n", html: "<img src=\"cid:logo@n.example\">")
        message.inlineParts = [
            try InlinePart(
                contentID: "logo@n.example", mediaType: .gif, fileName: try Line("logo \"1\".gif"),
                bytes: Array("GIF89a...".utf8))
        ]
        #expect(message.inlineParts[0].url == "cid:logo@n.example")
        let written = Samples.written(message)
        let boundaries = written.components(separatedBy: "boundary=\"").dropFirst().map { $0.prefix(34) }
        try #require(boundaries.count == 2 && boundaries[0] != boundaries[1])
        #expect(
            written.hasSuffix(
                """
                --\(boundaries[0])
                Content-Type: multipart/related; type="text/html";
                 boundary="\(boundaries[1])"

                --\(boundaries[1])
                Content-Type: text/html; charset=utf-8
                Content-Transfer-Encoding: quoted-printable

                <img src=3D"cid:logo@n.example">
                --\(boundaries[1])
                Content-Type: image/gif
                Content-Transfer-Encoding: base64
                Content-ID: <logo@n.example>
                Content-Disposition: inline;
                 filename="logo \\"1\\".gif"

                R0lGODlhLi4u
                --\(boundaries[1])--

                --\(boundaries[0])--

                """.replacingLineBreaks))
    }

    @Test("what we compose is read back, its images by their Content-ID and none as attachment")
    func readBack() throws {
        var message = try Samples.message(html: "<p>x</p>")
        for (number, type) in InlinePart.MediaType.allCases.enumerated() {
            message.inlineParts.append(
                try InlinePart(
                    contentID: "\(number)@n.example", mediaType: type, fileName: try Line("로고 \(number)"),
                    bytes: Samples.image(type, count: 1_000)))
        }
        let mail = ParsedMail(message.bytes())
        #expect(mail.html == "<p>x</p>" && mail.text == message.text && mail.notes.isEmpty && mail.attachments.isEmpty)
        #expect(mail.inlineParts.map(\.contentID) == ["0@n.example", "1@n.example", "2@n.example"])
        #expect(mail.inlineParts.map(\.contentType.essence) == ["image/png", "image/jpeg", "image/gif"])
        #expect(mail.inlineParts.map(\.content) == message.inlineParts.map(\.bytes))
        #expect(mail.inlineParts.map(\.fileName) == ["로고 0", "로고 1", "로고 2"])
        #expect(mail.root.children.map(\.contentType.essence) == ["text/plain", "multipart/related"])
    }

    @Test("a part beside the HTML that says attachment, or has no Content-ID, is listed below it")
    func attachmentsBeside() {
        let lines = """
            Content-Type: multipart/related; boundary=b

            --b
            Content-Type: text/html

            x
            --b
            Content-Type: image/png
            Content-ID: <a@b>
            Content-Disposition: attachment

            --b
            Content-Type: image/gif

            --b
            Content-Type: image/jpeg
            Content-ID: <c@d>

            --b--

            """
        let mail = ParsedMail(Array(lines.replacingLineBreaks.utf8))
        #expect(mail.attachments.map(\.contentType.essence) == ["image/png", "image/gif"])
        #expect(mail.inlineParts.map(\.contentID) == ["c@d"])
        #expect(mail.html == "x")
    }

    @Test("the same bytes each time; images without HTML are not sent, two with one id once")
    func sameBytes() throws {
        let part = try InlinePart(contentID: "a@b", mediaType: .png, bytes: Samples.image(.png))
        var message = try Samples.message(html: "x")
        message.inlineParts = [part, part]
        #expect(message.bytes() == message.bytes())
        #expect(ParsedMail(message.bytes()).inlineParts.count == 1)
        message.html = nil
        let plain = message.bytes()
        message.inlineParts = []
        #expect(message.bytes() == plain)
    }

    @Test("a format is known by its first bytes, and no other is taken")
    func formats() throws {
        for type in InlinePart.MediaType.allCases {
            for other in InlinePart.MediaType.allCases {
                let bytes = Samples.image(other)
                #expect(InlinePart.MediaType(of: bytes) == other)
                if type == other {
                    #expect(try InlinePart(contentID: "a@b", mediaType: type, bytes: bytes).bytes == bytes)
                } else {
                    #expect(throws: ValueError.self) { try InlinePart(contentID: "a@b", mediaType: type, bytes: bytes) }
                }
            }
            for cut in 0..<3 {
                let bytes = Array(Samples.image(type).prefix(cut))
                #expect(throws: ValueError.self) { try InlinePart(contentID: "a@b", mediaType: type, bytes: bytes) }
            }
        }
        for bytes in ["RIFF....WEBPVP8 ", "<svg xmlns=", "GIF90a", "\u{89}PNG"].map({ Array($0.utf8) }) {
            #expect(InlinePart.MediaType(of: bytes) == nil)
        }
    }

    @Test("at most 200 KiB")
    func size() throws {
        let start = Samples.image(.jpeg, count: 0)
        let fits = start + [UInt8](repeating: 0, count: InlinePart.maxBytes - start.count)
        #expect(try InlinePart(contentID: "a@b", mediaType: .jpeg, bytes: fits).bytes.count == 204_800)
        #expect(throws: ValueError.self) { try InlinePart(contentID: "a@b", mediaType: .jpeg, bytes: fits + [0]) }
    }

    @Test(
        "ids that could end a header or need an escape in a URL are refused",
        arguments: [
            "", "a", "@b", "a@", "<a@b>", "a@b@c", "a b@c", "a@b\r\nBcc: x@y", "a%40@b", "a&b@c", "a/b@c", "a?@b",
            "로고@b",
            "a@" + String(repeating: "b", count: 260),
        ])
    func refusedIDs(id: String) {
        #expect(throws: ValueError.self) {
            try InlinePart(contentID: id, mediaType: .png, bytes: Samples.image(.png))
        }
    }

    @Test(
        "file names with directories, of spaces, or too long are refused",
        arguments: ["", " ", "a/b", "a\\b", "..", "."])
    func refusedNames(name: String) throws {
        for name in [name, String(repeating: "가", count: 51)] {
            let line = try Line(name)
            #expect(throws: ValueError.self) {
                try InlinePart(contentID: "a@b", mediaType: .png, fileName: line, bytes: Samples.image(.png))
            }
        }
    }

    @Test(
        "file names come back whatever they hold, on lines of at most 76 bytes",
        arguments: [
            "logo.png", "a b.png", "\"q\".png", "로고.png", "달빛상점 로고 (새 것) 50% 'x'*.png", "=?utf-8?b?YQ==?=.png",
            "a;b=c.png",
            String(repeating: "x", count: 150), String(repeating: "가", count: 50), "👩‍👩‍👧‍👦👩‍👩‍👧‍👦.gif", "é\u{301}.png",
        ])
    func fileNames(name: String) throws {
        var message = try Samples.message(html: "x")
        message.inlineParts = [
            try InlinePart(
                contentID: "a@b", mediaType: .png, fileName: try Line(name), bytes: Samples.image(.png, count: 0))
        ]
        #expect(ParsedMail(message.bytes()).inlineParts.map(\.fileName) == [name])
        #expect(Samples.lines(Samples.written(message)).allSatisfy { $0.utf8.count <= 76 })
    }

    @Test("printing an image shows neither its name nor its id")
    func printing() throws {
        let part = try InlinePart(
            contentID: "secret@n.example", mediaType: .png, fileName: try Line("secret.png"), bytes: Samples.image(.png)
        )
        #expect("\(part)" == "image/png of 38 bytes")
    }
}
