// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Synchronization

/// The shared part of a load: hands out places in the row and gathers what the connections measured.
final class LoadRun: Sendable {
    /// What the connections measured together.
    struct Totals {
        var microseconds = [UInt32]()
        var statuses = [Int: Int]()
        var problems = [String: Int]()
        var firstSent: NIODeadline?
        var lastAnswered: NIODeadline?
    }

    let count: Int
    let warmup: Int
    let rate: Int?
    let retryRefused: Bool
    let start: NIODeadline
    let deadline: NIODeadline
    private let next = Atomic<Int>(0)
    private let totals = Mutex(Totals())

    init(_ options: LoadOptions) {
        self.count = options.count
        self.warmup = options.warmup
        self.rate = options.rate
        self.retryRefused = options.retryRefused
        self.start = .now()
        self.deadline = start + .seconds(Int64(options.timeLimitSeconds))
    }

    /// The next place in the row, or nil when all are handed out or the time is over.
    func take(_ now: NIODeadline) -> Int? {
        guard now < deadline else { return nil }
        let index = next.add(1, ordering: .relaxed).oldValue
        return index < count ? index : nil
    }

    /// Adds what one connection measured.
    func add(_ part: Totals) {
        totals.withLock { totals in
            totals.microseconds += part.microseconds
            totals.statuses.merge(part.statuses, uniquingKeysWith: +)
            totals.problems.merge(part.problems, uniquingKeysWith: +)
            totals.firstSent = [totals.firstSent, part.firstSent].compactMap(\.self).min()
            totals.lastAnswered = [totals.lastAnswered, part.lastAnswered].compactMap(\.self).max()
        }
    }

    /// What was measured so far.
    var measured: Totals { totals.withLock { $0 } }
}
