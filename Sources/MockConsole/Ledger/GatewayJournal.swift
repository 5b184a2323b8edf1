// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import HTTPTypes
import Values
import Web

/// Reads a gateway's journal page by page (`GET /v1/journal`, NDJSON).
struct GatewayJournal: Sendable {
    let loop: CurlLoop
    let gateway: WebURL
    let key: Secret<String>

    /// Lines asked for at once.
    private static let pageLines = 2_000
    /// The most bytes of a page.
    private static let pageBytes = 16 * 1_024 * 1_024
    /// The most lines of one ledger.
    private static let mostLines = 5_000_000

    /// Reads on behind the book's last line, to the end.
    ///
    /// - Throws: `ProblemDetails` that says what is wrong with the gateway or the key.
    func read(into book: inout LedgerBook) async throws {
        while true {
            let lines = try await page(after: book.last, limit: Self.pageLines)
            for line in lines {
                guard book.take(line) else {
                    throw Self.bad(
                        "journal-order", "The journal's ids do not rise: line \(line.id) comes after \(book.last).")
                }
            }
            if lines.count < Self.pageLines { return }
            guard book.lineCount < Self.mostLines else {
                throw Self.bad(
                    "journal-too-long",
                    "The journal has more than \(Self.mostLines) lines. Begin later: after=\(book.last).")
            }
        }
    }

    /// One line, if it is still there.
    func line(_ id: Int64) async throws -> JournalLine? {
        try await page(after: id - 1, limit: 1).first { $0.id == id }
    }

    /// Whether the gateway has nothing to do; nil when it does not say.
    func isIdle() async throws -> Bool? {
        let body = try await get("v1/idle")
        guard let answer = try? JSON(parsing: body) else {
            throw Self.bad("gateway-answer", "The answer is no JSON. Is \(gateway) the gateway's address?")
        }
        return answer["idle"]?.bool
    }

    private func page(after line: Int64, limit: Int) async throws -> [JournalLine] {
        let body = try await get("v1/journal?after=\(line)&limit=\(limit)")
        guard body.isEmpty || body.last == 0x0A else {
            throw Self.bad("journal-cut-off", "The journal was cut off in the middle of a line. Ask again.")
        }
        return try body.split(separator: 0x0A).map { bytes in
            guard let line = JournalLine(bytes) else {
                throw Self.bad(
                    "journal-line",
                    "The journal holds a line that is no entry. Is this the gateway, and of this version?")
            }
            return line
        }
    }

    private func get(_ path: String) async throws -> [UInt8] {
        let answer: HTTPAnswer
        do {
            answer = try await loop.perform(
                HTTPTransfer(
                    url: gateway.appending(path), headers: [("Authorization", "Bearer " + key.reveal())],
                    timeout: .seconds(30), connectTimeout: .seconds(5), maxResponseBytes: Self.pageBytes,
                    offersHTTP2: false))
        } catch  where error.kind == .disconnected {
            throw Self.bad(
                "journal-cut-off", "The gateway ended the connection before the end of its answer. Ask again.")
        } catch {
            throw Self.bad(
                "gateway-away",
                "The gateway at \(gateway) did not answer: \(error.description) Is it running, and is this its address?"
            )
        }
        switch answer.status {
        case 200: return answer.body
        case 401, 403:
            throw ProblemDetails(
                .unauthorized, rule: "gateway-key",
                detail: "The gateway does not know this key. Send one of shops.<name>.apiKeys in X-Gateway-Key.")
        default:
            throw Self.bad(
                "gateway-answer",
                "The gateway answered \(answer.status) instead of its journal. Is \(gateway) the gateway's address?")
        }
    }

    private static func bad(_ rule: String, _ detail: String) -> ProblemDetails {
        ProblemDetails(.badGateway, rule: rule, detail: detail)
    }
}
