// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A place in a queue whose owner waits for the answer; the first answer counts, later ones are dropped.
final class Ticket<Answer: Sendable>: Sendable {
    private enum State {
        case open
        case waiting(CheckedContinuation<Answer, Never>)
        case answered(Answer)
        case taken
    }

    private let state = Mutex(State.open)

    /// Waits for the answer; call it once.
    func answer() async -> Answer {
        await withCheckedContinuation { continuation in
            let ready: Answer? = state.withLock { state in
                if case .answered(let answer) = state {
                    state = .taken
                    return answer
                }
                state = .waiting(continuation)
                return nil
            }
            if let ready { continuation.resume(returning: ready) }
        }
    }

    /// Gives the answer; false when one was given before.
    @discardableResult
    func resolve(_ answer: Answer) -> Bool {
        let (waiting, isFirst): (CheckedContinuation<Answer, Never>?, Bool) = state.withLock { state in
            switch state {
            case .open:
                state = .answered(answer)
                return (nil, true)
            case .waiting(let continuation):
                state = .taken
                return (continuation, true)
            case .answered, .taken: return (nil, false)
            }
        }
        waiting?.resume(returning: answer)
        return isFirst
    }

    /// True once an answer was given.
    var isResolved: Bool {
        state.withLock {
            switch $0 {
            case .open, .waiting: false
            case .answered, .taken: true
            }
        }
    }
}
