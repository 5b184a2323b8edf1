// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import MockWorld
import NIOCore
import Values
import Web

/// `GET /api/dump`: all that fits as one file, for what a CI run keeps.
struct DumpRoutes: Sendable {
    let inbox: Inbox

    /// What the file is.
    enum Format: String, CaseIterable {
        /// A line of JSON for each message: all that the API tells of it, and its bytes in Base64.
        case ndjson
        /// The mails as they came (mboxrd), for mail programs; other messages are left out.
        case mbox
    }

    func add(to router: Router<WebContext>) {
        router.get("/api/dump") { request, _ in try dump(request) }
    }

    private func dump(_ request: Request) throws -> Response {
        var query = QueryReader(request)
        var filter = query.filter(strict: true)
        if query.text("refused") == nil { filter.refused = .include }
        let format: Format = query.choice("format") ?? .ndjson
        try query.finish()
        if format == .mbox { filter.channel = .email }
        // What comes while it is written is not in it: it would never end.
        let last = inbox.horizon.last
        return Response(
            status: .ok,
            headers: [
                .contentType: format == .mbox ? "application/mbox" : "application/x-ndjson", .cacheControl: "no-store",
                .contentDisposition: "attachment; filename=\"inbox.\(format.rawValue)\"",
            ],
            body: ResponseBody { [inbox, filter] writer in
                var place = filter.after
                while let last, place.map({ $0 < last }) ?? true {
                    let piece = inbox.oldest(filter, after: place, count: 16)
                    if piece.messages.isEmpty { break }
                    place = piece.place
                    for message in piece.messages where message.id <= last {
                        let line = format == .mbox ? Self.mbox(message) : Self.line(message, inbox)
                        try await writer.write(ByteBuffer(bytes: line))
                    }
                }
                try await writer.finish(nil)
            })
    }

    private static func line(_ message: InboxMessage, _ inbox: Inbox) -> [UInt8] {
        let raw = message.raw
        var members = MessageJSON.detail(message, copies: inbox.copies(of: message)).members ?? []
        members.append(.init("raw", .string(Base64.encode(raw))))
        members.append(.init("transcriptEntries", MessageJSON.transcript(message)["entries"] ?? []))
        return JSON.object(members).bytes + [0x0A]
    }

    /// One mail of a mailbox file: `From ` line, LF line ends, a `>` before each line that looks like another `From `.
    private static func mbox(_ message: InboxMessage) -> [UInt8] {
        let sender = message.envelope.sender.filter { $0.isASCII && $0 > " " && $0 != "\u{7F}" }
        var file = Array(
            "From \(sender.isEmpty ? "MAILER-DAEMON" : sender) \(UnixDate.text(message.receivedAt))\n".utf8)
        let raw = message.raw
        file.reserveCapacity(raw.count + 128)
        var index = 0
        while index < raw.count {
            let end = raw[index...].firstIndex(of: 0x0A) ?? raw.count
            var line = raw[index..<end]
            if line.last == 0x0D { line.removeLast() }
            if line.drop(while: { $0 == 0x3E }).starts(with: "From ".utf8) { file.append(0x3E) }
            file += line
            file.append(0x0A)
            index = end + 1
        }
        file.append(0x0A)
        return file
    }
}

/// The date in a mailbox file's `From ` line: `Sun Nov 22 09:00:00 2026`, in UTC.
enum UnixDate {
    private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    static func text(_ moment: Timestamp) -> String {
        let time = CivilTime(moment, offsetSeconds: 0)
        let day = (time.day < 10 ? " " : "") + String(time.day)
        return "\(days[time.weekday]) \(months[time.month - 1]) \(day) \(time.time) \(time.year)"
    }
}
