// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Bytes that look random and are the same for the same seed (SplitMix64).
public final class SeededBytes: Sendable {
    private let state: Mutex<UInt64>

    /// Starts the row of numbers of a seed.
    public init(_ seed: UInt64) {
        state = Mutex(seed)
    }

    /// The next number.
    public func next() -> UInt64 {
        state.withLock { state in
            state &+= 0x9E37_79B9_7F4A_7C15
            var word = state
            word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
            return word ^ (word >> 31)
        }
    }

    /// A number from 0 up to a bound.
    public func number(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    /// The next bytes.
    public func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) } }
}
