// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Foundation
import Notices
import Shipping
import Storage
import TestSupport
import Testing
import Values

/// Calls that come together share a wait for the disk, and nothing else (SEMANTICS B1, B2).
@Suite("Group commit") struct GroupCommitTests {
    @Test("Of a thousand calls at once none is lost, and they share commits")
    func keepsAThousand() async throws {
        try await withTemporaryFolder { folder in
            let store = try SQLiteStore(path: folder.path + "/store.db")
            let road = Road(store: store)
            let before = store.commitCount
            try await withThrowingTaskGroup { group in
                for number in 0..<1_000 {
                    group.addTask {
                        try await road.register(Samples.registration(Samples.key("1000000\(10_000 + number)")))
                    }
                }
                try await group.waitForAll()
            }
            let ids = try await withThrowingTaskGroup(returning: Set<Int64>.self) { group in
                for number in 0..<1_000 {
                    group.addTask {
                        let event = Samples.event(.inTransit, key: Samples.key("1000000\(10_000 + number)"))
                        return try await road.record(event, limit: 1)[0].leased.map(\.delivery.id)
                    }
                }
                return try await group.reduce(into: []) { $0.formUnion($1) }
            }
            #expect(ids.count == 1_000)
            #expect(store.commitCount - before < 2_000)
            #expect(try await store.statistics(now: Samples.now).byState == [.leased: 1_000])
            #expect(try await store.journal(of: .default, after: 0, limit: 9_999).count == 2_000)
            try store.close()
        }
    }

    @Test("B1: in one commit, a call that fails leaves no trace and its neighbours stay")
    func failsAloneInAGroup() async throws {
        try await withTemporaryFolder { folder in
            let store = try SQLiteStore(path: folder.path + "/store.db")
            let road = Road(store: store)
            for number in 1...9 { try await road.register("10000000000\(number)") }
            let before = store.commitCount
            let outcomes = try await together(store, calls: 9) { number in
                let key = Samples.key("10000000000\(number)")
                _ = try await road.record(
                    Samples.event(.inTransit, key: key), Samples.event(.outForDelivery, key: key)
                ) { situation in
                    guard number == 5, situation.event.stage == .outForDelivery else { return Road.planner(situation) }
                    return Plan(.planned, shipment: Samples.shipment(id: 999))
                }
            }
            // The call that held the writer, and one commit for the nine.
            #expect(store.commitCount - before == 2)
            #expect(outcomes.count == 9 && outcomes.count { !$0 } == 1)
            for number in 1...9 {
                let stage = try await store.shipment(Samples.key("10000000000\(number)"))?.stage
                #expect(stage == (number == 5 ? .pending : .outForDelivery), "\(number)")
            }
            #expect(try await store.statistics(now: Samples.now).byState == [.leased: 8, .queued: 8])
            try store.close()
        }
    }

    @Test("B2: a caller that goes away does not call off its commit")
    func finishesForTheCancelled() async throws {
        try await withTemporaryFolder { folder in
            let store = try SQLiteStore(path: folder.path + "/store.db")
            let road = Road(store: store)
            try await road.register(Samples.registration())
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await road.record(Samples.event(.inTransit))
            }
            #expect(try await task.value[0].leased.count == 1)
            #expect(try await store.statistics(now: Samples.now).byState == [.leased: 1])
            try store.close()
        }
    }

    @Test("Whoever fails with the disk fails in words, and the next call works")
    func failsTogether() async throws {
        try await withTemporaryFolder { folder in
            let store = try SQLiteStore(path: folder.path + "/store.db")
            let road = Road(store: store)
            for number in 1...4 { try await road.register("10000000000\(number)") }
            let pages = try #require(try await store.writerSetting("page_count"))
            _ = try await store.writerSetting("max_page_count = \(pages)")
            let outcomes = try await together(store, calls: 4) { number in
                var event = Samples.event(.inTransit, key: Samples.key("10000000000\(number)"))
                event.body = [UInt8](repeating: 0x20, count: 400_000)
                _ = try await road.record(event)
            }
            #expect(!outcomes.contains(true))
            _ = try await store.writerSetting("max_page_count = 1000000")
            #expect(try await store.statistics(now: Samples.now).byState == [:])
            #expect(
                try await road.record(Samples.event(.inTransit, key: Samples.key("100000000001")))[0].leased.count == 1)
            try store.close()
        }
    }

    /// Makes calls while the writer is held, so that they meet in one commit.
    ///
    /// - Returns: Whether each succeeded, in no order.
    private func together(
        _ store: SQLiteStore, calls: Int, _ call: @escaping @Sendable (Int) async throws -> Void
    ) async throws -> [Bool] {
        let mayGoOn = DispatchSemaphore(value: 0)
        let hasBegun = Seen()
        return try await withThrowingTaskGroup(returning: [Bool].self) { group in
            group.addTask {
                _ = try await store.record(
                    [Samples.event(.unknown, key: Samples.key("777700001111"))], lease: nil, leaseLimit: 0,
                    now: Samples.now
                ) { _ in
                    hasBegun.count = 1
                    mayGoOn.wait()
                    return Plan(.nothing)
                }
                return true
            }
            while hasBegun.count < 0 { await Task.yield() }
            for number in 1...calls {
                group.addTask {
                    do { try await call(number) } catch is StoreFailure { return false }
                    return true
                }
            }
            while store.waitingCalls < calls { await Task.yield() }
            mayGoOn.signal()
            var outcomes = try await group.reduce(into: [Bool]()) { $0.append($1) }
            // The call that held the writer.
            if let index = outcomes.firstIndex(of: true) { outcomes.remove(at: index) }
            return outcomes
        }
    }
}
