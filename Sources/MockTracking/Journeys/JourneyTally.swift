// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// What a journey's webhooks were answered with, counted.
struct JourneyTally: Sendable {
    private(set) var total = 0
    private(set) var accepted = 0
    private(set) var refused = 0
    private(set) var unanswered = 0
    /// Why the last of those that were not answered was not.
    private(set) var failure: String?
    private var codes: [Int: Int] = [:]
    /// How many answers took at most 2 to the power of the place milliseconds.
    private var spans = Array(repeating: 0, count: 24)

    /// Counts one.
    mutating func add(_ outcome: WebhookPost.Outcome) {
        total += 1
        guard let code = outcome.code else {
            unanswered += 1
            failure = outcome.failure
            return
        }
        codes[code, default: 0] += 1
        if outcome.isAccepted { accepted += 1 } else if code >= 300 { refused += 1 }
        let span = max(1, UInt64(clamping: outcome.milliseconds))
        spans[min(spans.count - 1, UInt64.bitWidth - (span - 1).leadingZeroBitCount)] += 1
    }

    /// The counts.
    var json: JSON {
        [
            "total": .integer(Int64(total)), "accepted": .integer(Int64(accepted)),
            "refused": .integer(Int64(refused)), "unanswered": .integer(Int64(unanswered)),
        ]
    }

    /// How often each code came.
    var codesJSON: JSON {
        .object(codes.sorted { $0.key < $1.key }.map { JSON.Member(String($0.key), .integer(Int64($0.value))) })
    }

    /// Half and 95 of 100 answers came within so many milliseconds, up to the next power of two.
    var milliseconds: JSON {
        ["median": .integer(within(0.5)), "p95": .integer(within(0.95))]
    }

    private func within(_ share: Double) -> Int64 {
        let answered = spans.reduce(0, +)
        var seen = 0
        for (power, count) in spans.enumerated() {
            seen += count
            if count > 0, Double(seen) >= share * Double(answered) { return 1 << Int64(power) }
        }
        return 0
    }
}
