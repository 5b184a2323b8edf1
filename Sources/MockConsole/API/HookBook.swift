// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import MockWorld
import Synchronization
import Values

/// Posts the inbox's messages to hooks: each hook's in their order, one after the other, again until it is taken.
///
/// There is no queue that could overflow: a hook knows the last message it has posted and reads the next one from the
/// inbox. Only what the inbox itself has dropped or deleted is not posted. Posts and their repeats are entries of the agenda,
/// so a clock that is moved settles when they are through.
final class HookBook: Sendable {
    /// The most hooks.
    static let most = 50

    private struct State {
        var hooks: [String: Hook] = [:]
        var generation = 0
    }

    private let bench: Bench
    private let state = Mutex(State())

    init(bench: Bench) {
        self.bench = bench
        bench.inbox.listen { [weak self] _ in self?.wake() }
    }

    /// All hooks, by name.
    var hooks: [Hook] { state.withLock { $0.hooks.values.sorted { $0.id < $1.id } } }

    /// Sets a hook; one of the same name is replaced.
    ///
    /// - Parameter fromStart: Whether the messages that are there already are posted too.
    /// - Returns: The hook; nil when there are too many.
    func set(id: String, url: String, query: String, filter: InboxFilter, secret: String, fromStart: Bool) -> Hook? {
        let last = bench.inbox.horizon.last
        let hook: Hook? = state.withLock { state in
            guard state.hooks[id] != nil || state.hooks.count < Self.most else { return nil }
            state.generation += 1
            let hook = Hook(
                id: id, url: url, query: query, filter: filter, key: Hook.key(of: secret),
                place: fromStart ? nil : last, generation: state.generation)
            state.hooks[id] = hook
            return hook
        }
        if hook != nil { wake() }
        return hook
    }

    /// Takes a hook away.
    func remove(_ id: String) -> Bool { state.withLock { $0.hooks.removeValue(forKey: id) != nil } }

    /// Something may be there to post.
    private func wake() {
        let idle = state.withLock { state -> [Hook] in
            var idle: [Hook] = []
            for id in state.hooks.keys {
                if state.hooks[id]?.isBusy == true {
                    state.hooks[id]?.hasMore = true
                } else {
                    state.hooks[id]?.isBusy = true
                    if let hook = state.hooks[id] { idle.append(hook) }
                }
            }
            return idle
        }
        for hook in idle { plan(hook.id, hook.generation, after: .zero) }
    }

    private func plan(_ id: String, _ generation: Int, after span: Duration) {
        // A post that was cancelled with a space would leave the hook busy for ever.
        bench.agenda.after(span, space: "", isLasting: true, "messages to a hook") { [weak self] in
            await self?.post(id, generation)
        }
    }

    /// Posts what there is until nothing is left or one fails.
    private func post(_ id: String, _ generation: Int) async {
        while let hook = hook(id, generation) {
            let found = bench.inbox.oldest(hook.filter, after: hook.place, count: 1)
            guard let message = found.messages.first else {
                if isThrough(id, generation, found.place) { return }
                continue
            }
            let (isTaken, result) = await post(message, to: hook)
            let wait: Duration? = change(id, generation) { hook in
                hook.lastResult = result
                if isTaken {
                    hook.place = message.id
                    hook.delivered += 1
                    hook.attempts = 0
                    hook.nextAttemptAt = nil
                    return nil
                }
                hook.attempts += 1
                let wait = Hook.backoff(hook.attempts)
                hook.nextAttemptAt = bench.clock.now + wait
                return wait
            }
            if let wait { return plan(id, generation, after: wait) }
        }
    }

    private func post(_ message: InboxMessage, to hook: Hook) async -> (isTaken: Bool, result: String) {
        let now = bench.clock.now
        let body = JSON.object([
            .init("type", "message"), .init("timestamp", .string(now.rfc3339)),
            .init("data", MessageJSON.summary(message, copies: bench.inbox.copies(of: message))),
        ]).bytes
        let headers =
            [("Content-Type", "application/json"), ("X-Parcelpost-Hook", hook.id)]
            + hook.signature(id: "msg_" + message.id.description, timestamp: now.seconds, body: body)
        do {
            let answer = try await bench.loop.perform(
                HTTPTransfer(method: "POST", url: hook.url, headers: headers, body: body, timeout: .seconds(15)))
            return ((200..<300).contains(answer.status), "HTTP \(answer.status)")
        } catch {
            return (false, error.description)
        }
    }

    // MARK: State

    private func hook(_ id: String, _ generation: Int) -> Hook? {
        state.withLock { state in state.hooks[id].flatMap { $0.generation == generation ? $0 : nil } }
    }

    private func change<Value>(_ id: String, _ generation: Int, _ change: (inout Hook) -> Value?) -> Value? {
        state.withLock { state in
            guard var hook = state.hooks[id], hook.generation == generation else { return nil }
            let value = change(&hook)
            state.hooks[id] = hook
            return value
        }
    }

    /// Lets a hook rest, unless something came while it was looked for.
    private func isThrough(_ id: String, _ generation: Int, _ place: MessageKey?) -> Bool {
        change(id, generation) { hook in
            hook.place = place ?? hook.place
            if hook.hasMore {
                hook.hasMore = false
                return false
            }
            hook.isBusy = false
            return true
        } ?? true
    }
}
