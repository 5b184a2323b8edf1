// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Values

/// All messages the mock has received, newest last, in memory and bounded.
///
/// The oldest are dropped at the limits; with a file behind it their bytes stay there first. Whoever waits for messages is woken by the one that completes what he waits for.
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
        /// Messages of the kept ones whose bytes are in the file only.
        package var filed = 0
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
        /// What has changed in kept messages.
        var changes = ChangeLog()
        /// The messages up to this one have their bytes in the file only.
        var filedThrough: MessageKey?
    }

    let state = Mutex(State())
    private let limits: Limits
    private let archive: InboxArchive?
    private let listeners = Mutex<[@Sendable (InboxMessage) -> Void]>([])

    /// Makes an empty one.
    package init(limits: Limits = Limits()) {
        self.limits = limits
        self.archive = nil
    }

    /// Makes one that holds what a file has, and writes what comes to it.
    ///
    /// - Throws: `ArchiveFailure` when the file cannot be read.
    package init(limits: Limits = Limits(), archive: InboxArchive) throws {
        self.limits = limits
        self.archive = archive
        let kept = try archive.messages(newest: limits.messages)
        state.withLock { state in
            for message in kept {
                state.messages.append(message)
                state.counts.messages += 1
                state.counts.filed += 1
                state.counts.bytes += message.cost
                if let key = message.copyKey { state.copies[key, default: 0] += 1 }
            }
            state.last = kept.last?.id
            state.filedThrough = state.last
        }
    }

    /// What the file behind it has and waits for; nil without one.
    package var archiveCounts: InboxArchive.Counts? { archive?.counts }

    /// Calls somebody with each message that comes, at once and in the task that brings it: it must be quick.
    package func listen(_ listener: @escaping @Sendable (InboxMessage) -> Void) {
        listeners.withLock { $0.append(listener) }
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
            archive?.add(message)
            makeRoom(&state)
            return (message, state.noticed(message))
        }
        for waiter in woken { waiter.resume() }
        for listener in listeners.withLock({ $0 }) { listener(message) }
        return message
    }

    /// Leaves the oldest bytes to the file, then drops the oldest messages.
    private func makeRoom(_ state: inout State) {
        if let archive {
            while state.counts.bytes > limits.bytes, state.leaveOldestBytes(to: archive) {}
        }
        // What the file has not got yet may take as much room again: a burst is not lost because a disk is slow.
        let most = archive == nil ? limits.bytes : limits.bytes * 2
        var dropped: MessageKey?
        while state.counts.messages > 1, state.counts.messages > limits.messages || state.counts.bytes > most {
            dropped = state.dropOldest() ?? dropped
        }
        if let dropped { archive?.dropThrough(dropped) }
    }

    /// Tells what has happened to a message since it came.
    ///
    /// - Returns: Whether it is still kept.
    @discardableResult
    package func add(_ event: MessageEvent, to id: MessageKey) -> Bool {
        guard let message = message(id) else { return false }
        message.add(event)
        noticeChange(of: message)
        return true
    }

    /// Puts other tags on a message.
    ///
    /// - Returns: The message; nil when it is not kept any more.
    package func setTags(_ tags: [String], of id: MessageKey) -> InboxMessage? {
        guard let message = message(id) else { return nil }
        message.setTags(MessageTags.clean(tags))
        noticeChange(of: message)
        return message
    }

    private func noticeChange(of message: InboxMessage) {
        archive?.change(message)
        let woken = state.withLock { state in
            state.changes.note(message.id)
            return state.noticedChange()
        }
        for waiter in woken { waiter.resume() }
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
        return delete(doomed)
    }

    /// Deletes messages by their ids.
    ///
    /// - Returns: How many of them there were.
    @discardableResult
    package func delete(_ ids: Set<MessageKey>) -> Int {
        let (count, woken) = state.withLock { state in
            let before = state.counts.messages
            state.delete(ids)
            archive?.delete(ids)
            let count = before - state.counts.messages
            return (count, count > 0 ? state.noticedDeletion() : [])
        }
        for waiter in woken { waiter.resume() }
        return count
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

    /// The place of the first kept message behind this id.
    func firstIndex(after id: MessageKey) -> Int {
        let index = firstIndex(atLeast: id)
        if index < messages.count, messages[index]?.id == id { return index + 1 }
        return index
    }

    func newest(_ count: Int, before: MessageKey?) -> [InboxMessage] {
        let end = before.map { firstIndex(atLeast: $0) } ?? messages.count
        let start = max(head, end - count)
        return messages[start..<max(start, end)].reversed().compactMap { $0 }
    }

    /// Lets go of the bytes of the oldest message that still holds them, if the file has them.
    mutating func leaveOldestBytes(to archive: InboxArchive) -> Bool {
        let index = filedThrough.map { firstIndex(after: $0) } ?? head
        guard index < messages.count, let message = messages[index] else { return false }
        let before = message.cost
        guard message.leaveBytes(to: archive) else { return false }
        counts.bytes -= before - message.cost
        counts.filed += 1
        filedThrough = message.id
        return true
    }

    /// - Returns: The id of what was dropped.
    mutating func dropOldest() -> MessageKey? {
        guard head < messages.count, let oldest = messages[head] else { return nil }
        messages[head] = nil
        head += 1
        counts.messages -= 1
        counts.bytes -= oldest.cost
        counts.dropped += 1
        noticeGone(oldest)
        if head > 1_024, head > messages.count / 2 {
            messages.removeFirst(head)
            head = 0
        }
        return oldest.id
    }

    mutating func delete(_ doomed: Set<MessageKey>) {
        guard !doomed.isEmpty else { return }
        var kept: [InboxMessage?] = []
        kept.reserveCapacity(counts.messages)
        for case let message? in messages[head...] {
            if doomed.contains(message.id) {
                counts.messages -= 1
                counts.bytes -= message.cost
                noticeGone(message)
            } else {
                kept.append(message)
            }
        }
        if kept.count < messages.count - head { deletions += 1 }
        messages = kept
        head = 0
    }

    private mutating func noticeGone(_ message: InboxMessage) {
        changes.forget(message.id)
        if let filedThrough, message.id <= filedThrough { counts.filed -= 1 }
        guard let key = message.copyKey, let count = copies[key] else { return }
        copies[key] = count > 1 ? count - 1 : nil
    }
}
