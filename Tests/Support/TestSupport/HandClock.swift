// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Values

/// Running time that a test moves by hand.
public struct HandClock: Sendable {
    private let wall = ManualWallClock(Samples.now)
    /// Somebody went to sleep.
    public let asleep = Tally()

    /// Makes a clock that stands still.
    public init() {}

    /// The clock as the gateway sees it.
    public var monotonic: MonotonicClock {
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
    public func advance(by span: Duration) { wall.advance(by: span) }
}
