// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Testing
import Values
import Web

struct JSONFieldsTests {
    enum Kind: String, CaseIterable { case outbound, `return`, exchange }

    private func read(
        _ text: String, unknown: JSONFields.UnknownMembers = .refused, _ reading: (JSONFields) -> Void
    ) throws -> [String] {
        let fields = JSONFields(try JSON(parsing: Array(text.utf8)), unknownMembers: unknown)
        reading(fields)
        return fields.problems.map { ($0.field ?? "-") + " " + $0.rule }
    }

    @Test func everyTypeIsRead() throws {
        let text = """
            {"name":"홍길동","gift":true,"count":3,"written":"4","email":"hong@example.com","phone":"010-1234-5678",
             "at":"2026-11-22T17:15:00+09:00","kst":"2026-11-22 17:15:00","kind":"return","note":"a\\nb",
             "orders":[{"id":"A-1"},{"id":"A-2"}],"tags":["x","y"],"driver":{"name":"Kim"},"none":null}
            """
        let found = try read(text) { fields in
            #expect(fields.requiredString("name") == "홍길동")
            #expect(fields.bool("gift", default: false))
            #expect(fields.requiredInt("count", in: 0...5) == 3)
            #expect(fields.int("written") == 4)
            #expect(fields.requiredEmail("email")?.domain == "example.com")
            #expect(fields.phone("phone")?.e164 == "+821012345678")
            #expect(fields.timestamp("at")?.rfc3339 == "2026-11-22T08:15:00.000Z")
            #expect(
                fields.timestamp("kst", zonelessOffsetSeconds: CivilTime.kst)?.rfc3339 == "2026-11-22T08:15:00.000Z")
            #expect(fields.requiredChoice("kind", of: Kind.self) == .return)
            #expect(fields.text("note") == "a\nb")
            #expect(fields.objects("orders", limit: 5) { $0.requiredString("id") } == ["A-1", "A-2"])
            #expect(fields.lines("tags", limit: 5).map(\.text) == ["x", "y"])
            #expect(fields.object("driver") { $0.requiredString("name") } == "Kim")
            #expect(fields.line("none") == nil)
            #expect(fields.string("absent") == nil)
        }
        #expect(found.isEmpty)
    }

    @Test func everyProblemIsToldAtOnceWithItsPointer() throws {
        let text = """
            {"name":"a\\r\\nBcc: x","gift":"yes","count":9,"email":"hong","at":"2026-11-22 17:15","kind":"inbound",
             "orders":[{"id":""},7,{"idd":"A"}],"tags":["x",1,"\\u0007"],"driver":[],"a/b~c":1,"emial":"x"}
            """
        let found = try read(text) { fields in
            _ = fields.requiredLine("name")
            _ = fields.bool("gift")
            _ = fields.requiredInt("count", in: 0...5)
            _ = fields.requiredEmail("email")
            _ = fields.requiredEmail("replyTo")
            _ = fields.timestamp("at")
            _ = fields.choice("kind", of: Kind.self)
            _ = fields.objects("orders", limit: 5) { $0.requiredString("id") }
            _ = fields.lines("tags", limit: 5)
            _ = fields.object("driver") { $0.string("name") }
        }
        #expect(
            found == [
                "/name bad-value", "/gift wrong-type", "/count bad-value", "/email bad-value",
                "/replyTo missing-member", "/at bad-value", "/kind bad-value", "/orders/0/id bad-value",
                "/orders/1 wrong-type", "/orders/2/id missing-member", "/tags/1 wrong-type", "/tags/2 bad-value",
                "/driver wrong-type", "/a~1b~0c unknown-member", "/emial unknown-member",
                "/orders/2/idd unknown-member",
            ])
    }

    @Test func messagesNeverRepeatTheValue() throws {
        let fields = JSONFields(["email": "hong-at-example", "phone": "010-hong", "name": "hong\u{7}"])
        _ = fields.requiredEmail("email")
        _ = fields.phone("phone")
        _ = fields.line("name")
        #expect(fields.problems.count == 3)
        #expect(!fields.problems.description.contains("hong"))
    }

    @Test func unknownMembersCanBeTolerated() throws {
        let found = try read("{\"new\":1,\"inner\":{\"newer\":2}}", unknown: .tolerated) { fields in
            _ = fields.object("inner") { $0.string("x") }
        }
        #expect(found.isEmpty)
    }

    @Test func aMistypedMemberFindsItsMeaning() throws {
        let fields = JSONFields(["trackingNumbr": "1"])
        _ = fields.string("trackingNumber")
        #expect(fields.problems.first?.wayOut == "Did you mean `trackingNumber`?")
    }

    @Test(arguments: [JSON.null, [1, 2], "text", 5, true])
    func whatIsNoObjectIsOneProblem(_ json: JSON) throws {
        let fields = JSONFields(json)
        #expect(!fields.isFine)
        #expect(fields.problems.map(\.rule) == ["wrong-type"])
        #expect(throws: Problems.self) { try fields.finish() }
    }

    @Test func arraysHaveALimit() throws {
        let found = try read("{\"orders\":[{},{},{}]}") { fields in
            #expect(fields.objects("orders", limit: 2) { _ in 1 } == [])
        }
        #expect(found == ["/orders bad-value"])
    }

    @Test(arguments: ["-1", "1.5", "\"x\"", "99999999999999999999", "true", "\" 1\""])
    func whatIsNoWholeNumberIsRefused(_ number: String) throws {
        let found = try read("{\"n\":\(number)}") { #expect($0.int("n") == nil) }
        #expect(found.count == 1)
    }

    @Test func aReaderCanRefuseWhatOnlyItSees() throws {
        let fields = JSONFields(["a": 1, "b": 2])
        if fields.has("a"), fields.has("b") { fields.refuse("b", rule: "conflict", "a and b exclude each other.") }
        #expect(fields.problems == [Problem(field: "/b", rule: "conflict", message: "a and b exclude each other.")])
    }

    @Test func theLastOfDoubledMembersCounts() throws {
        let found = try read("{\"a\":1,\"a\":2}") { #expect($0.int("a") == 2) }
        #expect(found.isEmpty)
    }
}
