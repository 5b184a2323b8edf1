// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Gateway
import Mail
import Notices
import Shipping
import TestSupport
import Testing
import Values

/// Runs of one seed are one run (STYLE, Replayable).
@Suite(.timeLimit(.minutes(1))) struct ReplayTests {
    /// The waits before the attempts of one delivery, in milliseconds.
    private func waits(seed: UInt64, attempts: Int = 5) async throws -> [Int64] {
        let works = Works(
            transport: FakeTransport(concurrency: 1) { _, _ in FakeTransport.busy }, seed: seed)
        try await works.register()
        let waits = Tally()
        try await works.run { _ in
            _ = try await works.intake.take([Samples.event(.delivered)])
            for attempt in 1...attempts {
                try await works.store.settled.reach(attempt)
                let due = try await works.store.inner.deliveries(.queued, shop: nil, before: nil, limit: 1)
                let dueAt = try #require(due.first?.delivery.dueAt)
                waits.add()
                works.clock.advance(to: dueAt)
            }
        }
        #expect(waits.count == attempts)
        let dates = works.transport.letters.map(\.date)
        return zip(dates.dropFirst(), dates).map { ($0 - $1).wholeMilliseconds }.prefix(attempts - 1).map { $0 }
    }

    @Test("Replayable: one seed gives the same retry times in every run, another seed gives others")
    func seeds() async throws {
        let first = try await waits(seed: 42)
        #expect(first.count == 4)
        #expect(try await waits(seed: 42) == first)
        #expect(try await waits(seed: 43) != first)
        // Exponential with full jitter: the n-th wait is at least a tenth of 15 s * 2^(n-1), and less than it.
        for (index, wait) in first.enumerated() {
            let bound = Int64(15_000) << index
            #expect((bound / 10...bound).contains(wait), "wait \(index + 1) is \(wait) ms of \(bound)")
        }
    }

    @Test("Replayable: the jitter is SplitMix64, as its authors publish it")
    func jitterIsSplitMix() async throws {
        // The first three of seed 0: https://prng.di.unimi.it/splitmix64.c
        let published: [UInt64] = [0xE220_A839_7B1D_CDAF, 0x6E78_9E6A_A1B9_65F4, 0x06C4_5D18_8009_454F]
        let expected = published.enumerated().map { index, word in
            let bound = Int64(15_000) << index
            return max(bound / 10, Int64(Double(bound) * Double(word >> 11) / 9_007_199_254_740_992))
        }
        #expect(try await waits(seed: 0, attempts: 4) == expected)
    }
}
