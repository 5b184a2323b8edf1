// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// What the mock's clock tells its followers (docs/mock-clock.md).
struct ClockEvent: Hashable, Sendable {
    /// What is told.
    enum Kind: Hashable, Sendable {
        /// What the clock shows, and how far it is ahead of the machine's time.
        case time(Timestamp, offset: Duration)
        /// Acknowledge when there is nothing to do.
        case settle
    }

    let kind: Kind
    let follower: String
    let sequence: Int64

    /// Reads an event; nil for one of another name, which a later mock may send.
    ///
    /// - Throws: `FollowFailure` for one that is not as documented.
    init?(_ event: ServerEvent) throws {
        guard event.name == "time" || event.name == "settle" else { return nil }
        guard let body = try? JSON(parsing: Array(event.data.utf8)), let sequence = body["sequence"]?.integer,
            let follower = body["follower"]?.string
        else { throw FollowFailure("an event \(event.name) lacks follower or sequence; is this another version?") }
        self.follower = follower
        self.sequence = sequence
        guard event.name == "time" else {
            kind = .settle
            return
        }
        guard let text = body["now"]?.string, let now = Timestamp(text, zonelessOffsetSeconds: 0),
            let offset = body["offsetMilliseconds"]?.integer, (0...Self.furthest).contains(offset)
        else { throw FollowFailure("an event time lacks now or offsetMilliseconds; is this another version?") }
        kind = .time(now, offset: .milliseconds(offset))
    }

    /// A hundred years in milliseconds: more is a mistake, and sums of it would overflow somewhere.
    private static let furthest: Int64 = 3_155_760_000_000
}
