// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Says that something was asked for, and since when.
final class Flag: Sendable {
    private let moment = Mutex<Duration?>(nil)

    /// When it was raised first, or nil.
    var raisedAt: Duration? { moment.withLock { $0 } }

    /// Raises it; later calls change nothing.
    func raise(at now: Duration) {
        moment.withLock { $0 = $0 ?? now }
    }
}
