// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Curl
import Foundation
import Logging
import MockTracking
import MockWorld
import Settings
import Values
import Web

/// Plays an order of journeys, here or at a running mock, and shows how far it is.
struct JourneyStage {
    /// Whether somebody looks on.
    let showsProgress: Bool

    /// Plays it here.
    func play(_ body: JSON) async throws -> JSON {
        let loop = try CurlLoop(limits: CurlLimits(requestsPerOrigin: 256))
        let clock = MockClock()
        let agenda = Agenda(clock: clock)
        let bench = Bench(
            inbox: Inbox(), clock: clock, agenda: agenda, faults: FaultBook(), loop: loop, places: Places([]),
            allowsRemote: false, logger: Logger(label: "parcelpost.mock"))
        let order = try JourneyOrder(reading: JSONFields(body), now: clock.now, allowsRemote: false)
        let run = try JourneyBook(bench: bench).start(order)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await agenda.run() }
            group.addTask { await self.follow(run) }
            group.addTask { await run.wait() }
            // The agenda runs for ever, the progress may be gone for lack of an onlooker.
            var ended = 0
            for await _ in group {
                ended += 1
                if run.progress.isOver {
                    group.cancelAll()
                    break
                }
            }
        }
        clear()
        await loop.shutdown(grace: .zero)
        return run.summary
    }

    /// Lets a mock play it.
    func ask(_ mock: HTTPURL, to body: JSON, space: String?) async throws -> JSON {
        let loop = try CurlLoop()
        let result: Result<JSON, any Error>
        do {
            var summary = try await call(loop, "POST", mock.text + "/api/journeys", body, space)
            let id = summary["id"]?.string ?? ""
            while summary["status"] == "playing" {
                show(
                    Int(summary["summary"]?["total"]?.integer ?? 0), of: Int(summary["webhooks"]?.integer ?? 0),
                    next: summary["nextAt"]?.string)
                try await ContinuousClock().sleep(for: .milliseconds(250))
                summary = try await call(loop, "GET", mock.text + "/api/journeys/" + id + "?sent=0", nil, space)
            }
            clear()
            result = .success(summary)
        } catch {
            clear()
            result = .failure(error)
        }
        await loop.shutdown(grace: .zero)
        return try result.get()
    }

    private func call(
        _ loop: CurlLoop, _ method: String, _ url: String, _ body: JSON?, _ space: String?
    ) async throws -> JSON {
        var headers = [(name: "Content-Type", value: "application/json")]
        if let space { headers.append(("X-Parcelpost-Space", Line(cleaning: space, maxBytes: 100).text)) }
        let answer: HTTPAnswer
        do throws(TransferFailure) {
            answer = try await loop.perform(
                HTTPTransfer(method: method, url: url, headers: headers, body: body?.bytes, maxResponseBytes: 16 << 20))
        } catch {
            throw CommandFailure.report("the mock at \(url) does not answer. \(error.description)")
        }
        let json = (try? JSON(parsing: answer.body)) ?? .null
        guard (200..<300).contains(answer.status) else {
            for problem in json["problems"]?.array ?? [] {
                Terminal.complain("\(problem["pointer"]?.string ?? ""): \(problem["message"]?.string ?? "")")
            }
            throw CommandFailure.report(
                "the mock answered \(answer.status): \(json["detail"]?.string ?? "is it Parcelpost's?")")
        }
        return json
    }

    private func follow(_ run: JourneyRun) async {
        guard showsProgress else { return }
        while !Task.isCancelled, !run.progress.isOver {
            show(run.progress.done, of: run.progress.of, next: nil)
            try? await ContinuousClock().sleep(for: .milliseconds(100))
        }
    }

    private func show(_ done: Int, of total: Int, next: String?) {
        guard showsProgress, total > 0 else { return }
        let filled = min(30, done * 30 / total)
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 30 - filled)
        let until = next.flatMap { Timestamp($0, zonelessOffsetSeconds: 0) }.map { "  next " + Terminal.time($0) } ?? ""
        FileHandle.standardError.write(Data("\r\u{1B}[K[\(bar)] \(done) of \(total) webhooks\(until)".utf8))
    }

    private func clear() {
        if showsProgress { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
    }
}
