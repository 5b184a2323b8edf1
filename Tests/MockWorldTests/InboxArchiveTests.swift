// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MockWorld
import Testing
import Values

/// The file behind the inbox.
struct InboxArchiveTests {
    private static let start = Timestamp(milliseconds: 1_795_348_800_000)

    private static func withFile(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder.appendingPathComponent("inbox.sqlite").path)
    }

    private static func mail(_ number: Int, bytes: Int = 100) -> InboxDraft {
        var envelope = SMTPEnvelope(
            sender: "b@example.com", recipients: ["hong@example.com"], user: "blue", clientName: "client")
        envelope.findings = [SMTPFinding(.longLine, line: 3)]
        envelope.tls = "TLSv1.3"
        envelope.parameters.size = 5
        envelope.parameters.is8Bit = true
        envelope.parameters.isBinary = true
        envelope.parameters.isUTF8 = true
        envelope.parameters.returned = .headers
        envelope.parameters.envelopeID = "env"
        envelope.options[0] = SMTPRecipientOptions()
        envelope.options[0]?.notify = [.success, .delay]
        envelope.options[0]?.originalAddress = "orig@example.com"
        let raw =
            "Subject: Mail \(number)\r\nMessage-ID: <\(number % 100)@x>\r\nX-Parcelpost-Tags: t\(number)\r\n"
            + "X-Parcelpost-Event: e\(number)\r\n\r\n" + String(repeating: "x", count: bytes)
        return InboxDraft(mail: Array(raw.utf8), envelope: envelope, receivedAt: start + .seconds(Int64(number)))
    }

    @Test("messages survive a restart as they were, with tags, events, dialogue and copies")
    func restart() async throws {
        try await Self.withFile { path in
            let archive = try InboxArchive(path: path)
            let inbox = try Inbox(archive: archive)
            for number in 0..<150 {
                inbox.add(Self.mail(number)) { id in
                    var transcript = Transcript()
                    transcript.add(.server, at: 5_000, Array("250 2.0.0 \(id)".utf8))
                    return transcript
                }
            }
            var card = MessageCard(
                provider: "nhn-alimtalk", kind: "AT", from: "@shop", to: "01012345678", title: "제목", text: "본문",
                template: "T1", identity: "key")
            card.textBytes = 90
            card.image = "https://example.com/x.png"
            card.buttons = [.init(name: "조회", type: "WL", link: "https://example.com")]
            card.facts = [.init("a", "b")]
            let kept = inbox.add(
                InboxDraft(
                    card: card, channel: .alimtalk, raw: [0, 1, 255], space: "red", receivedAt: Self.start,
                    refusal: "no"))
            _ = inbox.setTags(["태그"], of: kept.id)
            inbox.add(MessageEvent(at: Self.start, kind: "result", text: "3018", verdict: .bad), to: kept.id)
            let first = try #require(inbox.list(InboxFilter(), limit: 200).messages.last)
            #expect(inbox.delete([first.id]) == 1)
            try archive.close()

            let opened = try InboxArchive(path: path)
            let again = try Inbox(archive: opened)
            #expect(again.counts.messages == 150 && again.counts.filed == 150 && again.message(first.id) == nil)
            let read = try #require(again.message(kept.id))
            #expect(read.raw == [0, 1, 255] && read.size == 3 && read.tags == ["태그"] && read.refusal == "no")
            #expect(read.events == kept.events && read.space == "red" && read.receivedAt == kept.receivedAt)
            let same = try #require(read.card)
            #expect(same.buttons == card.buttons && same.facts == card.facts && same.textBytes == 90)
            #expect(same.template == "T1" && same.identity == "key" && same.image == card.image && same.title == "제목")
            let mails = again.list(InboxFilter(), limit: 200).messages
            let newest = try #require(mails.first)
            #expect(newest.summary.subject == "Mail 149" && newest.tags == ["t149"] && newest.event == "e149")
            #expect(newest.transcript.entries.first?.text == "250 2.0.0 \(newest.id)")
            #expect(newest.envelope == Self.mail(149).envelope)
            #expect(newest.copy == 2 && again.copies(of: newest) == 2)
            #expect(again.add(Self.mail(149)).id > newest.id)
            try opened.close()
        }
    }

    @Test("the bytes of old messages are left to the file, and memory stays within its limit")
    func boundedMemory() async throws {
        try await Self.withFile { path in
            let archive = try InboxArchive(path: path)
            var limits = Inbox.Limits()
            limits.bytes = 400_000
            let inbox = try Inbox(limits: limits, archive: archive)
            for number in 0..<60 {
                inbox.add(Self.mail(number, bytes: 10_000))
                // A disk that keeps up within 15 messages.
                if number.isMultiple(of: 15) { try archive.flush() }
            }
            #expect(inbox.counts.messages == 60 && inbox.counts.dropped == 0 && inbox.counts.filed > 20)
            #expect(inbox.counts.bytes <= 800_000 && inbox.archiveCounts?.failures == 0)
            let oldest = try #require(inbox.oldest(InboxFilter(), after: nil, count: 1).messages.first)
            #expect(oldest.raw.count > 10_000 && oldest.summary.subject == "Mail 0")
            // A disk that does not come along at all costs the oldest messages, not the memory.
            for number in 60..<200 { inbox.add(Self.mail(number, bytes: 10_000)) }
            #expect(inbox.counts.dropped > 0 && inbox.counts.bytes <= 800_000)
            try archive.close()
        }
    }

    @Test("what is written beside the servers ends with them, and nothing is lost")
    func writingBeside() async throws {
        try await Self.withFile { path in
            let archive = try InboxArchive(path: path)
            let inbox = try Inbox(archive: archive)
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await archive.run() }
                for number in 0..<2_000 { inbox.add(Self.mail(number)) }
                group.cancelAll()
            }
            try archive.close()
            #expect(try Inbox(archive: InboxArchive(path: path)).counts.messages == 2_000)
        }
    }

    @Test("what is dropped by the number of messages leaves the file too")
    func dropped() async throws {
        try await Self.withFile { path in
            var limits = Inbox.Limits()
            limits.messages = 10
            let archive = try InboxArchive(path: path)
            let inbox = try Inbox(limits: limits, archive: archive)
            for number in 0..<35 { inbox.add(Self.mail(number)) }
            try archive.close()
            let again = try Inbox(archive: InboxArchive(path: path))
            #expect(again.list(InboxFilter(), limit: 99).messages.map(\.summary.subject).last == "Mail 25")
            #expect(again.counts.messages == 10)
        }
    }

    @Test("a file of another program is left alone, and what is no database is told")
    func strangers() async throws {
        try await Self.withFile { path in
            try Data("this is no database, but a text of some length".utf8).write(to: URL(fileURLWithPath: path))
            #expect(throws: ArchiveFailure.self) { try InboxArchive(path: path) }
            #expect(throws: ArchiveFailure.self) { try InboxArchive(path: path + "/x/y") }
        }
    }
}
