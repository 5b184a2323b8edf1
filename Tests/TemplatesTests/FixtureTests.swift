// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Notices
import Shipping
import Templates
import TestSupport
import Testing
import Values

/// The made-up parcels of `templates/fixtures`.
@Suite struct FixtureTests {
    @Test func everyFixtureLoadsAndSaysWhatItIsFor() throws {
        let fixtures = try LetterFixture.load(LetterCase.folder + "/fixtures")
        #expect(fixtures.map(\.name) == LetterCase.names)
        for fixture in fixtures { #expect(fixture.about.hasSuffix("."), "\(fixture.name)") }
        #expect(Set(fixtures.map(\.about)).count == fixtures.count)
    }

    @Test func theyAreWhatTheirNamesSay() throws {
        func scans(_ fixture: String) throws -> Int {
            try LetterCase.telling(fixture, nil).shipment.snapshot?.scans.count ?? 0
        }
        #expect(try scans("twelve-scans") == 12 && scans("sixty-scans") == 60 && scans("no-scans") == 0)
        let long = try LetterCase.telling("long-options", nil).shipment.registration.orders.flatMap(\.items)
        #expect(long.contains { ($0.option?.text.count ?? 0) >= 40 } && long.contains { $0.name.text.count >= 40 })
        #expect(try LetterCase.telling("several-parcels", .digest).parcels.count == 3)
        #expect(try LetterCase.telling("gift", .shipped).audience == .receiver)
        #expect(try LetterCase.telling("english", .shipped).language == .english)
    }

    @Test(arguments: Milestone.allCases)
    func aLetterTellsTheJourneyUpToItsMilestone(milestone: Milestone) throws {
        let telling = try LetterCase.telling("ordinary", milestone)
        let times = telling.shipment.snapshot?.scans.compactMap(\.time) ?? []
        #expect(times == times.sorted())
        if let told = Milestone(telling.shipment.stage), ![.delayed, .correction, .digest].contains(milestone) {
            #expect(told == milestone)
        }
        if let now = telling.now, let last = times.last { #expect(now > last) }
    }

    @Test func aBrokenFixtureIsNamed() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fixtures-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("{\"shop\": {\"name\": \"x\"}}".utf8).write(to: folder.appendingPathComponent("one.json"))
        try Data("{".utf8).write(to: folder.appendingPathComponent("two.json"))
        do {
            _ = try LetterFixture.load(folder.path)
            Issue.record("it loaded")
        } catch {
            #expect(error.list.map(\.rule) == ["bad-fixture", "bad-fixture"])
        }
    }
}
