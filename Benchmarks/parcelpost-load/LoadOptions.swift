// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// What every load has in common: where to, how wide, how much, how long.
struct LoadOptions: ParsableArguments {
    @Option(help: "How many connections stay open; each has one request under way.")
    var connections = 64

    @Option(help: "How many requests to send, the warm-up included.")
    var count: Int

    @Option(help: "How many of the first requests are not measured.")
    var warmup = 0

    @Option(
        help:
            "Requests a second, sent on schedule and timed from when they were due; as fast as answers come if absent.")
    var rate: Int?

    @Option(help: "The run ends after so many seconds, done or not.")
    var timeLimitSeconds = 300

    @Flag(help: "Send again, after Retry-After, what was refused with 429 or 503.")
    var retryRefused = false

    @Option(help: "The first parcel's place in the row of numbers, so that runs do not meet.")
    var first = 0

    func validate() throws {
        guard (1...4096).contains(connections) else { throw ValidationError("--connections is from 1 to 4096") }
        guard (1...10_000_000).contains(count) else { throw ValidationError("--count is from 1 to 10,000,000") }
        guard (0..<count).contains(warmup) else { throw ValidationError("--warmup is less than --count") }
        guard (1...3600).contains(timeLimitSeconds) else {
            throw ValidationError("--time-limit-seconds is from 1 to 3600")
        }
        if let rate, !(1...1_000_000).contains(rate) { throw ValidationError("--rate is from 1 to 1,000,000") }
        guard (0...900_000_000).contains(first) else { throw ValidationError("--first is from 0 to 900,000,000") }
    }
}

/// The numbers parcels of a load carry: twelve digits, told apart by their place in the row.
enum ParcelNumbers {
    static let digits = 12

    static func number(_ index: Int) -> String {
        let place = String(index)
        return "680" + String(repeating: "0", count: 9 - place.count) + place
    }
}
