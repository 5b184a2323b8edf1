// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Settings
import Testing
import Values

struct SectionsTests {
    private struct Shop: Equatable {
        let name: String
        let title: String
        let relay: String?

        init(reading section: SettingsSection) {
            name = section.name
            title = section.requiredString("title", about: "What customers read.")
            relay = section.optionalSection("relay", about: "Its own relay.") {
                $0.requiredString("host", about: "The relay's host.")
            }
        }

        init(_ name: String, _ title: String, _ relay: String?) {
            self.name = name
            self.title = title
            self.relay = relay
        }
    }

    @Test func namedSectionsKeepTheirOrderAndNames() throws {
        let text = "shops:\n  zebra: { title: Z }\n  apple:\n    title: A\n    relay: { host: mx }\n"
        let file = try SettingsFile.parse(text, name: "shop.yaml")
        let shops = file.root.sections("shops", about: "x") { Shop(reading: $0) }
        #expect(shops.map(\.value) == [Shop("zebra", "Z", nil), Shop("apple", "A", "mx")])
        try file.finish()
    }

    @Test func problemsInsideNamedSectionsCarryTheirPath() {
        let text = "shops:\n  a: { titel: A }\n  b: text\n  c: { title: C, relay: { prot: 1 } }\n  d:\n"
        let found = problems(in: text) { root in
            _ = root.sections("shops", about: "x") { Shop(reading: $0) }
        }
        #expect(
            short(found) == [
                "2 shops.a.title missing-key", "2 shops.a.titel unknown-key", "3 shops.b wrong-type",
                "4 shops.c.relay.host missing-key", "4 shops.c.relay.prot unknown-key", "5 shops.d wrong-type",
            ])
        #expect(found[1].wayOut == "Did you mean `title`?")
    }

    @Test func anOptionalSectionNeedsItsKeysOnlyWhenItIsThere() throws {
        let file = try SettingsFile.parse("a: 1\n", name: "shop.yaml")
        _ = file.root.int("a", default: 0, about: "x")
        let host = file.root.optionalSection("relay", about: "x") { $0.requiredString("host", about: "x") }
        #expect(host == nil)
        try file.finish()
    }

    @Test func listsOfSectionsCarryTheirIndex() {
        let found = problems(in: "rules:\n  - { name: one }\n  - { nam: two }\n  - three\n") { root in
            let names = root.sectionList("rules", about: "x") { $0.requiredString("name", about: "x") }
            #expect(names == ["one", ""])
        }
        #expect(
            short(found) == [
                "3 rules[1].name missing-key", "3 rules[1].nam unknown-key", "4 rules[2] wrong-type",
            ])
    }

    @Test func everyKeyIsDescribedEvenWhereTheFileLacksIt() {
        let keys = SettingsFile.keys { root in
            let server = root.section("server", about: "The server.")
            _ = server.duration("idleTimeout", default: .seconds(90), about: "How long.")
            _ = server.secretList("secrets", about: "Who may call.")
            _ = root.sections("shops", about: "Shops by name.") { Shop(reading: $0) }
        }
        #expect(
            keys.map(\.path) == [
                "server", "server.idleTimeout", "server.secrets", "shops", "shops.*.title", "shops.*.relay",
                "shops.*.relay.host",
            ])
        #expect(keys[1].defaultText == "1m30s")
        #expect(keys[1].about == "How long.")
        #expect(keys[1].type == "a duration")
        #expect(keys[2].isSecret)
        #expect(keys[4].isRequired)
    }

    @Test func realFilesDescribeTheSameKeys() throws {
        let file = try SettingsFile.parse("shops: { a: { title: A }, b: { title: B } }\n", name: "shop.yaml")
        _ = file.root.sections("shops", about: "x") { Shop(reading: $0) }
        #expect(
            file.keys.map(\.path) == ["shops", "shops.*.title", "shops.*.relay", "shops.*.relay.host"])
    }
}
