// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix
import Synchronization

extension Inbox {
    /// What has happened since somebody last looked.
    package enum News: Sendable {
        /// These came, oldest first.
        case messages([InboxMessage])
        /// Some were deleted; look at the whole again.
        case deleted(count: Int)
        /// Something has happened to these, or their tags are others; the last change told has this number.
        case changed([InboxMessage], upTo: Int)
    }

    /// One who waits.
    struct Waiter {
        let filter: InboxFilter
        let needed: Int
        /// Woken by a deletion too.
        let wantsDeletions: Bool
        /// Woken by what happens to messages too.
        let wantsChanges: Bool
        var matched = 0
        let continuation: CheckedContinuation<Void, Never>

        func resume() { continuation.resume() }
    }

    /// Waits until at least `count` of the messages that are meant are there.
    ///
    /// Nobody polls: the message that completes the count wakes the caller.
    ///
    /// - Parameters:
    ///   - filter: Which.
    ///   - count: How many are needed.
    ///   - timeout: How long to wait at most, on the monotonic clock.
    ///   - limit: How many to hand out at most.
    /// - Returns: Those there are, newest first, and whether they are enough; also when cancelled.
    package func wait(
        for filter: InboxFilter, count: Int, timeout: Duration, limit: Int
    ) async -> (messages: [InboxMessage], isEnough: Bool) {
        let limit = max(limit, count)
        let deadline = NIODeadline.now() + TimeAmount(timeout)
        while true {
            // What has come up to here is looked through; what comes later is matched one by one as it arrives.
            let (horizon, changes) = state.withLock { ($0.last, $0.changes.count) }
            let page = list(filter, limit: limit)
            if page.messages.count >= count { return (page.messages, true) }
            guard NIODeadline.now() < deadline, !Task.isCancelled else { return (page.messages, false) }
            await sleep(
                filter, needed: count - page.messages.count, after: horizon, until: deadline,
                changes: filter.query.dependsOnChanges ? changes : nil)
        }
    }

    /// Waits for whatever happens after the given message and the given number of deletions.
    ///
    /// - Parameters:
    ///   - filter: What the caller cares for.
    ///   - position: The last message the caller knows.
    ///   - deletions: The number of deletions the caller knows.
    ///   - changes: The number of the last change the caller knows; nil when changes are no news to him.
    /// - Returns: At most 100 messages at once; nil when the task is cancelled.
    package func news(
        _ filter: InboxFilter, after position: MessageKey?, deletions: Int, changes: Int? = nil
    ) async -> News? {
        var filter = filter
        filter.after = position
        while !Task.isCancelled {
            let look = state.withLock { state in
                (
                    horizon: state.last, deletions: state.deletions, came: state.oldest(100, matching: filter),
                    changes: state.changes.count,
                    changed: changes.map { state.changed(100, since: $0, filter) } ?? ([], 0)
                )
            }
            if look.deletions != deletions { return .deleted(count: look.deletions) }
            if !look.came.isEmpty { return .messages(look.came) }
            if !look.changed.0.isEmpty { return .changed(look.changed.0, upTo: look.changed.1) }
            await sleep(
                filter, needed: 1, after: look.horizon, until: .distantFuture, deletions: look.deletions,
                changes: changes == nil ? nil : look.changes)
        }
        return nil
    }

    /// The newest message's id, the number of deletions and that of changes: where somebody who begins to look stands.
    package var horizon: (last: MessageKey?, deletions: Int, changes: Int) {
        state.withLock { ($0.last, $0.deletions, $0.changes.count) }
    }

    /// Sleeps until `needed` matching messages have come after `horizon`, or the deadline, or cancellation.
    private func sleep(
        _ filter: InboxFilter, needed: Int, after horizon: MessageKey?, until deadline: NIODeadline,
        deletions: Int? = nil, changes: Int? = nil
    ) async {
        let id = state.withLock { state in
            state.nextWaiter += 1
            state.startingWaiters[state.nextWaiter] = false
            return state.nextWaiter
        }
        let timer: Scheduled<Void>? =
            deadline == .distantFuture
            ? nil
            : MultiThreadedEventLoopGroup.singleton.any().scheduleTask(deadline: deadline) { self.wake(id) }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let goesOn = state.withLock { state in
                    // Something came between the look and now, or the caller is gone: look again.
                    let isWoken = state.startingWaiters.removeValue(forKey: id) == true
                    let isStale =
                        isWoken || state.last != horizon || (deletions.map { $0 != state.deletions } ?? false)
                        || (changes.map { $0 != state.changes.count } ?? false)
                    guard !isStale else { return true }
                    state.waiters[id] = Waiter(
                        filter: filter, needed: needed, wantsDeletions: deletions != nil,
                        wantsChanges: changes != nil, continuation: continuation)
                    return false
                }
                if goesOn { continuation.resume() }
            }
        } onCancel: {
            wake(id)
        }
        timer?.cancel()
    }

    private func wake(_ id: Int) {
        let waiter = state.withLock { state in
            let waiter = state.waiters.removeValue(forKey: id)
            if state.startingWaiters[id] != nil { state.startingWaiters[id] = true }
            return waiter
        }
        waiter?.resume()
    }
}

extension Inbox.State {
    /// Tells those who wait of a new message.
    ///
    /// - Returns: Those whose waiting is over; they are resumed outside the lock.
    mutating func noticed(_ message: InboxMessage) -> [Inbox.Waiter] {
        guard !waiters.isEmpty else { return [] }
        var done: [Inbox.Waiter] = []
        for (id, waiter) in waiters where waiter.filter.matches(message) {
            var waiter = waiter
            waiter.matched += 1
            if waiter.matched >= waiter.needed {
                waiters[id] = nil
                done.append(waiter)
            } else {
                waiters[id] = waiter
            }
        }
        return done
    }

    /// Tells those who wait that messages are gone.
    mutating func noticedDeletion() -> [Inbox.Waiter] {
        let affected = waiters.filter(\.value.wantsDeletions)
        for id in affected.keys { waiters[id] = nil }
        return Array(affected.values)
    }

    /// Tells those who wait that something has happened to a message.
    mutating func noticedChange() -> [Inbox.Waiter] {
        let affected = waiters.filter(\.value.wantsChanges)
        for id in affected.keys { waiters[id] = nil }
        return Array(affected.values)
    }

    /// What has changed since a change of that number, in the spaces and channels that are meant.
    ///
    /// What is searched for does not count: who shows a message must learn that it fits no more.
    func changed(_ count: Int, since number: Int, _ filter: InboxFilter) -> ([InboxMessage], Int) {
        var found: [InboxMessage] = []
        var upTo = number
        for entry in changes.entries(since: number) {
            guard found.count < count else { break }
            upTo = entry.number
            let index = firstIndex(atLeast: entry.id)
            guard index < messages.count, let message = messages[index], message.id == entry.id,
                filter.channel.map({ $0 == message.channel }) ?? true, filter.space.map({ $0 == message.space }) ?? true
            else { continue }
            found.append(message)
        }
        return (found, upTo)
    }

    func oldest(_ count: Int, matching filter: InboxFilter) -> [InboxMessage] {
        var found: [InboxMessage] = []
        var index = filter.after.map { firstIndex(atLeast: $0) } ?? head
        while index < messages.count, found.count < count {
            if let message = messages[index], filter.matches(message) { found.append(message) }
            index += 1
        }
        return found
    }
}
