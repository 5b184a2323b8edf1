// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Cryptography
import MockWorld
import Values

/// In which time a client lives who signs tokens: that of the mock's clock, or that of this machine.
///
/// People move the mock's clock; a client that follows it signs with its time, another with the machine's. Both are fair,
/// so a token counts by the clock it was made by, which its first use tells. From then on it ages with the mock's clock: a
/// client that keeps a token while the clock moves past its end is refused, as it would be by the provider.
struct ClientTime: Sendable {
    private let clock: MockClock
    private let shifts = SpaceTable<Duration>()

    init(clock: MockClock) {
        self.clock = clock
    }

    /// What the client of this token takes for the present moment.
    ///
    /// - Parameters:
    ///   - token: The token as it came; only its hash is kept.
    ///   - space: The space.
    ///   - isSound: Whether the token would be good at a moment.
    func now(for token: String, space: String, isSound: (Timestamp) -> Bool) -> Timestamp {
        let now = clock.now
        let offset = clock.offset
        let key = Base64.encodeURL(Digest.sha256(Array(token.utf8)))
        let shift = shifts.update(key, space: space) { shift in
            if let shift { return shift }
            let found = isSound(now) || !isSound(now - offset) ? Duration.zero : offset
            shift = found
            return found
        }
        return now - shift
    }

    /// Forgets a space.
    func reset(space: String) { shifts.reset(space: space) }
}
