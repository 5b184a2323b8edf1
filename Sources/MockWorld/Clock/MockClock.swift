// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Synchronization
package import Values

/// The mock's calendar time: another clock's time and how far people have moved it forward (SEMANTICS G).
package final class MockClock: WallClock {
    private let base: any WallClock
    private let shift = Mutex(Duration.zero)
    private let moves = Signal()

    /// Makes a clock that shows the other one's time until it is moved.
    package init(_ base: any WallClock = SystemWallClock()) {
        self.base = base
    }

    /// The present moment.
    package var now: Timestamp { base.now + offset }

    /// How far it has been moved in all.
    package var offset: Duration { shift.withLock { $0 } }

    /// Moves it forward and wakes whoever is due; a negative span moves nothing.
    package func advance(by span: Duration) {
        guard span > .zero else { return }
        shift.withLock { $0 += span }
        moves.raise()
    }

    /// Moves it forward until it shows `moment` or later; if it does already, nothing moves.
    package func advance(to moment: Timestamp) {
        let hasMoved = shift.withLock { shift in
            let missing = moment - (base.now + shift)
            guard missing > .zero else { return false }
            shift += missing
            return true
        }
        if hasMoved { moves.raise() }
    }

    /// Waits until it shows `moment` or later.
    ///
    /// - Throws: `CancellationError` when the waiting task is cancelled.
    package func sleep(until moment: Timestamp) async throws {
        while true {
            try Task.checkCancellation()
            let version = moves.version
            let offset = offset
            guard base.now + offset < moment else { return }
            // Whichever is first: the time runs up to it, or somebody moves the clock.
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { [base] in try await base.sleep(until: moment - offset) }
                group.addTask { [moves] in await moves.wait(past: version) }
                _ = try await group.next()
                group.cancelAll()
            }
        }
    }
}
