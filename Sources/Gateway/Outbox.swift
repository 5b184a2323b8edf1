// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices
import Synchronization
public import Values

/// The deliveries this process holds in memory, between those who lease them and those who send them.
///
/// The outbox in the store is the truth; this is a bounded shortcut to it.
public final class Outbox: Sendable {
    struct Held: Sendable {
        let claimed: ClaimedDelivery
        let since: Duration
    }

    /// The name of this incarnation of the process, which a restart changes (SEMANTICS B3).
    public let owner: String

    let room: Mailroom<Held>
    let bell = WakeUp()
    private let leaseSpan: Duration
    private let clock: MonotonicClock
    private let underWay = Mutex(0)

    /// Makes the shortcut.
    ///
    /// - Parameters:
    ///   - owner: A random name for this incarnation.
    ///   - limits: How many deliveries may be held.
    ///   - clockIsMoved: Whether calendar time is moved by hand, so that leases must outlast the moves.
    ///   - clock: Ages what is held.
    public init(
        owner: String, limits: Limits = Limits(), clockIsMoved: Bool = false, clock: MonotonicClock = .system
    ) {
        self.owner = owner
        self.leaseSpan = clockIsMoved ? Self.movedLeaseSpan : Lease.span
        self.room = Mailroom(capacity: limits.deliveriesInMemory)
        self.clock = clock
    }

    /// How long a lease lasts where calendar time is moved by hours and days: longer than anybody moves it (SEMANTICS G).
    ///
    /// A lease that ended by a move while its mail is on the wire would send that mail twice. The next incarnation takes over
    /// what it finds, whatever its lease says, and the store has one owner, so nothing waits for the end.
    private static let movedLeaseSpan: Duration = .seconds(36_500 * 86_400)

    /// Asks for a look into the store: something may be due.
    public func lookAgain() {
        bell.ring()
    }

    /// How many deliveries are held or under way.
    public var load: Int { room.count + underWay.withLock { $0 } }

    func lease(now: Timestamp) -> Lease {
        Lease(owner: owner, until: now + leaseSpan)
    }

    func reserve(_ wanted: Int) -> Int {
        room.reserve(wanted)
    }

    func fill(_ deliveries: [ClaimedDelivery], reserved places: Int) {
        guard places > 0 || !deliveries.isEmpty else { return }
        let since = clock.now
        room.fill(deliveries.map { Held(claimed: $0, since: since) }, reserved: places)
    }

    func begin() {
        underWay.withLock { $0 += 1 }
    }

    func end() {
        underWay.withLock { $0 -= 1 }
    }

    func age(of held: Held) -> Duration { clock.now - held.since }
}
