// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Settings
import Testing
import Values

struct AddressTests {
    @Test(
        arguments: [
            ("127.0.0.1:8080", "127.0.0.1", 8080), (":2525", "127.0.0.1", 2525), ("[::1]:0", "::1", 0),
            ("localhost:65535", "localhost", 65_535), ("mail_relay.internal:25", "mail_relay.internal", 25),
            ("[::ffff:127.0.0.1]:1", "::ffff:127.0.0.1", 1), ("0.0.0.0:80", "0.0.0.0", 80),
        ])
    func addressesAreRead(_ text: String, _ host: String, _ port: Int) throws {
        #expect(try HostPort(text) == HostPort(host: host, port: port))
    }

    @Test(
        arguments: [
            "8080", "", ":", "host:", "host:x", "host:65536", "host:-1", "::1:80", "[::1]", "[zz]:1", "[]:1", "a b:1",
            "-a:1", "a-:1", "a..b:1", "a\n:1", "a:1\n", "호스트:1", "a:+1", "[::1:1",
        ])
    func whatIsNoAddressIsRefused(_ text: String) {
        #expect(throws: ValueError.self) { try HostPort(text) }
    }

    @Test func theWrittenFormReadsBack() throws {
        for text in ["127.0.0.1:8080", "[::1]:0", "localhost:1"] { #expect(try HostPort(text).description == text) }
    }

    @Test(
        arguments: [
            ("localhost", true), ("LOCALHOST", true), ("127.0.0.1", true), ("127.255.0.9", true), ("::1", true),
            ("127.0.0.1.example.com", false), ("127.0.0", false), ("128.0.0.1", false), ("0.0.0.0", false),
            ("127.0.0.256", false), ("example.com", false),
        ])
    func loopbackIsToldByItsForm(_ host: String, _ expected: Bool) {
        #expect(HostPort.isLoopback(host) == expected)
    }

    @Test(
        arguments: [
            ("http://a.example", "http://a.example", "a.example", 80, ""),
            ("HTTPS://A.example:8443/x/y/", "https://a.example:8443/x/y", "a.example", 8443, "/x/y"),
            ("http://[::1]:9/", "http://[::1]:9", "::1", 9, ""),
            ("https://[::1]", "https://[::1]", "::1", 443, ""),
            ("http://a.example?x=1", "http://a.example/?x=1", "a.example", 80, "/?x=1"),
            ("https://api.example/push?v=2", "https://api.example/push?v=2", "api.example", 443, "/push?v=2"),
        ])
    func urlsAreRead(_ written: String, _ text: String, _ host: String, _ port: Int, _ path: String) throws {
        let url = try HTTPURL(written)
        #expect(url.text == text)
        #expect(url.host == host)
        #expect(url.port == port)
        #expect(url.path == path)
    }

    @Test(
        arguments: [
            "", "example.com", "ftp://a.example", "http://", "http:///x", "https://user@a.example",
            "https://user:pw@a.example", "https://a.example/#x", "https://a.example/a b", "https://a.example:0",
            "https://a.example:99999", "https://a..example", "javascript:alert(1)", "https://가게.example",
            "https://a.example/\r\nX: y", "http://:80",
        ])
    func whatIsNoURLIsRefused(_ text: String) {
        #expect(throws: ValueError.self) { try HTTPURL(text) }
    }

    @Test func aPasswordInAURLIsNotRepeated() {
        let found = problems(in: "key: https://user:hunter2@a.example\n") { _ = $0.requiredURL("key", about: "x") }
        #expect(short(found) == ["1 key bad-value"])
        #expect(!found.description.contains("hunter2"))
    }

    @Test(
        arguments: [
            ("lisen", "listen"), ("Listen", "listen"), ("public_url", "publicURL"), ("pulbicURL", "publicURL"),
            ("idle-timeout", "idleTimeout"), ("environmnt", "environment"), ("zzz", nil), ("x", nil), ("", nil),
        ] as [(String, String?)])
    func mistypedWordsFindTheirMeaning(_ word: String, _ expected: String?) {
        let known = ["listen", "publicURL", "environment", "idleTimeout", "store"]
        #expect(Suggestion.nearest(to: word, in: known) == expected)
    }
}
