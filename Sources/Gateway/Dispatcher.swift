// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Logging
public import Notices
public import ServiceLifecycle
import Shipping
import Synchronization
public import Values

/// Sends what is due: leases it, renders it, hands it to the transport, and hands the outcome to the recorder.
///
/// It decides nothing itself: `ClaimRule` says what may be sent, `DeliveryMachine` what an outcome means.
public struct Dispatcher: Service {
    private let store: any Store
    private let outbox: Outbox
    private let recorder: Recorder
    private let scribe: Scribe
    private let transport: any Transport
    private let machine: DeliveryMachine
    private let limits: Limits
    private let wallClock: any WallClock
    private let clock: MonotonicClock
    private let logger: Logger
    private let jitter: Jitter

    /// Makes the service.
    ///
    /// - Parameters:
    ///   - store: Where the outbox is.
    ///   - outbox: The shortcut shared with the intake.
    ///   - recorder: Takes the results.
    ///   - scribe: Writes the messages.
    ///   - transport: Carries them.
    ///   - machine: Decides what an outcome means.
    ///   - limits: Bounds of memory and patience.
    ///   - wallClock: Calendar time.
    ///   - clock: Running time.
    ///   - seed: Where the jitter of retries starts.
    ///   - logger: Where it says what goes wrong.
    public init(
        store: any Store, outbox: Outbox, recorder: Recorder, scribe: Scribe, transport: any Transport,
        machine: DeliveryMachine = DeliveryMachine(), limits: Limits = Limits(), wallClock: any WallClock,
        clock: MonotonicClock = .system, seed: UInt64, logger: Logger
    ) {
        self.store = store
        self.outbox = outbox
        self.recorder = recorder
        self.scribe = scribe
        self.transport = transport
        self.machine = machine
        self.limits = limits
        self.wallClock = wallClock
        self.clock = clock
        self.logger = logger
        self.jitter = Jitter(seed: seed)
    }

    /// Works until a graceful shutdown, then sends what it holds, or gives it back when its time is up.
    ///
    /// A cancelled one, whose neighbour failed, finishes what is on the wire and gives the rest back.
    public func run() async throws {
        try await takeOver()
        let isStopping = Flag()
        await withTaskCancellationOrGracefulShutdownHandler {
            await withTaskGroup { group in
                group.addTask { await self.claimLoop(isStopping) }
                await withTaskGroup { workers in
                    for _ in 0..<max(1, transport.concurrency) {
                        workers.addTask { await self.sendLoop(isStopping) }
                    }
                }
                group.cancelAll()
            }
            // What a claim brought after the last worker had left is held by nobody.
            await giveBack(outbox.room.drain().map(\.claimed))
        } onCancelOrGracefulShutdown: {
            isStopping.raise(at: clock.now)
            outbox.room.close()
            outbox.bell.ring()
        }
    }

    /// Takes the deliveries of an earlier incarnation over (SEMANTICS B3).
    private func takeOver() async throws {
        let count = try await store.recover(owner: outbox.owner, now: wallClock.now)
        if count > 0 {
            logger.notice("took over deliveries of an earlier run", metadata: ["deliveries": "\(count)"])
        }
    }

    /// Brings due deliveries from the store into memory while there is room.
    private func claimLoop(_ isStopping: Flag) async {
        while !Task.isCancelled, isStopping.raisedAt == nil {
            let wake = await claimOnce()
            if wake > wallClock.now { await outbox.bell.wait(until: wake, clock: wallClock) }
        }
    }

    /// Claims once and tells when to look again.
    private func claimOnce() async -> Timestamp {
        let now = wallClock.now
        // Somebody may put work into the store beside us (`queue retry`), so nothing sleeps longer than a second.
        let soon = now + .seconds(1)
        let places = outbox.reserve(Self.claimSize)
        guard places > 0 else { return now + .milliseconds(50) }
        do {
            let claimed = try await store.claim(
                outbox.lease(now: now), limit: places, now: now,
                deciding: { [scribe] situation in
                    ClaimRule.decide(situation, hasStaff: scribe.hasStaff(situation.shipment.key.shop))
                })
            outbox.fill(claimed.deliveries, reserved: places)
            if claimed.deliveries.count + claimed.ended >= places { return now }
            return min(soon, claimed.nextDueAt ?? soon)
        } catch {
            outbox.fill([], reserved: places)
            logger.error("outbox not read", metadata: ["error": "\(error)"])
            return soon
        }
    }

    private static let claimSize = 256

    /// The oldest a held delivery may be: past it, the lease might end while it is on the wire.
    private static let freshness: Duration = .seconds(240)

    private func sendLoop(_ isStopping: Flag) async {
        while let held = await outbox.room.next() {
            let timeIsUp = isStopping.raisedAt.map { clock.now - $0 > limits.farewell } ?? false
            if timeIsUp || Task.isCancelled || outbox.age(of: held) > Self.freshness {
                await giveBack([held.claimed])
                continue
            }
            outbox.begin()
            let settlement = await send(held.claimed)
            recorder.record(settlement)
            outbox.end()
            while recorder.isFull, !Task.isCancelled { try? await clock.sleep(for: .milliseconds(20)) }
        }
    }

    private func giveBack(_ claimed: [ClaimedDelivery]) async {
        guard !claimed.isEmpty else { return }
        do {
            try await store.release(claimed.map(\.delivery.id), owner: outbox.owner)
        } catch {
            logger.warning("deliveries not given back; their leases will end", metadata: ["error": "\(error)"])
        }
    }

    private func send(_ claimed: ClaimedDelivery) async -> Settlement {
        let startedAt = wallClock.now
        let written = await scribe.write(claimed, now: startedAt)
        let outcome: Outcome
        switch written.message {
        case .success(let message): outcome = await transport.send(message)
        case .failure(let failure):
            outcome = Outcome(.ourConfiguration, blame: .us, text: failure.reason)
            logger.error("letter not written", metadata: ["reason": "\(failure.reason)"])
        }
        let settlement = machine.settle(
            claimed, outcome: outcome, identity: written.messageID, transport: transport.name, startedAt: startedAt,
            now: wallClock.now, jitter: jitter.next())
        log(settlement)
        return settlement
    }

    private func log(_ settlement: Settlement) {
        guard settlement.state != .sent else { return }
        logger.warning(
            "delivery not sent",
            metadata: [
                "delivery": "\(settlement.claimed.delivery.id)", "state": "\(settlement.state.rawValue)",
                "class": "\(settlement.outcome.class.rawValue)", "blame": "\(settlement.outcome.blame.rawValue)",
                "code": "\(settlement.outcome.code)", "attempt": "\(settlement.attempts)",
            ])
    }
}
