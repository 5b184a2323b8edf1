// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Settings
import Testing
import Values

struct SettingsReadingTests {
    enum Environment: String, CaseIterable { case development, production }

    static let text = """
        # A shop.
        server: { listen: "[::1]:0", publicURL: https://Notify.example.com/base/, environment: production }
        limits:
          retries: 5
          ratio: 0.25
          timeout: 1h30m
          body: 1MiB
          verbose: true
          hosts: [a.example, "b.example"]
        from: shop@example.com
        phone: 02-123-4567
        name: 가게 이름
        """

    @Test func everyTypeIsRead() throws {
        let file = try SettingsFile.parse(Self.text, name: "shop.yaml")
        let server = file.root.section("server", about: "x")
        #expect(server.hostPort("listen", default: "127.0.0.1:8080", about: "x") == HostPort(host: "::1", port: 0))
        let url = server.requiredURL("publicURL", about: "x")
        #expect(url.text == "https://notify.example.com/base")
        #expect(url.host == "notify.example.com")
        #expect(url.port == 443)
        #expect(url.path == "/base")
        #expect(server.choice("environment", default: Environment.development, about: "x") == .production)
        let limits = file.root.section("limits", about: "x")
        #expect(limits.int("retries", default: 1, in: 0...10, about: "x") == 5)
        #expect(limits.number("ratio", default: 1, in: 0...1, about: "x") == 0.25)
        #expect(limits.duration("timeout", default: .seconds(1), about: "x") == .seconds(5_400))
        #expect(limits.byteCount("body", default: 1, about: "x") == 1_048_576)
        #expect(limits.bool("verbose", default: false, about: "x"))
        #expect(limits.stringList("hosts", about: "x") == ["a.example", "b.example"])
        #expect(file.root.requiredEmail("from", about: "x") == (try EmailAddress("shop@example.com")))
        #expect(file.root.phone("phone", about: "x") == (try PhoneNumber("02-123-4567")))
        #expect(file.root.requiredString("name", about: "x") == "가게 이름")
        try file.finish()
    }

    @Test func absentKeysGiveTheirDefaults() throws {
        let file = try SettingsFile.parse("", name: "shop.yaml")
        let server = file.root.section("server", about: "x")
        #expect(!server.isPresent)
        #expect(server.hostPort("listen", default: ":8080", about: "x") == HostPort(host: "127.0.0.1", port: 8080))
        #expect(server.duration("timeout", default: .seconds(10), about: "x") == .seconds(10))
        #expect(server.string("name", about: "x") == nil)
        #expect(server.secret("password", about: "x") == nil)
        #expect(server.url("proxy", default: "http://localhost:1", about: "x").port == 1)
        try file.finish()
    }

    @Test(arguments: ["", "# nothing\n", "---\n", "~\n", "\u{FEFF}# mark\n"])
    func anEmptyFileIsAFileOfDefaults(_ text: String) throws {
        try SettingsFile.parse(text, name: "shop.yaml").finish()
    }

