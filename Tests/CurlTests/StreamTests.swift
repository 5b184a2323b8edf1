// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import TestSupport
import Testing

/// Answers that are read while they come, from Python's own HTTP server.
@Suite(.timeLimit(.minutes(1))) struct StreamTests {
    @Test func piecesAreReadBeforeTheAnswerEnds() async throws {
        let server = try await WebPeer()
        try await withLoop { loop in
            let url = server.url
            let pieces = try await loop.stream(HTTPTransfer(url: url + "/steps/3")) { stream async throws in
                #expect(stream.status == 200)
                #expect(stream.header("Content-Type") == "text/event-stream")
                var pieces: [String] = []
                for _ in 0..<3 {
                    // The next piece is written only after this, so one that waits for the end would wait for ever.
                    #expect(try await loop.perform(HTTPTransfer(url: url + "/step")).status == 204)
                    pieces.append(String(decoding: try await stream.next() ?? [], as: UTF8.self))
                }
                #expect(try await stream.next() == nil)
                return pieces
            }
            #expect(pieces == ["piece 0;", "piece 1;", "piece 2;"])
        }
    }

    @Test func aSlowReaderGetsEverythingInSmallPieces() async throws {
        let server = try await WebPeer()
        try await withLoop { loop in
            let url = server.url
            let (total, largest) = try await loop.stream(HTTPTransfer(url: url + "/bytes/4000000")) {
                stream async throws in
                var total = 0
                var largest = 0
                while let bytes = try await stream.next() {
                    #expect(bytes.allSatisfy { $0 == UInt8(ascii: "x") })
                    total += bytes.count
                    largest = max(largest, bytes.count)
                    // Meanwhile the loop has turned; without a limit all the rest would be here at once.
                    _ = try await loop.perform(HTTPTransfer(url: url + "/bytes/10"))
                }
                return (total, largest)
            }
            #expect(total == 4_000_000)
            #expect(largest < 65_536 + 32_768)
        }
    }

    @Test(arguments: [404, 500])
    func anyStatusIsAnAnswer(status: Int) async throws {
        let server = try await WebPeer()
        try await withLoop { loop in
            let (seen, bytes) = try await loop.stream(HTTPTransfer(url: server.url + "/status/\(status)")) {
                ($0.status, try await $0.next())
            }
            #expect(seen == status)
            #expect(bytes == nil)
        }
    }

    @Test func aBodyThatIsCutOffThrowsAfterWhatCame() async throws {
        let server = try await WebPeer()
        try await withLoop { loop in
            try await loop.stream(HTTPTransfer(url: server.url + "/drop")) { stream async throws in
                #expect(try await stream.next() == Array("half".utf8))
                await #expect(throws: TransferFailure.self) { try await stream.next() }
            }
        }
    }

    @Test func nobodyThereThrows() async throws {
        let server = try await WebPeer()
        let url = server.url
        server.stop()
        try await withLoop { loop in
            await #expect {
                try await loop.stream(HTTPTransfer(url: url + "/")) { _ in }
            } throws: { ($0 as? TransferFailure)?.kind == .connect }
        }
    }

    @Test func cancellingEndsTheStreamAndFreesItsPlace() async throws {
        let server = try await WebPeer()
        try await withLoop { loop in
            let url = server.url
            let task = Task {
                try await loop.stream(HTTPTransfer(url: url + "/steps/9")) { stream async throws in
                    while try await stream.next() != nil {}
                }
            }
            while try server.requests().isEmpty { try await pause() }
            task.cancel()
            await #expect { try await task.value } throws: { ($0 as? TransferFailure)?.kind == .cancelled }
            while loop.load > 0 { try await pause() }
        }
    }

    @Test func leavingTheClosureEndsTheRequest() async throws {
        let server = try await WebPeer()
        try await withLoop { loop in
            let url = server.url
            try await loop.stream(HTTPTransfer(url: url + "/steps/9")) { _ in }
            while loop.load > 0 { try await pause() }
        }
    }

    @Test func endingTheLoopEndsTheStream() async throws {
        let server = try await WebPeer()
        let loop = try CurlLoop()
        let url = server.url
        await #expect {
            try await loop.stream(HTTPTransfer(url: url + "/steps/9")) { stream async throws in
                await withTaskGroup(of: Void.self) { group in
                    // A long grace: a stream never ends by itself and is not waited for.
                    group.addTask { await loop.shutdown(grace: .seconds(600)) }
                    await group.waitForAll()
                }
                _ = try await stream.next()
            }
        } throws: { ($0 as? TransferFailure)?.kind == .shuttingDown }
    }
}

/// Lets others run, and ends a test whose time is over.
private func pause() async throws {
    try Task.checkCancellation()
    await Task.yield()
}
