// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// How long to wait before another attempt: exponential with full jitter.
public struct RetryPolicy: Hashable, Sendable {
    /// The longest wait before the second attempt.
    public var base: Duration
    /// The longest wait before any attempt.
    public var cap: Duration
    /// The longest first wait when our own settings are wrong: nothing gets better by hurrying.
    public var configurationBase: Duration
    /// The age at which a delivery is given up, whatever its milestone's life allows.
    public var maximumAge: Duration

    /// Makes a policy; the defaults try for three days and wait at most an hour.
    public init(
        base: Duration = .seconds(15), cap: Duration = .seconds(3600), configurationBase: Duration = .seconds(300),
        maximumAge: Duration = .seconds(3 * 86_400)
    ) {
        self.base = base
        self.cap = cap
        self.configurationBase = configurationBase
        self.maximumAge = maximumAge
    }

    /// The wait after so many failed attempts.
    ///
    /// - Parameters:
    ///   - attempts: How many failed, from 1.
    ///   - class: What the last failure was.
    ///   - jitter: A random number from 0 up to 1; the wait is that part of the exponential bound, at least a tenth of it, so
    ///     that retries spread without ever hammering.
    public func delay(afterAttempts attempts: Int, class: Outcome.Class, jitter: Double) -> Duration {
        let first = `class` == .ourConfiguration ? configurationBase : base
        let bound = min(cap.wholeMilliseconds, first.wholeMilliseconds << min(max(attempts - 1, 0), 20))
        return .milliseconds(max(bound / 10, Int64(Double(bound) * jitter)))
    }
}
