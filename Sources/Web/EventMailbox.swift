// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// One place between who makes events and who writes them, with room for one event and one heartbeat.
///
/// Only the writer may touch the connection, so the clock and the events meet here; who puts waits until there is room.
final class EventMailbox: Sendable {
    enum Item: Equatable, Sendable {
        case event(ServerSentEvent)
        case heartbeat
    }

    private struct State {
        var event: ServerSentEvent?
        var isHeartbeatDue = false
        var isFinished = false
        var taker: CheckedContinuation<Item?, Never>?
        var putter: CheckedContinuation<Void, Never>?

        /// What is there, and who waits for the room it leaves.
        mutating func next() -> (Item, CheckedContinuation<Void, Never>?)? {
            if let event {
                self.event = nil
                isHeartbeatDue = false
                defer { putter = nil }
                return (.event(event), putter)
            }
            guard isHeartbeatDue else { return nil }
            isHeartbeatDue = false
            return (.heartbeat, nil)
        }
    }

    private let state = Mutex(State())

    /// Waits for room and puts an event there; false when nobody takes any more.
    func put(_ event: ServerSentEvent) async -> Bool {
        await withCheckedContinuation { (putter: CheckedContinuation<Void, Never>) in
            let isFree = state.withLock { state in
                guard state.event != nil, !state.isFinished else { return true }
                state.putter = putter
                return false
            }
            if isFree { putter.resume() }
        }
        let (taker, isOpen) = state.withLock { state in
            guard !state.isFinished else { return (CheckedContinuation<Item?, Never>?.none, false) }
            let taker = state.taker
            state.taker = nil
            if taker == nil { state.event = event }
            return (taker, true)
        }
        taker?.resume(returning: .event(event))
        return isOpen
    }

    /// Asks for a heartbeat, unless something is being written anyway.
    func beat() {
        let taker = state.withLock { state in
            let taker = state.taker
            state.taker = nil
            if taker == nil { state.isHeartbeatDue = true }
            return taker
        }
        taker?.resume(returning: .heartbeat)
    }

    /// Ends it: what is there can still be taken.
    func finish() {
        let (taker, putter) = state.withLock { state in
            state.isFinished = true
            defer {
                state.taker = nil
                state.putter = nil
            }
            return (state.taker, state.putter)
        }
        taker?.resume(returning: nil)
        putter?.resume()
    }

    /// Waits for the next thing to write; nil at the end or when cancelled.
    func take() async -> Item? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { (taker: CheckedContinuation<Item?, Never>) in
                let (item, putter, isEnd) = state.withLock {
                    state -> (Item?, CheckedContinuation<Void, Never>?, Bool) in
                    if let (item, putter) = state.next() { return (item, putter, false) }
                    if state.isFinished { return (nil, nil, true) }
                    state.taker = taker
                    return (nil, nil, false)
                }
                putter?.resume()
                if item != nil || isEnd { taker.resume(returning: item) }
            }
        } onCancel: {
            finish()
        }
    }
}
