// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// How many messages are taken in a time: a token bucket.
package struct FaultRateLimit: Hashable, Sendable {
    /// What shares one bucket.
    package enum Scope: String, Sendable, CaseIterable {
        /// Everything the rule matches.
        case all
        /// What goes to one domain.
        case recipientDomain
        /// What comes over one connection.
        case connection
        /// What comes from one sender.
        case sender

        func key(of moment: FaultMoment) -> String {
            switch self {
            case .all: ""
            case .recipientDomain: moment.asked.last.map { FaultMatch.domain(of: $0).lowercased() } ?? ""
            case .connection: moment.connection ?? ""
            case .sender: moment.sender?.lowercased() ?? ""
            }
        }
    }

    /// Whose time fills the bucket.
    package enum Time: String, Sendable, CaseIterable {
        /// The machine's, which nobody moves.
        case monotonic
        /// The mock's clock: moved an hour on, it has filled for an hour.
        case mock
    }

    /// How many in how long, as it is written: `10/s`, `600/m`, `1000/h`.
    package var rate: Rate
    /// How many at once after a pause.
    package var burst: Int
    /// What shares one bucket.
    package var scope = Scope.all
    /// Whose time.
    package var time = Time.monotonic

    /// So many in so long.
    package struct Rate: Hashable, Sendable {
        /// How many.
        package let count: Int
        /// `s`, `m`, `h` or `d`.
        package let unit: Character

        /// Reads `10/s`; nil for anything else.
        package init?(_ text: String) {
            let parts = text.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count == 2, let count = Int(parts[0]), (1...1_000_000).contains(count), parts[1].count == 1,
                let unit = parts[1].first, "smhd".contains(unit)
            else { return nil }
            self.count = count
            self.unit = unit
        }

        /// As it is written.
        package var text: String { "\(count)/\(unit)" }

        var perSecond: Double {
            let seconds: [Character: Double] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
            return Double(count) / (seconds[unit] ?? 1)
        }
    }

    /// Makes a limit.
    package init(rate: Rate, burst: Int? = nil, scope: Scope = .all, time: Time = .monotonic) {
        self.rate = rate
        self.burst = burst ?? max(1, Int(rate.perSecond.rounded(.up)))
        self.scope = scope
        self.time = time
    }
}

/// One bucket of tokens.
struct FaultBucket {
    private(set) var tokens: Double
    private var filledAt: Double

    init(_ limit: FaultRateLimit, at seconds: Double) {
        self.tokens = Double(limit.burst)
        self.filledAt = seconds
    }

    func isFull(_ limit: FaultRateLimit, at seconds: Double) -> Bool {
        tokens + max(0, seconds - filledAt) * limit.rate.perSecond >= Double(limit.burst)
    }

    /// Takes a token.
    ///
    /// - Returns: nil when there was one, else how long until there is.
    mutating func take(_ limit: FaultRateLimit, at seconds: Double) -> Duration? {
        tokens = min(Double(limit.burst), tokens + max(0, seconds - filledAt) * limit.rate.perSecond)
        filledAt = max(filledAt, seconds)
        // What a sum of fractions lacks to a whole is no missing token.
        guard tokens < 1 - 1e-9 else {
            tokens -= 1
            return nil
        }
        return .milliseconds(Int64(((1 - tokens) / limit.rate.perSecond * 1_000).rounded(.up)))
    }
}
