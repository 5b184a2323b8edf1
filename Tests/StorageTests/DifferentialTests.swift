// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices
import Shipping
import Storage
import TestSupport
import Testing
import Values

/// Whatever is asked in whatever order, both stores answer the same.
@Suite("Stores agree") struct DifferentialTests {
    @Test("Random calls get equal answers", arguments: 1...12)
    func agree(seed: Int) async throws {
        let chance = SeededBytes(UInt64(seed))
        let memoryBytes = SeededBytes(UInt64(seed) &* 7_919)
        let sqliteBytes = SeededBytes(UInt64(seed) &* 7_919)
        try await StoreKind.memory.run(randomBytes: memoryBytes.bytes) { memory in
            try await StoreKind.sqlite.run(randomBytes: sqliteBytes.bytes) { sqlite in
                var calls = RandomCalls(chance: chance)
                for step in 0..<250 {
                    let call = try calls.next()
                    let first = try await call.run(memory)
                    let second = try await call.run(sqlite)
                    #expect(first == second, "seed \(seed), step \(step): \(call.name)")
                    guard first == second else { return }
                    calls.note(try await holdings(memory, at: calls.now))
                }
                for question in RandomCalls.questions(now: calls.now) {
                    #expect(try await question.run(memory) == question.run(sqlite), "seed \(seed): \(question.name)")
                }
            }
        }
    }

    /// The numbers of deliveries that exist, for the next calls to name.
    private func holdings(_ store: any Store, at now: Timestamp) async throws -> [Int64] {
        try await store.deliveries(.queued, shop: nil, before: nil, limit: 5).map(\.delivery.id)
            + store.deliveries(.dead, shop: nil, before: nil, limit: 5).map(\.delivery.id)
    }
}
