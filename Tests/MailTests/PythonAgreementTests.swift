// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Mail
import TestSupport
import Testing
import Values

/// Another implementation reads every mail we compose, and finds in it what we put in.
struct PythonAgreementTests {
    private static let cases = 1_000
    private static let seed: UInt64 = 0x5EED_2026_1122

    @Test("Python's email package reads 1,000 generated mails as they were meant")
    func thousandMails() async throws {
        try await withTemporaryFolder { try Self.checkThousandMails(in: $0) }
    }

    private static func checkThousandMails(in folder: URL) throws {
        var random = SplitMix64(seed: Self.seed)
        var manifest: [JSON] = []
        for number in 0..<Self.cases {
            let message = try GeneratedMail(random: &random, number: number).message
            let bytes = message.bytes()
            // A second reading of our own, before Python's.
            let mail = ParsedMail(bytes)
            #expect(mail.subject == message.subject.text, "case \(number), seed \(Self.seed)")
            #expect(mail.text == Self.expectedText(message), "case \(number), seed \(Self.seed)")
            #expect(mail.html == message.html.map(Self.lineFeeds), "case \(number), seed \(Self.seed)")
            #expect(mail.inlineParts.map(\.contentID) == message.inlineParts.map(\.contentID))
            #expect(mail.inlineParts.map(\.content) == message.inlineParts.map(\.bytes))
            #expect(mail.inlineParts.map(\.fileName) == message.inlineParts.map { $0.fileName?.text })
            #expect(mail.attachments.isEmpty)
            #expect(mail.from == [Self.parsed(message.from)], "case \(number), seed \(Self.seed)")
            #expect(mail.to == [Self.parsed(message.to)], "case \(number), seed \(Self.seed)")
            #expect(mail.notes.isEmpty, "case \(number), seed \(Self.seed): \(mail.notes)")
            let file = "\(number).eml"
            try Data(bytes).write(to: folder.appending(path: file))
            manifest.append(Self.expectation(message, file: file))
        }
        try Data(JSON.array(manifest).bytes).write(to: folder.appending(path: "manifest.json"))

        let report = try Self.runChecker(on: folder)
        #expect(report.status == 0, "seed \(Self.seed)\n\(report.output)")
        #expect(report.output.hasSuffix("\(Self.cases) checked, 0 wrong\n"), "seed \(Self.seed)\n\(report.output)")
    }

    @Test("the checker finds a mail that says something else, so its silence means something")
    func checkerIsStrict() async throws {
        try await withTemporaryFolder { try Self.checkStrictness(in: $0) }
    }

    private static func checkStrictness(in folder: URL) throws {
        let message = try Samples.message(subject: "배송 시작", text: "본문\n", html: "<p>본문</p>")
        let good = Samples.written(message)
        var other = message
        other.subject = try Line("배송 끝")
        other.to = try Mailbox(name: "홍길순", address: "hong@example.com")
        let spoiled: [String] = [
            good.components(separatedBy: "\r\n").joined(separator: "\n"),
            Samples.written(other),
            good.components(separatedBy: "text/html").joined(separator: "text/css"),
            good.components(separatedBy: "MIME-Version").joined(separator: "Bcc: x@y.example\r\nMIME-Version"),
            good.components(separatedBy: "Subject: ").joined(separator: "Subject: \u{D55C}"),
            good.components(separatedBy: "MIME-Version").joined(
                separator: "X-Long: " + String(repeating: "x", count: 1_000) + "\r\nMIME-Version"),
            String(good.dropLast(5)),
        ]
        var manifest: [JSON] = []
        for (number, text) in spoiled.enumerated() {
            try Data(text.utf8).write(to: folder.appending(path: "\(number).eml"))
            manifest.append(Self.expectation(message, file: "\(number).eml"))
        }
        try Data(JSON.array(manifest).bytes).write(to: folder.appending(path: "manifest.json"))
        let report = try Self.runChecker(on: folder)
        #expect(report.status == 1)
        #expect(report.output.hasSuffix("\(spoiled.count) checked, \(spoiled.count) wrong\n"), "\(report.output)")
    }

    /// Runs check_mail.py once; a missing python3 is a failure and no reason to skip.
    private static func runChecker(on folder: URL) throws -> (status: Int32, output: String) {
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "check_mail.py")
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", script.path(), folder.path()]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }

    /// What Python should find in a mail.
    private static func expectation(_ message: MailMessage, file: String) -> JSON {
        .object([
            JSON.Member("file", .string(file)),
            JSON.Member("subject", .string(message.subject.text)),
            JSON.Member("from", mailbox(message.from)),
            JSON.Member("to", mailbox(message.to)),
            JSON.Member("replyTo", message.replyTo.map(mailbox) ?? .null),
            JSON.Member("text", .string(expectedText(message))),
            JSON.Member("html", message.html.map { .string(lineFeeds($0)) } ?? .null),
            JSON.Member(
                "inline",
                .array(
                    message.inlineParts.map { part in
                        .object([
                            JSON.Member("id", .string(part.contentID)),
                            JSON.Member("type", .string(part.mediaType.rawValue)),
                            JSON.Member("name", part.fileName.map { .string($0.text) } ?? .null),
                            JSON.Member("bytes", .string(Data(part.bytes).base64EncodedString())),
                        ])
                    })),
            JSON.Member("messageID", .string(message.messageID.header)),
            JSON.Member("inReplyTo", message.inReplyTo.map { .string($0.header) } ?? .null),
            JSON.Member("references", .array(message.references.map { .string($0.header) })),
            JSON.Member("epoch", .integer(message.date.seconds)),
            JSON.Member("offset", .integer(Int64(message.zoneOffsetSeconds))),
            JSON.Member("unsubscribe", message.listUnsubscribe.map { .string($0.url) } ?? .null),
            JSON.Member(
                "extra",
                .array(message.extraHeaders.map { .array([.string($0.name), .string($0.value.text)]) })),
            JSON.Member("smtputf8", .bool(message.needsSMTPUTF8)),
        ])
    }

    private static func mailbox(_ mailbox: Mailbox) -> JSON {
        .array([.string(mailbox.name?.text ?? ""), .string(mailbox.address.address)])
    }

    private static func parsed(_ mailbox: Mailbox) -> ParsedMailbox {
        ParsedMailbox(name: mailbox.name?.text ?? "", address: mailbox.address.address)
    }

    /// All line breaks as LF; the one rule about bodies, written a second time with Foundation.
    private static func lineFeeds(_ text: String) -> String {
        text.replacingOccurrences(of: "\r\n", with: "\n").replacingOccurrences(of: "\r", with: "\n")
    }

    private static func expectedText(_ message: MailMessage) -> String {
        let text = lineFeeds(message.text)
        return message.html == nil && !text.hasSuffix("\n") ? text + "\n" : text
    }
}
