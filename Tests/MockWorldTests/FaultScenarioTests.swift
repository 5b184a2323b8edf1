// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MockWorld
import Testing
import Values

/// Scenario files: those that ship, and those of others.
struct FaultScenarioTests {
    private static let shipped = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("mocks/scenarios").path

    @Test("all that ship are read, and say what they are about")
    func shippedOnes() throws {
        let scenarios = FaultScenarios(folder: Self.shipped)
        let names = scenarios.list.map(\.name)
        #expect(
            Set(names).isSuperset(of: [
                "gmail-bad-day", "naver-block", "lost-250", "slow-provider", "rate-limited", "kakao-outage", "flaky",
                "reset-storm",
            ]))
        for name in names {
            let scenario = try scenarios.load(name)
            #expect(!scenario.rules.isEmpty && scenario.about.count > 20)
        }
        #expect(names == names.sorted())
    }

    @Test("the bad day of Gmail is the same bad day each time")
    func sameDay() throws {
        func day() throws -> [String] {
            let book = FaultBook()
            book.replace(try FaultScenarios(folder: Self.shipped).load("gmail-bad-day").rules, space: "")
            return (0..<300).map { number in
                let moment = FaultMoment(
                    .rcpt, channel: .email, provider: "smtp", recipients: ["user\(number)@gmail.com"])
                return book.decide(moment).rule ?? "-"
            }
        }
        let first = try day()
        #expect(try day() == first)
        // Three standard deviations of 300 draws at a third are 24.
        #expect(abs(first.filter { $0 == "gmail-busy" }.count - 99) < 25)
    }

    @Test("Kakao's outage has three parts on the mock's clock")
    func outage() throws {
        let clock = ManualWallClock(Timestamp(seconds: 1_795_348_800))
        let book = FaultBook(clock: clock)
        book.replace(try FaultScenarios(folder: Self.shipped).load("kakao-outage").rules, space: "")
        let moment = FaultMoment(.request, channel: .alimtalk, provider: "nhn-alimtalk", recipients: ["01012345678"])
        #expect(book.decide(moment).rule == "kakao-failing")
        clock.advance(by: .seconds(600))
        #expect(book.decide(moment).rule == "kakao-down")
        clock.advance(by: .seconds(1_800))
        #expect(book.decide(moment).isNothing)
    }

    @Test(
        "a scenario is known by its name; paths are none",
        arguments: [
            "../scenarios/flaky", "flaky.yaml", "/etc/passwd", "", ".", "Flaky", "a/b", "a\0",
            String(repeating: "a", count: 65),
        ])
    func paths(name: String) {
        let problems = #expect(throws: Problems.self) { try FaultScenarios(folder: Self.shipped).load(name) }
        #expect(problems?.list.map(\.rule) == ["bad-name"])
    }

    @Test("what is wrong in a file is told with file and line; one that is not there tells which are")
    func wrongFile() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("about: x\nrules:\n  - name: a\n    relpy: { code: 550 }\n".utf8)
            .write(to: folder.appendingPathComponent("broken.yaml"))
        let scenarios = FaultScenarios(folder: folder.path)
        let problems = #expect(throws: Problems.self) { try scenarios.load("broken") }
        let told = problems?.description ?? ""
        #expect(told.contains("broken.yaml:4: ") && told.contains("Did you mean `reply`?"), "\(told)")
        #expect(scenarios.list.first?.about.hasPrefix("cannot be read: ") == true)
        let missing = #expect(throws: Problems.self) { try scenarios.load("flaky") }
        #expect(missing?.description.contains("There are: broken.") == true)
        #expect(throws: Problems.self) { try FaultScenarios(folder: nil).load("flaky") }
    }
}
