// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Random numbers from a seed, so that a run can be repeated (SplitMix64).
final class Jitter: Sendable {
    private let state: Mutex<UInt64>

    /// Starts a sequence.
    init(seed: UInt64) {
        self.state = Mutex(seed)
    }

    /// The next number, from 0 up to 1.
    func next() -> Double {
        state.withLock { state in
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            mixed ^= mixed >> 31
            return Double(mixed >> 11) / 9_007_199_254_740_992
        }
    }
}
