// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Values
import Web

/// What happens in the inbox as server-sent events: `message` for each one that comes, `deleted` when some are gone.
///
/// Each reader pulls at its own pace from the inbox itself, so nothing is queued for it and nothing lost, unless the inbox
/// has dropped it. The event's id is the message's: a page that reconnects goes on where it stopped.
struct InboxEvents: AsyncSequence, Sendable {
    /// What an event's data holds.
    enum Content: String, Sendable, CaseIterable {
        /// The message as in lists, its text cut short.
        case summary
        /// The id alone.
        case id
    }

    typealias Element = ServerSentEvent

    private let inbox: Inbox
    private let filter: InboxFilter
    private let content: Content
    private let position: MessageKey?
    private let deletions: Int

    /// Begins with what comes from now on.
    ///
    /// - Parameters:
    ///   - inbox: Where from.
    ///   - filter: Which messages.
    ///   - content: What the data of an event holds.
    ///   - lastSeen: The last message the reader knows; what came since then is told first.
    init(inbox: Inbox, filter: InboxFilter, content: Content, lastSeen: MessageKey?) {
        let horizon = inbox.horizon
        self.inbox = inbox
        self.filter = filter
        self.content = content
        self.position = lastSeen ?? horizon.last
        self.deletions = horizon.deletions
    }

    func makeAsyncIterator() -> Iterator {
        Iterator(events: self, position: position, deletions: deletions, pending: [])
    }

    struct Iterator: AsyncIteratorProtocol {
        let events: InboxEvents
        var position: MessageKey?
        var deletions: Int
        var pending: [InboxMessage]

        mutating func next() async -> ServerSentEvent? {
            while pending.isEmpty {
                switch await events.inbox.news(events.filter, after: position, deletions: deletions) {
                case nil: return nil
                case .deleted(let count):
                    deletions = count
                    return ServerSentEvent(name: "deleted", data: "{}")
                case .messages(let messages):
                    pending = messages.reversed()
                }
            }
            guard let message = pending.popLast() else { return nil }
            position = message.id
            return ServerSentEvent(name: "message", data: data(of: message).text, id: message.id.description)
        }

        private func data(of message: InboxMessage) -> JSON {
            switch events.content {
            case .id: ["id": .string(message.id.description)]
            case .summary: MessageJSON.summary(message, copies: events.inbox.copies(of: message), text: .snippet)
            }
        }
    }
}
