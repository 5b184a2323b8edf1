// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Gateway
import Notices
import ServiceLifecycle
import Shipping
import TestSupport
import Testing
import Values

/// What is kept no longer is deleted, a step at a time.
@Suite(.timeLimit(.minutes(1))) struct HousekeeperTests {
    private func housekeeper(_ works: Works, _ retention: Retention = Retention()) -> Housekeeper {
        Housekeeper(store: works.store, retention: retention, wallClock: works.clock, logger: works.log.logger)
    }

    @Test("Old events go in steps of a second until none is left, then it rests for ten minutes")
    func stepsUntilDone() async throws {
        let works = Works()
        for _ in 0..<12 {
            let items = (0..<100).map { number in
                UnusableItem(
                    shop: .default, reason: .rejected, text: "no stage", body: Array("{\"n\":\(number)}".utf8),
                    receivedAt: Samples.now - .seconds(31 * 86_400))
            }
            try await works.store.keep(items)
        }
        let sweeps = works.store.ended(.sweep)
        try await Works.run([housekeeper(works)], logger: works.log.logger) { _ in
            for step in 1...3 {
                try await sweeps.reach(step)
                works.clock.advance(by: .seconds(1))
            }
            // 500, 500 and 200 rows: the third found the end, so only ten minutes later is it looked at again.
            while works.clock.sleeperCount == 0 { await Task.yield() }
            #expect(works.clock.nextWake.map { $0 - works.clock.now } ?? .zero > .seconds(590))
            #expect(sweeps.count == 3)
            works.clock.advance(by: .seconds(600))
            try await sweeps.reach(4)
        }
        let log = works.log.text
        #expect(log.contains("500") && log.contains("200"))
        let left = try await works.store.inner.sweep(Retention(), now: works.clock.now, limit: 500)
        #expect(left == 0)
    }

    @Test("What is young enough stays")
    func youngThingsStay() async throws {
        let works = Works()
        try await works.register()
        try await Works.run([housekeeper(works)], logger: works.log.logger) { _ in
            try await works.store.ended(.sweep).reach()
        }
        #expect(try await works.store.inner.shipment(Samples.key())?.registration.orderer.email != nil)
        #expect(try await works.trace().count == 1)
    }

    @Test("A store that cannot delete is tried again later, and said so")
    func failuresAreToldAndOutlived() async throws {
        let works = Works()
        works.store.fail(.sweep, times: 1)
        try await Works.run([housekeeper(works)], logger: works.log.logger) { _ in
            try await works.store.began(.sweep).reach()
            works.clock.advance(by: .seconds(600))
            try await works.store.ended(.sweep).reach()
        }
        #expect(works.log.text.contains("nothing deleted"))
    }
}
