// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Values

/// What a sink has counted so far.
final class SinkCounts: Sendable {
    private struct State {
        var mails = 0
        var bytes = 0
        var withoutID = 0
        var mostOften = 0
        var seen = [String: Int]()
        var connections = 0
        var first: ContinuousClock.Instant?
        var last: ContinuousClock.Instant?
    }

    /// Message-IDs kept for telling duplicates; mails beyond are counted, not told apart.
    private static let idLimit = 5_000_000

    private let state = Mutex(State())

    /// Counts one whole mail.
    func add(bytes: Int, messageID: String?) {
        let now = ContinuousClock.now
        state.withLock { state in
            state.mails += 1
            state.bytes += bytes
            if state.first == nil { state.first = now }
            state.last = now
            guard let messageID else {
                state.withoutID += 1
                return
            }
            guard state.seen.count < Self.idLimit || state.seen[messageID] != nil else { return }
            let times = state.seen[messageID, default: 0] + 1
            state.seen[messageID] = times
            state.mostOften = max(state.mostOften, times)
        }
    }

    /// Counts one connection.
    func connected() {
        state.withLock { $0.connections += 1 }
    }

    /// The counts as JSON.
    ///
    /// `duplicates` are mails whose Message-ID had come before; `seconds` spans the first mail's end to the last one's.
    var report: JSON {
        state.withLock { state in
            var seconds = 0.0
            if let first = state.first, let last = state.last {
                seconds = Double((last - first).wholeMilliseconds) / 1000
            }
            return [
                "mails": .integer(Int64(state.mails)), "distinct": .integer(Int64(state.seen.count)),
                "duplicates": .integer(Int64(state.mails - state.withoutID - state.seen.count)),
                "withoutMessageID": .integer(Int64(state.withoutID)),
                "mostOftenSeen": .integer(Int64(state.mostOften)), "bytes": .integer(Int64(state.bytes)),
                "connections": .integer(Int64(state.connections)), "seconds": .number(seconds),
            ]
        }
    }
}
