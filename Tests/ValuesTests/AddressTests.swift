// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Testing
import Values

@Suite("Mail addresses")
struct EmailAddressTests {
    @Test(
        "addresses that customers have are taken",
        arguments: [
            "hong@example.com", "hong.gildong+shop@mail.example.co.kr", "o'brien@example.com", "a@b.co",
            "!#$%&'*+-/=?^_`{|}~@example.com", "x@localhost", "홍길동@example.com", "hong@한국.한국", "user@xn--3e0b707e.kr",
            "1@2.kr", "UPPER.Case@EXAMPLE.COM",
        ])
    func taken(_ text: String) throws {
        let address = try EmailAddress(text)
        #expect(address.address.lowercased() == text.lowercased())
        #expect(try EmailAddress(address.address) == address)
    }

    @Test(
        "RFC 5321, RFC 5322: what is no address is refused",
        arguments: [
            "", "@", "a@", "@b.co", "ab.co", "a@b@c.co", ".a@b.co", "a.@b.co", "a..b@c.co", "a b@c.co", "\"a b\"@c.co",
            "a@b", "a@[127.0.0.1]", "a@b..co", "a@.b.co", "a@b.co.", "a@-b.co", "a@b-.co", "a@b_c.co", "a,b@c.co",
            "a<b@c.co", "<a@b.co>", "a(b)@c.co", "a;b@c.co", "a:b@c.co", "a\\b@c.co", "a@b/c.co", " a@b.co", "a@b.co ",
        ])
    func refused(_ text: String) {
        #expect(throws: ValueError.self) { try EmailAddress(text) }
    }

    @Test("control characters never get in, wherever they stand")
    func controls() {
        let controls = (0...0x1F).map { UInt32($0) } + [0x7F, 0x80, 0x85, 0x9F, 0x2028, 0x2029, 0x202E, 0x2066]
        for value in controls {
            let control = String(Character(Unicode.Scalar(value)!))
            for text in [control + "a@b.co", "a" + control + "b@c.co", "a@b" + control + ".co", "a@b.co" + control] {
                #expect(throws: ValueError.self, "U+\(String(value, radix: 16))") { try EmailAddress(text) }
            }
        }
        #expect(throws: ValueError.self) { try EmailAddress("a@b.co\r\nBcc: x@y.co") }
    }

    @Test("invisible characters, with which two addresses look like one, are refused")
    func invisible() {
        for text in [
            "ho\u{200B}ng@example.com", "hong@exam\u{00AD}ple.com", "a\u{00A0}b@c.co", "a@b\u{3000}.co",
            "\u{FEFF}a@b.co", "a@\u{2060}b.co",
        ] {
            #expect(throws: ValueError.self, "\(text.debugDescription)") { try EmailAddress(text) }
        }
    }

    @Test("a dot with an accent on it is still a dot on the wire")
    func combining() {
        #expect(throws: ValueError.self) { try EmailAddress(".\u{301}a@b.co") }
        #expect(throws: ValueError.self) { try EmailAddress("a..\u{301}b@b.co") }
        #expect(throws: ValueError.self) { try EmailAddress("a@b.\u{301}co") }
        #expect(throws: ValueError.self) { try EmailAddress("a@\u{301}b.co") }
    }

    @Test("RFC 5321 4.5.3.1: local part 64 octets, label 63, path 256 with its brackets")
    func limits() throws {
        let domain = "example.com"
        #expect(throws: Never.self) { try EmailAddress(String(repeating: "a", count: 64) + "@" + domain) }
        #expect(throws: ValueError.self) { try EmailAddress(String(repeating: "a", count: 65) + "@" + domain) }
        // Octets, not characters: 22 Hangul syllables are 66 octets.
        #expect(throws: Never.self) { try EmailAddress(String(repeating: "가", count: 21) + "@" + domain) }
        #expect(throws: ValueError.self) { try EmailAddress(String(repeating: "가", count: 22) + "@" + domain) }
        let label = String(repeating: "b", count: 63)
        #expect(throws: Never.self) { try EmailAddress("a@" + label + ".com") }
        #expect(throws: ValueError.self) { try EmailAddress("a@" + label + "b.com") }
        let long = [label, label, label, String(repeating: "c", count: 58)].joined(separator: ".")
        #expect(try EmailAddress("ab@" + long + "d").address.utf8.count == 254)
        #expect(throws: ValueError.self) { try EmailAddress("abc@" + long + "d") }
    }

