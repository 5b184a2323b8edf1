// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MockMessaging
import Settings
import Testing
import Values

/// What QA edits in `mocks/providers`.
struct SettingsTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("mocks/providers").path

    private static func read(_ texts: [String: String]) throws -> MessagingSettings {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in texts { try Data(text.utf8).write(to: folder.appendingPathComponent(name)) }
        return try MessagingSettings(folder: folder.path, environment: ["KEY": "hidden"]) {
            FileManager.default.fileExists(atPath: $0)
        }
    }

    @Test("The files that ship are right, and change nothing until they are edited")
    func shipped() throws {
        let settings = try MessagingSettings(folder: Self.folder, environment: [:]) {
            FileManager.default.fileExists(atPath: $0)
        }
        #expect(FileManager.default.fileExists(atPath: Self.folder + "/nhn.yaml"))
        #expect(settings.nhn.appKeys.isEmpty)
        #expect(settings.nhn.resultAfter == MessagingSettings().nhn.resultAfter)
        #expect(settings.nhn.alimtalk.templates.isEmpty)
        #expect(settings.solapi.apiKeys.isEmpty)
        #expect(settings.kakao.tokens.isEmpty)
    }

    @Test("A folder without files keeps the defaults")
    func empty() throws {
        let settings = try Self.read([:])
        #expect(settings.nhn.sms.senderNumbers.isEmpty)
    }

    @Test("Every key is read")
    func keys() throws {
        let settings = try Self.read([
            "nhn.yaml": """
            appKeys: { shop: { secret: "${KEY}" } }
            resultAfter: 10s
            webhook: { url: "http://127.0.0.1:9000/hook", signature: words }
            alimtalk:
              senders: { one: {}, two: { state: blocked } }
              reviewAfter: 1s
              approveAfter: 2s
              contentCheck: delivery
              newAccount: true
              needsFailbackSetup: true
              templates:
                - code: OWN
                  content: '#{a}\\n#{b}'
                  button: { name: Look, link: 'https://a.example/#{c}' }
                  approved: false
            sms: { senderNumbers: [15-88-1234], blockedNumbers: ["021234567"], monthlyLimit: 5000, unsubscribeNumbers: ["0801234567"] }
            """,
            "solapi.yaml":
                "{ apiKeys: { k: { secret: '${KEY}' } }, senderNumbers: ['15881234'], resultAfter: 1m, balance: 5 }",
            "kakao.yaml": "{ tokens: ['${KEY}'], dailyLimit: 10, domains: [shop.example] }",
        ])
        #expect(settings.nhn.appKeys["shop"]?.reveal() == "hidden")
        #expect(settings.nhn.resultAfter == .seconds(10))
        #expect(settings.nhn.webhookURL?.text == "http://127.0.0.1:9000/hook")
        #expect(settings.nhn.webhookSignature == "words")
        #expect(settings.nhn.alimtalk.senders == ["one": .active, "two": .blocked])
        #expect(settings.nhn.alimtalk.contentCheck == .delivery)
        #expect(settings.nhn.alimtalk.isNewAccount)
        #expect(settings.nhn.alimtalk.needsFailbackSetup)
        #expect(settings.nhn.alimtalk.templates.first?.content == "#{a}\n#{b}")
        #expect(settings.nhn.alimtalk.templates.first?.isApproved == false)
        #expect(settings.nhn.sms.senderNumbers == ["15881234"])
        #expect(settings.nhn.sms.monthlyLimit == 5_000)
        #expect(settings.solapi.apiKeys["k"]?.reveal() == "hidden")
        #expect(settings.solapi.balance == 5)
        #expect(settings.kakao.tokens.map { $0.reveal() } == ["hidden"])
        #expect(settings.kakao.domains == ["shop.example"])
    }

    @Test("What is wrong in any of the files is told at once, with file and line")
    func wrong() throws {
        let problems = #expect(throws: Problems.self) {
            try Self.read([
                "nhn.yaml": "resultAfter: soon\nalimtalk: { contentCheck: never }\nmood: good\n",
                "kakao.yaml": "dailyLimit: 0\n",
            ])
        }
        #expect(problems?.list.count == 4)
        #expect(problems?.list.allSatisfy { $0.file != nil && $0.line != nil } == true)
    }
}
