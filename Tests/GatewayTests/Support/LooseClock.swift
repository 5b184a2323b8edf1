// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Values

/// A machine's clock that can also be set back; nobody sleeps by it.
final class LooseClock: WallClock {
    private let shown: Mutex<Timestamp>

    init(_ start: Timestamp) {
        shown = Mutex(start)
    }

    var now: Timestamp { shown.withLock { $0 } }

    func set(_ moment: Timestamp) { shown.withLock { $0 = moment } }

    func sleep(until moment: Timestamp) async throws { throw CancellationError() }
}
