// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Values

extension Inbox {
    /// How far apart in the mock's time messages of one event may come when only a number says that they belong together.
    package static let relatedSpan: Duration = .seconds(30 * 60)
    /// How many messages on either side are looked at.
    private static let looked = 20_000

    /// The messages that tell of the same event as this one, itself among them, oldest first: the mail, the alimtalk, the
    /// SMS and the push beside each other.
    ///
    /// They are of its space, and two that name an event (`X-Parcelpost-Event`) belong together when it is the same one.
    /// Otherwise they have a number in common that may be a tracking number, and came within 30 minutes.
    ///
    /// - Parameters:
    ///   - message: The one that is looked at.
    ///   - limit: The most to hand out; those nearest to it.
    package func related(to message: InboxMessage, limit: Int = 50) -> [InboxMessage] {
        let numbers = message.event == nil ? Set(message.summary.numbers) : []
        func belongs(_ other: InboxMessage) -> Bool {
            guard other.space == message.space, other.id != message.id else { return false }
            if let event = message.event, let named = other.event { return event == named }
            let mine = message.event == nil ? numbers : Set(message.summary.numbers)
            guard !mine.isEmpty, isNear(other, message) else { return false }
            return other.summary.numbers.contains(where: mine.contains)
        }
        let before = neighbours(of: message, older: true).filter(belongs).prefix(limit)
        let after = neighbours(of: message, older: false).filter(belongs).prefix(limit)
        // Of both sides the nearest; a list is read from the oldest on.
        var chosen = [message]
        var (older, newer) = (Array(before), Array(after))
        while chosen.count < limit, !older.isEmpty || !newer.isEmpty {
            if !older.isEmpty { chosen.append(older.removeFirst()) }
            if chosen.count < limit, !newer.isEmpty { chosen.append(newer.removeFirst()) }
        }
        return chosen.sorted { $0.id < $1.id }
    }

    private func isNear(_ one: InboxMessage, _ other: InboxMessage) -> Bool {
        let apart = one.receivedAt - other.receivedAt
        return apart <= Self.relatedSpan && apart >= .zero - Self.relatedSpan
    }

    /// Those that came before or after it, nearest first.
    private func neighbours(of message: InboxMessage, older: Bool) -> [InboxMessage] {
        state.withLock { state in
            let index = state.firstIndex(atLeast: message.id)
            if older {
                let start = max(state.head, index - Self.looked)
                return state.messages[start..<max(start, index)].reversed().compactMap { $0 }
            }
            let start = min(state.firstIndex(after: message.id), state.messages.count)
            return state.messages[start..<min(state.messages.count, start + Self.looked)].compactMap { $0 }
        }
    }
}