    @Test("internationalised parts are told apart: only the local part needs SMTPUTF8 (RFC 6531)")
    func international() throws {
        #expect(try !EmailAddress("a@b.co").isInternationalized)
        #expect(try EmailAddress("a@한국.kr").isInternationalized && !EmailAddress("a@한국.kr").needsSMTPUTF8)
        #expect(try EmailAddress("홍@b.co").needsSMTPUTF8)
    }

    @Test("two spellings of one recipient have one normal form")
    func normalized() throws {
        let address = try EmailAddress("Hong.GilDong@EXAMPLE.com")
        #expect(address.normalized == "hong.gildong@example.com")
        #expect(address.localPart == "Hong.GilDong" && address.domain == "example.com")
    }

    @Test("an address printed by accident is masked; an error never repeats it")
    func masked() throws {
        let address = try EmailAddress("gildong@example.com")
        #expect("\(address)" == "g***@example.com" && String(reflecting: address) == "g***@example.com")
        do {
            _ = try EmailAddress("gildong secret@example.com")
            Issue.record("taken")
        } catch {
            #expect(!error.description.contains("gildong"))
        }
    }
}

@Suite("Web addresses")
struct WebURLTests {
    @Test(
        "http and https with a host are taken",
        arguments: [
            ("https://example.com", "example.com"), ("http://Example.com:8080/a?b=c&d=%20#e", "example.com"),
            ("HTTPS://example.com/한글", "example.com"), ("https://[::1]:443/x", "::1"),
            ("http://127.0.0.1:4000", "127.0.0.1"),
            ("https://example.com?x=@y", "example.com"),
        ])
    func taken(text: String, host: String) throws {
        let url = try WebURL(text)
        #expect(url.text == text && url.host == host)
        #expect(url.isSecure == text.lowercased().hasPrefix("https"))
    }

    @Test(
        "what could leave an attribute, a header or the site is refused",
        arguments: [
            "", "example.com", "//example.com", "javascript:alert(1)", "data:text/html,x", "ftp://example.com",
            "https://",
            "https:///x", "https://:80", "https://?x", "https://user@example.com", "https://user:pw@example.com/",
            "https://e.com/a b", "https://e.com/\"onload=x", "https://e.com/'", "https://e.com/<b>",
            "https://e.com/\\x",
            "https://e.com/\r\nX: y", "https://e.com/{x}", "https://e.com/`", "https://e.com/\u{202E}",
            "https://e.com/\"\u{301}onload=x", "https://e.com/a \u{301}b", "https://a@\u{301}e.com/",
            "https://e.com/\u{3000}",
            "https://e.com/" + String(repeating: "x", count: 2_000), " https://e.com",
        ])
    func refused(_ text: String) {
        #expect(throws: ValueError.self) { try WebURL(text) }
    }

    @Test("segments are put behind with exactly one slash")
    func appending() throws {
        #expect(try WebURL("https://e.com").appending("t", "abc") == "https://e.com/t/abc")
        #expect(try WebURL("https://e.com/x//").appending("t") == "https://e.com/x/t")
    }
}

@Suite("Message-IDs")
struct MessageIDTests {
    @Test("with and without brackets it is one id")
    func taken() throws {
        #expect(try MessageID("<a.b-1@mail.example.com>") == MessageID("a.b-1@mail.example.com"))
        #expect(try MessageID("a@b").header == "<a@b>")
    }

    @Test(
        "what would break the header is refused",
        arguments: [
            "", "a", "@b", "a@", "a@b@c", "a b@c", "<a@b", "a@b>", "a@b\r\nX: y", "a,b@c", "\"a\"@b", "(a)@b", "a@한국",
            String(repeating: "a", count: 249) + "@b",
        ])
    func refused(_ text: String) {
        #expect(throws: ValueError.self) { try MessageID(text) }
    }
}
