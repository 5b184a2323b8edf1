// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Values
import Web

/// What happens in the inbox as server-sent events: `message` for each one that comes, `changed` when something happens to
/// one or its tags are others, `deleted` when some are gone.
///
/// Each reader pulls at its own pace from the inbox itself, so nothing is queued for it and nothing lost, unless the inbox
/// has dropped it. The event's id says how far it has come: a page that reconnects goes on where it stopped. Several
/// changes of one message may be told as one, with the state after the last.
struct InboxEvents: AsyncSequence, Sendable {
    /// What an event's data holds.
    enum Content: String, Sendable, CaseIterable {
        /// The message as in lists, its text cut short.
        case summary
        /// The id alone.
        case id
    }

    /// How far a reader has come.
    struct Place: Sendable {
        var message: MessageKey?
        var changes: Int
        var deletions: Int

        /// Now, or behind a message.
        init(_ inbox: Inbox, after message: MessageKey? = nil) {
            let horizon = inbox.horizon
            self.message = message ?? horizon.last
            self.changes = horizon.changes
            self.deletions = horizon.deletions
        }

        /// Reads the id of an event; nil for anything else.
        init?(_ text: String) {
            let parts = text.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count == 3, let changes = Int(parts[1]), let deletions = Int(parts[2]), changes >= 0 else {
                return nil
            }
            if parts[0] != "0" {
                guard let message = MessageKey(String(parts[0])) else { return nil }
                self.message = message
            }
            self.changes = changes
            self.deletions = deletions
        }

        var id: String { "\(message?.description ?? "0").\(changes).\(deletions)" }
    }

    typealias Element = ServerSentEvent

    private let inbox: Inbox
    private let filter: InboxFilter
    private let content: Content
    private let place: Place

    /// Begins behind a place.
    ///
    /// - Parameters:
    ///   - inbox: Where from.
    ///   - filter: Which messages.
    ///   - content: What the data of an event holds.
    ///   - place: How far the reader has come; what happened since then is told first.
    init(inbox: Inbox, filter: InboxFilter, content: Content, since place: Place) {
        self.inbox = inbox
        self.filter = filter
        self.content = content
        self.place = place
    }

    func makeAsyncIterator() -> Iterator {
        Iterator(events: self, place: place)
    }

    struct Iterator: AsyncIteratorProtocol {
        let events: InboxEvents
        var place: Place
        /// Those that came, newest first.
        private var came: [InboxMessage] = []
        /// Those that changed, latest first, and where the reader is when he knows them all.
        private var changed: [InboxMessage] = []
        private var changedThrough = 0

        init(events: InboxEvents, place: Place) {
            self.events = events
            self.place = place
        }

        mutating func next() async -> ServerSentEvent? {
            while true {
                if let message = came.popLast() {
                    place.message = message.id
                    return event("message", message)
                }
                if let message = changed.popLast() {
                    // One who leaves in the middle is told all of these again.
                    if changed.isEmpty { place.changes = changedThrough }
                    return event("changed", message)
                }
                let news = await events.inbox.news(
                    events.filter, after: place.message, deletions: place.deletions, changes: place.changes)
                switch news {
                case nil: return nil
                case .deleted(let count):
                    place.deletions = count
                    return ServerSentEvent(name: "deleted", data: "{}", id: place.id)
                case .messages(let messages): came = messages.reversed()
                case .changed(let messages, let upTo):
                    changed = messages.reversed()
                    changedThrough = upTo
                }
            }
        }

        private func event(_ name: String, _ message: InboxMessage) -> ServerSentEvent {
            let data: JSON =
                switch events.content {
                case .id: ["id": .string(message.id.description)]
                case .summary: MessageJSON.summary(message, copies: events.inbox.copies(of: message), text: .snippet)
                }
            return ServerSentEvent(name: name, data: data.text, id: place.id)
        }
    }
}
