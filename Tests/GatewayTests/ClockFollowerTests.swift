// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import Gateway
import Notices
import ServiceLifecycle
import Shipping
import TestSupport
import Testing
import Values

/// The gateway follows a clock that speaks as docs/mock-clock.md says (`Tests/Support/clock_peer.py`).
@Suite(.timeLimit(.minutes(1))) struct ClockFollowerTests {
    /// A follower beside works that do not run, and the clock it follows.
    private struct Scene: Sendable {
        let works = Works()
        let clock: FollowedClock
        let loop: CurlLoop
        let follower: ClockFollower
        let url: String

        init(port: Int) throws {
            url = "http://127.0.0.1:\(port)"
            clock = FollowedClock(works.clock)
            loop = try CurlLoop()
            follower = ClockFollower(
                url: try WebURL(url), clock: clock,
                idleness: Idleness(store: works.store, outbox: works.outbox, intake: works.intake),
                outbox: works.outbox, loop: loop, logger: works.log.logger)
        }

        func post(_ path: String, _ body: JSON = .null) async throws -> JSON {
            let answer = try await loop.perform(HTTPTransfer(method: "POST", url: url + path, body: body.bytes))
            return try JSON(parsing: answer.body)
        }

        /// Tells the time of so many hours later.
        func tell(hours: Int64, sequence: Int64) async throws -> Int64? {
            try await post(
                "/tell",
                [
                    "event": "time",
                    "data": [
                        "follower": "f1", "sequence": .integer(sequence),
                        "now": .string((Samples.now + .seconds(hours * 3_600)).rfc3339),
                        "offsetMilliseconds": .integer(hours * 3_600_000),
                    ],
                ]
            ).integer
        }

        func settle(_ sequence: Int64) async throws {
            _ = try await post(
                "/tell", ["event": "settle", "data": ["follower": "f1", "sequence": .integer(sequence)]])
        }

        /// Waits until an event was acknowledged; the acknowledgements so far.
        func acknowledged(_ sequence: Int64) async throws -> [JSON] {
            while true {
                let acks = try JSON(parsing: try await loop.perform(HTTPTransfer(url: url + "/acks")).body).array ?? []
                if acks.contains(where: { $0["sequence"]?.integer == sequence }) { return acks }
                try await pause()
            }
        }

        func follow(_ test: @escaping @Sendable () async throws -> Void) async throws {
            let loop = loop
            do {
                try await Works.run([follower], logger: works.log.logger) { _ in try await test() }
            } catch {
                await loop.shutdown(grace: .zero)
                throw error
            }
            await loop.shutdown(grace: .zero)
        }
    }

    private func scene(
        _ test: @escaping @Sendable (Scene) async throws -> Void
    ) async throws {
        let peer = try await PythonPeer("clock_peer.py", [])
        defer { peer.stop() }
        let scene = try Scene(port: Int(peer.port))
        _ = try await scene.tell(hours: 0, sequence: 1)
        try await scene.follow { try await test(scene) }
    }

    @Test("The first time and each move are acknowledged once the clock shows them")
    func moves() async throws {
        try await scene { scene in
            await scene.follower.untilFollowing(atMost: .seconds(30))
            _ = try await scene.acknowledged(1)
            #expect(try await scene.tell(hours: 9, sequence: 2) == 1)
            let acks = try await scene.acknowledged(2)
            #expect(scene.clock.now == Samples.now + .seconds(9 * 3_600))
            #expect(acks.map { $0["follower"]?.string } == ["f1", "f1"])
            #expect(acks.last?["now"]?.string == "2026-11-22T10:00:00.000Z")
        }
    }

    @Test(
        "`settle` is acknowledged when the gateway is idle, with the next due time; a newer event ends the waiting for an older"
    )
    func settles() async throws {
        try await scene { scene in
            let works = scene.works
            _ = try await scene.acknowledged(1)
            try await works.register()
            _ = try await works.store.inner.record(
                [Samples.event(.outForDelivery)], lease: nil, leaseLimit: 0, now: works.clock.now,
                deciding: { Planner(policy: Works.shop.policy).plan($0) })
            // A delivery is due and nobody sends it: the gateway is not idle.
            try await scene.settle(2)
            _ = try await scene.tell(hours: 1, sequence: 3)
            let acks = try await scene.acknowledged(3)
            #expect(acks.compactMap { $0["sequence"]?.integer } == [1, 3])
            let queued = try await works.store.inner.deliveries(.queued, shop: nil, before: nil, limit: 10)
            #expect(queued.count == 1)
            _ = try await works.store.inner.cancel(queued.map(\.delivery.id), now: works.clock.now)
            try await scene.settle(4)
            let after = try await scene.acknowledged(4)
            #expect(after.compactMap { $0["sequence"]?.integer } == [1, 3, 4])
            #expect(after.last?["next"] == nil)
        }
    }

    @Test("When the mock is gone, time runs on from where it is, and that is logged once; then it is followed again")
    func goesOn() async throws {
        try await scene { scene in
            _ = try await scene.tell(hours: 5, sequence: 2)
            _ = try await scene.acknowledged(2)
            // The mock starts again at the machine's time.
            _ = try await scene.tell(hours: 0, sequence: 3)
            _ = try await scene.acknowledged(3)
            for round: Int64 in 1...2 {
                while try await scene.post("/hang-up").integer == 0 { try await pause() }
                while try await scene.tell(hours: 0, sequence: 3 + round) == 0 { try await pause() }
                _ = try await scene.acknowledged(3 + round)
            }
            #expect(scene.clock.now == Samples.now + .seconds(5 * 3_600))
            scene.works.clock.advance(by: .seconds(60))
            #expect(scene.clock.now == Samples.now + .seconds(5 * 3_600 + 60))
            let lines = scene.works.log.text.split(separator: "\n")
            #expect(lines.filter { $0.contains("cannot be followed") }.count == 2)
            #expect(lines.filter { $0.contains("followed again") }.count >= 1)
        }
    }

    @Test("What is no mock is told in the log, and the gateway works on")
    func noMock() async throws {
        let server = try await WebPeer()
        let works = Works()
        let loop = try CurlLoop()
        let follower = ClockFollower(
            url: try WebURL(server.url + "/echo"), clock: FollowedClock(works.clock),
            idleness: Idleness(store: works.store, outbox: works.outbox, intake: works.intake), outbox: works.outbox,
            loop: loop, logger: works.log.logger)
        try await Works.run([follower], logger: works.log.logger) { _ in
            while !works.log.text.contains("does server.followClock name the mock?") { try await pause() }
        }
        await loop.shutdown(grace: .zero)
    }
}

/// Lets others run, and ends a test whose time is over.
func pause() async throws {
    try Task.checkCancellation()
    await Task.yield()
}
