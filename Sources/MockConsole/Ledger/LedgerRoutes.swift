// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
package import Hummingbird
package import MockWorld
import NIOCore
import Settings
package import Values
package import Web

/// `/api/ledger` and `/ledger`: what a gateway says it has sent, against what came (docs/mock-ledger.md).
package struct LedgerRoutes: Sendable {
    /// What is asked for.
    private struct Question {
        var gateway: WebURL
        var key: Secret<String>
        var space: String?
        var after: Int64
    }

    private enum Format: String, CaseIterable {
        case json, junit
    }

    private let bench: Bench
    private let gateway: WebURL?
    private let key: Secret<String>?

    /// Makes them for a bench.
    ///
    /// - Parameters:
    ///   - bench: Where the messages are.
    ///   - gateway: The gateway asked when none is named (`--gateway`).
    ///   - key: The key for it, when none is sent (`PARCELPOST_MOCK_GATEWAY_KEY`).
    package init(bench: Bench, gateway: WebURL? = nil, key: Secret<String>? = nil) {
        self.bench = bench
        self.gateway = gateway
        self.key = key
    }

    /// Adds them to a server.
    package func add(to router: Router<WebContext>) {
        router.get("/api/ledger") { request, _ in try await answer(request) }
        router.get("/ledger") { request, _ in try await show(request) }
        router.post("/ledger") { request, _ in try await take(request) }
    }

    private func answer(_ request: Request) async throws -> Response {
        var query = QueryReader(request)
        let (named, key) = (query.text("gateway"), query.text("key") ?? request.headers[.gatewayKey])
        let space = query.text("space")
        let after = query.number("after", in: 0...Int.max, else: 0)
        let format: Format? = query.choice("format")
        try query.finish()
        let report = try await report(question(gateway: named, key: key, space: space, after: Int64(after)))
        guard format == .junit else { return JSONResponse(report.json).response }
        return Response(
            status: .ok, headers: [.contentType: "application/xml; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: report.junit)))
    }

    /// Who is asked, and by which key.
    ///
    /// - Throws: `Problems`, all of them.
    private func question(gateway named: String?, key: String?, space: String?, after: Int64) throws -> Question {
        var problems: [Problem] = []
        var url = gateway
        if let named {
            do {
                url = try WebURL(named)
                if !bench.allowsRemote, let host = url?.host, !HostPort.isLoopback(host) {
                    throw ValueError("the gateway is on this machine, unless the mock was started with --allow-remote")
                }
            } catch let error as ValueError {
                url = nil
                problems.append(
                    Problem(
                        field: "?gateway", rule: "bad-value", message: error.reason + ".",
                        wayOut: "For example gateway=http://127.0.0.1:8080."))
            }
        } else if url == nil {
            problems.append(
                Problem(
                    field: "?gateway", rule: "missing", message: "no gateway is named.",
                    wayOut: "Add gateway=http://127.0.0.1:8080, or start the mock with --gateway."))
        }
        // A key that belongs to one gateway is not shown to another.
        let secret = key.map { Secret($0) } ?? (named == nil || named == gateway?.text ? self.key : nil)
        if secret == nil {
            problems.append(
                Problem(
                    field: "X-Gateway-Key", rule: "missing", message: "no API key of the gateway is sent.",
                    wayOut: "Send one of shops.<name>.apiKeys in the header X-Gateway-Key."))
        } else if let secret, Line.hasControls(secret.reveal()) {
            problems.append(
                Problem(field: "X-Gateway-Key", rule: "bad-value", message: "the key holds control characters."))
        }
        guard problems.isEmpty, let url, let secret else { throw Problems(problems) }
        return Question(gateway: url, key: secret, space: space.map(Space.name), after: after)
    }

    private func report(_ question: Question) async throws -> LedgerReport {
        let journal = GatewayJournal(loop: bench.loop, gateway: question.gateway, key: question.key)
        let isIdle = try await journal.isIdle()
        var book = LedgerBook(after: question.after)
        try await journal.read(into: &book)
        var report = LedgerReport(
            gateway: question.gateway.text, space: question.space, at: bench.clock.now, after: question.after,
            last: book.last, lines: book.lineCount, isIdle: isIdle, dropped: bench.inbox.counts.dropped)
        try await report.compare(book, with: bench.inbox) { try await journal.read(into: &$0) }
        for index in report.findings.indices {
            guard let id = report.findings[index].line, let line = try await journal.line(id) else { continue }
            report.findings[index].trackingNumber = line.trackingNumber
            report.findings[index].milestone = line.milestone
            report.findings[index].text = line.text
            report.findings[index].messageID = line.messageID ?? report.findings[index].messageID
        }
        return report
    }

    // MARK: The page

    private func show(_ request: Request) async throws -> PageResponse {
        var query = QueryReader(request)
        let (named, space) = (query.text("gateway"), query.text("space"))
        try query.finish()
        guard named == nil, gateway != nil, key != nil else {
            return LedgerPage(gateway: named ?? gateway?.text ?? "", space: space ?? "").response
        }
        return await page(gateway: nil, key: nil, space: space)
    }

    /// The form's answer; the key comes in the body, so that it stays out of the browser's history.
    private func take(_ request: Request) async throws -> PageResponse {
        if let origin = request.headers[.origin], !origin.hasSuffix("://" + (request.head.authority ?? "")) {
            throw ProblemDetails.forbidden("This form is sent by the mock's own page only.")
        }
        let form = try await request.form()
        func field(_ name: String) -> String? { form[name].flatMap { $0.isEmpty ? nil : $0 } }
        return await page(gateway: field("gateway"), key: field("key"), space: field("space"))
    }

    private func page(gateway named: String?, key: String?, space: String?) async -> PageResponse {
        var page = LedgerPage(gateway: named ?? gateway?.text ?? "", space: space ?? "")
        do {
            page.report = try await report(question(gateway: named, key: key, space: space, after: 0))
        } catch let problem as ProblemDetails {
            page.problem = problem.detail
        } catch let problems as Problems {
            page.problem = problems.list.map { $0.message + ($0.wayOut.map { " " + $0 } ?? "") }.joined(separator: " ")
        } catch {
            page.problem = "The ledger could not be made. Try again."
        }
        return page.response
    }
}

extension HTTPField.Name {
    /// `X-Gateway-Key`.
    fileprivate static let gatewayKey = HTTPField.Name("X-Gateway-Key") ?? .authorization
}
