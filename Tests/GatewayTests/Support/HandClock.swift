// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Values

/// Running time that a test moves by hand.
struct HandClock: Sendable {
    private let wall = ManualWallClock(Samples.now)
    /// Somebody went to sleep.
    let asleep = Tally()

    /// The clock as the gateway sees it.
    var monotonic: MonotonicClock {
        MonotonicClock(
            now: { wall.now - Samples.now },
            sleep: { span in
                let moment = wall.now + span
                // Moved past `moment` from here on, the clock lets the sleeper through.
                asleep.add()
                try await wall.sleep(until: moment)
            })
    }

    /// Moves it.
    func advance(by span: Duration) { wall.advance(by: span) }
}
