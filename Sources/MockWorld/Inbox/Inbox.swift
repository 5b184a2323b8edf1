// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Values

/// All messages the mock has received, newest last, in memory and bounded.
///
/// The oldest are dropped at the limits. Whoever waits for messages is woken by the one that completes what he waits for.
package final class Inbox: Sendable {
    /// How much it keeps.
    package struct Limits: Sendable {
        /// The most messages.
        package var messages = 100_000
        /// About the most memory for them, in bytes.
        package var bytes = 512 * 1024 * 1024

        /// The defaults.
        package init() {}
    }

    /// A page of a list.
    package struct Page: Sendable {
        /// The messages, newest first.
        package let messages: [InboxMessage]
        /// Where to go on; nil at the end.
        package let next: MessageKey?
    }

    /// How much there is.
    package struct Counts: Equatable, Sendable {
        /// Messages kept now.
        package var messages = 0
        /// About the memory they take.
        package var bytes = 0
        /// Messages dropped because of the limits since the start.
        package var dropped = 0
    }

    struct State {
        /// The kept ones are those from `head` on.
        var messages: [InboxMessage?] = []
        var head = 0
        var counts = Counts()
        var last: MessageKey?
        var copies: [String: Int] = [:]
        var waiters: [Int: Waiter] = [:]
        var nextWaiter = 0
        /// Those who are about to wait, and whether they were woken before they did.
        var startingWaiters: [Int: Bool] = [:]
        /// Grows with each deletion, so that open pages learn of it.
        var deletions = 0
    }

    let state = Mutex(State())
    private let limits: Limits

    /// Makes an empty one.
    package init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// How much there is now.
    package var counts: Counts { state.withLock { $0.counts } }

    /// Keeps a message.
    ///
    /// - Parameters:
    ///   - draft: What came.
    ///   - finish: Told the new id, returns the transcript to keep with it.
    @discardableResult
    package func add(
        _ draft: InboxDraft, finish: (MessageKey) -> Transcript = { _ in Transcript() }
    ) -> InboxMessage {
        let copyKey = draft.copyKey
        let (message, woken) = state.withLock { state in
            let id = MessageKey(after: state.last, milliseconds: draft.receivedAt.milliseconds)
            state.last = id
            var copy = 1
            if let copyKey {
                copy = (state.copies[copyKey] ?? 0) + 1
                state.copies[copyKey] = copy
            }
            let message = InboxMessage(id: id, copy: copy, draft: draft, transcript: finish(id))
            state.messages.append(message)
            state.counts.messages += 1
            state.counts.bytes += message.cost
            while state.counts.messages > 1,
                state.counts.messages > limits.messages || state.counts.bytes > limits.bytes
            {
                state.dropOldest()
            }
            return (message, state.noticed(message))
        }
        for waiter in woken { waiter.resume() }
        return message
    }

    /// Tells what has happened to a message since it came.
    ///
    /// - Returns: Whether it is still kept.
    @discardableResult
    package func add(_ event: MessageEvent, to id: MessageKey) -> Bool {
        guard let message = message(id) else { return false }
        message.add(event)
        return true
    }

    /// The message of that id.
    package func message(_ id: MessageKey) -> InboxMessage? {
        state.withLock { state in
            let index = state.firstIndex(atLeast: id)
            guard index < state.messages.count, let found = state.messages[index], found.id == id else { return nil }
            return found
        }
    }

    /// How many messages like this one (same Message-ID, same recipients) have come.
    package func copies(of message: InboxMessage) -> Int {
        guard let key = message.copyKey else { return 1 }
        return state.withLock { $0.copies[key] ?? 1 }
    }

    /// A page of the messages that are meant, newest first.
    ///
    /// - Parameters:
    ///   - filter: Which.
    ///   - limit: How many at most.
    ///   - before: Only those older than this one: `next` of the page before.
    package func list(_ filter: InboxFilter, limit: Int, before: MessageKey? = nil) -> Page {
        var found: [InboxMessage] = []
        var position = before
        while true {
            // In pieces, so that a search through everything holds the lock only for moments.
            let piece = state.withLock { $0.newest(256, before: position) }
            guard let oldest = piece.last else { return Page(messages: found, next: nil) }
            for message in piece {
                if let after = filter.after, message.id <= after { return Page(messages: found, next: nil) }
                guard filter.matches(message) else { continue }
                if found.count == limit { return Page(messages: found, next: found.last?.id) }
                found.append(message)
            }
            position = oldest.id
        }
    }

    /// Deletes the messages that are meant.
    ///
    /// - Returns: How many there were.
    package func delete(_ filter: InboxFilter) -> Int {
        var doomed: Set<MessageKey> = []
        var position: MessageKey?
        while true {
            let piece = state.withLock { $0.newest(256, before: position) }
            guard let oldest = piece.last else { break }
            for message in piece where filter.matches(message) { doomed.insert(message.id) }
            position = oldest.id
        }
        let woken = state.withLock { state in
            state.delete(doomed)
            return state.noticedDeletion()
        }
        for waiter in woken { waiter.resume() }
        return doomed.count
    }
}

extension Inbox.State {
    /// The place of the first kept message with this id or a later one.
    func firstIndex(atLeast id: MessageKey) -> Int {
        var low = head
        var high = messages.count
        while low < high {
            let middle = (low + high) / 2
            if let candidate = messages[middle], candidate.id < id { low = middle + 1 } else { high = middle }
        }
        return low
    }

    func newest(_ count: Int, before: MessageKey?) -> [InboxMessage] {
        let end = before.map { firstIndex(atLeast: $0) } ?? messages.count
        let start = max(head, end - count)
        return messages[start..<max(start, end)].reversed().compactMap { $0 }
    }

    mutating func dropOldest() {
        guard head < messages.count, let oldest = messages[head] else { return }
        messages[head] = nil
        head += 1
        counts.messages -= 1
        counts.bytes -= oldest.cost
        counts.dropped += 1
        forgetCopy(oldest)
        if head > 1_024, head > messages.count / 2 {
            messages.removeFirst(head)
            head = 0
        }
    }

    mutating func delete(_ doomed: Set<MessageKey>) {
        guard !doomed.isEmpty else { return }
        deletions += 1
        var kept: [InboxMessage?] = []
        kept.reserveCapacity(max(0, counts.messages - doomed.count))
        for case let message? in messages[head...] {
            if doomed.contains(message.id) {
                counts.messages -= 1
                counts.bytes -= message.cost
                forgetCopy(message)
            } else {
                kept.append(message)
            }
        }
        messages = kept
        head = 0
    }

    private mutating func forgetCopy(_ message: InboxMessage) {
        guard let key = message.copyKey, let count = copies[key] else { return }
        copies[key] = count > 1 ? count - 1 : nil
    }
}
