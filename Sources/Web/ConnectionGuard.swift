// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Decides when a connection has had its time: the pure part of `ConnectionGuardHandler`.
///
/// Hummingbird has no deadline for a body and reads what follows a refused one to its end. In: what happens on the
/// connection. Out: what to do about it.
package struct ConnectionGuard {
    /// The times allowed.
    package struct Limits: Sendable {
        /// From the end of a header to the end of its body; a body that keeps coming gets as much again.
        package let bodyDeadline: Duration
        /// How fast a body keeps coming.
        package let bytesPerSecond = 8_192
        /// How long the client may refuse to take what is written.
        package let stallTimeout: Duration
        /// How long the rest of a body is still read once the answer is out, so that the client reads the answer
        /// before it sees the connection reset.
        package let linger: Duration

        package init(bodyDeadline: Duration, stallTimeout: Duration, linger: Duration = .seconds(2)) {
            self.bodyDeadline = bodyDeadline
            self.stallTimeout = stallTimeout
            self.linger = linger
        }
    }

    /// What to do.
    package enum Action: Equatable {
        case nothing
        /// Call `timeIsUp` after this time, instead of an earlier call asked for.
        case schedule(Duration)
        case cancelTimer
        /// Tell the handler of the request that its body will not come.
        case failBody
        /// Close once what is written is out.
        case closeAfterWrite
        case close
    }

    private let limits: Limits
    private var isReadingBody = false
    private var bytesSinceTimer = 0
    private var isTimerSet = false
    private var isExpired = false
    private var unanswered = 0

    package init(_ limits: Limits) {
        self.limits = limits
    }

    /// Whether a request is being answered.
    package var isAnswering: Bool { unanswered > 0 }

    /// A request's header came.
    package mutating func readHead() {
        isReadingBody = true
        bytesSinceTimer = 0
        unanswered += 1
    }

    /// A part of a body came.
    package mutating func readBody(_ bytes: Int) { bytesSinceTimer += bytes }

    /// A request's end came.
    package mutating func readEnd() -> Action {
        isReadingBody = false
        guard isTimerSet else { return .nothing }
        isTimerSet = false
        return .cancelTimer
    }

    /// All that had arrived was read; small requests are complete here and never need a timer.
    package mutating func readComplete() -> Action {
        guard isReadingBody, !isTimerSet, !isExpired else { return .nothing }
        isTimerSet = true
        return .schedule(unanswered > 0 ? limits.bodyDeadline : limits.linger)
    }

    /// The timer that was asked for ran out.
    package mutating func timeIsUp() -> Action {
        isTimerSet = false
        guard isReadingBody else { return .nothing }
        if unanswered > 0, bytesSinceTimer >= fastEnough {
            bytesSinceTimer = 0
            isTimerSet = true
            return .schedule(limits.bodyDeadline)
        }
        isExpired = true
        return unanswered > 0 ? .failBody : .close
    }

    /// The end of an answer is about to be written.
    package mutating func writeEnd() -> Action {
        unanswered -= 1
        guard unanswered == 0, isReadingBody else { return .nothing }
        if isExpired { return .closeAfterWrite }
        isTimerSet = true
        return .schedule(limits.linger)
    }

    /// The bytes of one deadline's time at the least speed: a large upload over a slow line passes, a drip does not.
    private var fastEnough: Int {
        let seconds = limits.bodyDeadline / .seconds(1)
        return max(1, Int(seconds * Double(limits.bytesPerSecond)))
    }
}
