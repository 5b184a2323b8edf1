// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A bounded pipe from the loop's thread to the one task that reads an answer's body.
final class StreamFlow: Sendable {
    /// What comes before the body.
    struct Head: Sendable {
        let status: Int
        let headers: [(name: String, value: String)]
    }

    private struct State {
        var head: Head?
        var bytes: [UInt8] = []
        /// Whether the thread had to keep bytes back.
        var isPaused = false
        var end: Result<Void, TransferFailure>?
        var reader: CheckedContinuation<Void, Never>?

        mutating func takeReader() -> CheckedContinuation<Void, Never>? {
            defer { reader = nil }
            return reader
        }
    }

    /// Bytes that may wait for the reader.
    private static let limit = 65_536

    private let state = Mutex(State())
    private let noteRoom: @Sendable () -> Void

    /// Makes a pipe.
    ///
    /// - Parameter noteRoom: Tells the thread that a pipe that was full has room again.
    init(noteRoom: @escaping @Sendable () -> Void) {
        self.noteRoom = noteRoom
    }

    // MARK: The thread's side

    /// Tells the head; a second one (trailers end with an empty line as well) is not heard.
    func begin(status: Int, headers: [(name: String, value: String)]) {
        change { $0.head = $0.head ?? Head(status: status, headers: headers) }
    }

    /// Takes bytes; false when there is no room, and then none of them were taken.
    func offer(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let isTaken = state.withLock { state in
            state.isPaused = state.bytes.count >= Self.limit
            if !state.isPaused { state.bytes.append(contentsOf: bytes) }
            return !state.isPaused
        }
        if isTaken { change { _ in } }
        return isTaken
    }

    /// Whether bytes were kept back and there is room now.
    var takesMore: Bool { state.withLock { $0.isPaused && $0.bytes.isEmpty } }

    /// Tells the end; the first one counts.
    func end(_ result: Result<HTTPAnswer, TransferFailure>) {
        change { $0.end = $0.end ?? result.map { _ in } }
    }

    private func change(_ change: (inout State) -> Void) {
        let reader = state.withLock { state in
            change(&state)
            return state.takeReader()
        }
        reader?.resume()
    }

    // MARK: The reader's side

    /// Waits for the head.
    func head() async throws(TransferFailure) -> Head {
        while true {
            let (head, end) = state.withLock { ($0.head, $0.end) }
            if let head { return head }
            switch end {
            case .failure(let failure): throw failure
            case .success: throw TransferFailure.of(.protocolViolation)
            case nil: await wait { $0.head != nil || $0.end != nil }
            }
        }
    }

    /// Waits for bytes; nil at the end.
    func next() async throws(TransferFailure) -> [UInt8]? {
        let result: Result<[UInt8]?, TransferFailure> = await withTaskCancellationHandler {
            do throws(TransferFailure) { return .success(try await take()) } catch { return .failure(error) }
        } onCancel: {
            end(.failure(.of(.cancelled)))
        }
        return try result.get()
    }

    private func take() async throws(TransferFailure) -> [UInt8]? {
        while true {
            let (bytes, hasRoomAgain, end) = state.withLock { state in
                defer { state.bytes = [] }
                return (state.bytes, state.isPaused, state.end)
            }
            if hasRoomAgain { noteRoom() }
            if !bytes.isEmpty { return bytes }
            switch end {
            case .failure(let failure): throw failure
            case .success: return nil
            case nil: await wait { !$0.bytes.isEmpty || $0.end != nil }
            }
        }
    }

    private func wait(until isReady: (State) -> Bool) async {
        await withCheckedContinuation { continuation in
            let isReady = state.withLock { state in
                if isReady(state) || state.reader != nil { return true }
                state.reader = continuation
                return false
            }
            if isReady { continuation.resume() }
        }
    }
}
