// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// How long to wait: always the same, or drawn by chance.
package enum FaultDelay: Hashable, Sendable {
    /// Always so long.
    case fixed(Duration)
    /// Anything between the two, each as likely.
    case uniform(Duration, Duration)
    /// Mostly near the median, now and then far above it, as real networks are: one in a hundred takes `p99` or longer.
    case lognormal(median: Duration, p99: Duration)

    /// The longest wait there is.
    package static let limit = Duration.seconds(600)

    /// One wait.
    func draw(from generator: inout SeededGenerator) -> Duration {
        switch self {
        case .fixed(let span): return span
        case .uniform(let low, let high):
            return .microseconds(
                Int64(low.microseconds + (high.microseconds - low.microseconds) * generator.fraction()))
        case .lognormal(let median, let p99):
            // 2.3263 is where the normal distribution has left 99 of 100 behind.
            let spread = log(max(1, p99.microseconds / max(1, median.microseconds))) / 2.326_347_874
            // Box and Muller's way from even chance to the normal distribution.
            let radius = (-2 * log(max(generator.fraction(), 0x1p-53))).squareRoot()
            let normal = radius * cos(2 * Double.pi * generator.fraction())
            let span = median.microseconds * exp(spread * normal)
            return min(Self.limit, .microseconds(Int64(min(span, 1e9))))
        }
    }
}

extension SeededGenerator {
    /// A number from 0 up to, not including, 1.
    mutating func fraction() -> Double { Double(next() >> 11) * 0x1p-53 }
}

extension Duration {
    fileprivate var microseconds: Double {
        Double(components.seconds) * 1e6 + Double(components.attoseconds) / 1e12
    }
}