    @Test func everyProblemIsToldAtOnceWithItsLine() {
        let text = """
            server:
              listen: nowhere
              publicURL: https://me:secret@example.com
              environment: prodution
              idelTimeout: 10s
            store: sqlite:./data.db
            limits:
              retries: eleven
              ratio: 3
              timeout: 10 seconds
              verbose: yes
              hosts: a.example
              body:
            from: nobody
            extra: { a: 1 }
            """
        let found = problems(in: text) { root in
            let server = root.section("server", about: "x")
            _ = server.hostPort("listen", default: ":80", about: "x")
            _ = server.requiredURL("publicURL", about: "x")
            _ = server.choice("environment", default: Environment.development, about: "x")
            _ = server.duration("idleTimeout", default: .seconds(1), about: "x")
            _ = server.requiredSecret("password", about: "Who may send.")
            _ = root.string("store", about: "x")
            let limits = root.section("limits", about: "x")
            _ = limits.int("retries", default: 1, about: "x")
            _ = limits.number("ratio", default: 1, in: 0...1, about: "x")
            _ = limits.duration("timeout", default: .seconds(1), about: "x")
            _ = limits.bool("verbose", default: false, about: "x")
            _ = limits.stringList("hosts", about: "x")
            _ = limits.byteCount("body", default: 1, about: "x")
            _ = root.requiredEmail("from", about: "x")
        }
        #expect(
            short(found) == [
                "1 server.password missing-key", "2 server.listen bad-value", "3 server.publicURL bad-value",
                "4 server.environment bad-value", "5 server.idelTimeout unknown-key", "8 limits.retries wrong-type",
                "9 limits.ratio out-of-range", "10 limits.timeout bad-value", "11 limits.verbose wrong-type",
                "12 limits.hosts wrong-type", "13 limits.body empty-value", "14 from bad-value",
                "15 extra unknown-key",
            ])
        #expect(found[3].wayOut == "Did you mean `production`?")
        #expect(found[4].wayOut == "Did you mean `idleTimeout`?")
        #expect(found.allSatisfy { $0.file == "shop.yaml" })
        #expect(!found.contains { $0.description.contains("secret@") || $0.description.contains("eleven") })
        #expect(found[0].description.hasPrefix("shop.yaml:1: server.password: this key is needed: secret."))
    }

    @Test func aMistypedKeyOfAnotherSectionIsFoundThere() {
        let found = problems(in: "listen: 127.0.0.1:1\nserver: { publicURL: http://a.example }\n") { root in
            let server = root.section("server", about: "x")
            _ = server.hostPort("listen", default: ":80", about: "x")
            _ = server.requiredURL("publicURL", about: "x")
        }
        #expect(short(found) == ["1 listen unknown-key"])
        #expect(found.first?.wayOut == "Did you mean `server.listen`? It stands in another section.")
    }

    @Test func sectionsOfTheWrongTypeAreOneProblemEach() {
        let found = problems(in: "server: 8080\nshops: [a, b]\nlist: {}\n") { root in
            let server = root.section("server", about: "x")
            _ = server.requiredString("name", about: "x")
            _ = root.sections("shops", about: "x") { $0.requiredString("name", about: "x") }
            _ = root.sectionList("list", about: "x") { $0.requiredString("name", about: "x") }
        }
        #expect(short(found) == ["1 server wrong-type", "2 shops wrong-type", "3 list wrong-type"])
    }

    @Test func aFileThatIsAListIsRefused() {
        #expect(short(problems(in: "- a\n- b\n") { _ in }) == ["1 - wrong-type"])
    }

    @Test func keysCanExcludeEachOther() {
        let found = problems(in: "a: 1\nb: 2\n") { root in
            if root.has("a"), root.has("b") { root.refuse("b", rule: "conflict", "a and b exclude each other.") }
        }
        #expect(short(found) == ["2 b conflict"])
    }

    @Test func aKeyMayBeAValueOrASection() throws {
        let file = try SettingsFile.parse("a: { b: 1 }\nc: text\n", name: "shop.yaml")
        #expect(file.root.isSection("a"))
        #expect(!file.root.isSection("c"))
        #expect(!file.root.isSection("d"))
    }

    @Test func aSectionReadTwiceKnowsTheKeysOfBothReaders() throws {
        let file = try SettingsFile.parse("server: { a: 1, b: 2 }\n", name: "shop.yaml")
        #expect(file.root.section("server", about: "x").int("a", default: 0, about: "x") == 1)
        #expect(file.root.section("server", about: "x").int("b", default: 0, about: "x") == 2)
        try file.finish()
    }

    @Test func unquotedNumbersKeepTheirDigits() throws {
        let file = try SettingsFile.parse("phone: 01012345678\nhex: 0x1F\nzero: 007\n", name: "shop.yaml")
        #expect(file.root.string("phone", about: "x") == "01012345678")
        #expect(file.root.string("hex", about: "x") == "0x1F")
        #expect(file.root.string("zero", about: "x") == "007")
    }

    @Test func controlCharactersAreRefused() {
        let found = problems(in: "name: \"a\\r\\nBcc: x@example.com\"\nother: \"a\\u202Eb\"\n") { root in
            _ = root.string("name", about: "x")
            _ = root.string("other", about: "x")
        }
        #expect(short(found) == ["1 name control-character", "2 other control-character"])
    }

    @Test func ownTypesAreReadAndRefusedLikeTheOthers() throws {
        func courier(_ text: String) throws(ValueError) -> String {
            guard text.count <= 5 else { throw ValueError("a courier has at most five letters") }
            return text.uppercased()
        }
        let file = try SettingsFile.parse("a: cj\nb: longer\nlist: [post, hanjin]\n", name: "shop.yaml")
        #expect(file.root.custom("a", type: "a courier", about: "x", parse: courier) == "CJ")
        #expect(file.root.custom("b", type: "a courier", about: "x", parse: courier) == nil)
        #expect(file.root.customList("list", type: "couriers", about: "x", parse: courier) == ["POST"])
        #expect(short(file.problems) == ["2 b bad-value", "3 list[1] bad-value"])
        #expect(
            file.problems[0].message == "expected a courier: a courier has at most five letters.")
    }
}
