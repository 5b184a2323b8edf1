// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Synchronization

extension Inbox {
    /// How many messages there are of what.
    package struct Tally: Sendable {
        /// By what they came by.
        package var channels: [MessageChannel: Int] = [:]
        /// By space; the empty name is none.
        package var spaces: [String: Int] = [:]
        /// Those that were refused.
        package var refused = 0
        /// Those that are copies of an earlier one.
        package var copies = 0
    }

    /// Counts what is kept.
    package var tally: Tally {
        let kept = state.withLock { $0.messages[$0.head...].compactMap { $0 } }
        var tally = Tally()
        for message in kept {
            tally.channels[message.channel, default: 0] += 1
            tally.spaces[message.space, default: 0] += 1
            if message.refusal != nil { tally.refused += 1 }
            if message.copy > 1 { tally.copies += 1 }
        }
        return tally
    }

    /// The first messages that are meant behind a place, oldest first, and how far was looked.
    ///
    /// - Parameters:
    ///   - filter: Which.
    ///   - place: Only those behind this one; nil for the start.
    ///   - count: The most to hand out.
    /// - Returns: The messages, and where to go on; the place is as before when nothing came.
    package func oldest(
        _ filter: InboxFilter, after place: MessageKey?, count: Int
    ) -> (messages: [InboxMessage], place: MessageKey?) {
        var found: [InboxMessage] = []
        var place = place
        while true {
            // In pieces, so that a search through everything holds the lock only for moments.
            let piece = state.withLock { state in
                let start = place.map { state.firstIndex(after: $0) } ?? state.head
                return state.messages[start..<min(state.messages.count, start + 256)].compactMap { $0 }
            }
            if piece.isEmpty { return (found, place) }
            for message in piece {
                place = message.id
                if filter.matches(message) { found.append(message) }
                if found.count == count { return (found, place) }
            }
        }
    }
}
