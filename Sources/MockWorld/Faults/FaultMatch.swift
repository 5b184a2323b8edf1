// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

package import Values

/// When a rule may strike.
package struct FaultMatch: Hashable, Sendable {
    /// A moment of the mock's clock.
    package enum Moment: Hashable, Sendable {
        /// This one.
        case at(Timestamp)
        /// So long after the rule was put in force.
        case after(Duration)

        func timestamp(since start: Timestamp) -> Timestamp {
            switch self {
            case .at(let moment): moment
            case .after(let span): start + span
            }
        }
    }

    /// What the message comes by; empty for all, as with each of the lists.
    package var channels: [MessageChannel] = []
    /// Whose API.
    package var providers: [FaultPattern] = []
    /// Who is to get it.
    package var recipients: [FaultPattern] = []
    /// The domain of who is to get it.
    package var domains: [FaultPattern] = []
    /// Who sends it.
    package var senders: [FaultPattern] = []
    /// The template's code.
    package var templates: [FaultPattern] = []
    /// Where in the dialogue; empty for where the effect usually strikes.
    package var steps: [FaultStep] = []
    /// Only this one of those that match, counted from 1.
    package var nth: Int?
    /// Only each so many-th of those that match.
    package var every: Int?
    /// Only so many of those that match.
    package var first: Int?
    /// How probable it is, from 0 to 1.
    package var probability: Double?
    /// What chance begins with.
    package var seed: UInt64 = 0
    /// How often it strikes at most.
    package var times: Int?
    /// Not before.
    package var from: Moment?
    /// Not from then on.
    package var until: Moment?

    /// Makes one that always matches.
    package init() {}

    /// Whether the moment is one of those meant, before anything is counted.
    func holds(for moment: FaultMoment, usualSteps: [FaultStep]) -> Bool {
        guard (steps.isEmpty ? usualSteps : steps).contains(moment.step),
            channels.isEmpty || moment.channel.map(channels.contains) ?? false,
            Self.any(providers, moment.provider), Self.any(senders, moment.sender),
            Self.any(templates, moment.template)
        else { return false }
        guard !recipients.isEmpty || !domains.isEmpty else { return true }
        return moment.asked.contains { recipient in
            (recipients.isEmpty || recipients.contains { $0.matches(recipient) })
                && (domains.isEmpty || domains.contains { $0.matches(Self.domain(of: recipient)) })
        }
    }

    /// Whether it is the turn of the one with this number among those meant.
    func takes(_ number: Int) -> Bool {
        if let nth { return number == nth }
        if let first, number > first { return false }
        if let every { return number.isMultiple(of: every) }
        return true
    }

    /// What stands behind the last `@`; empty without one.
    static func domain(of recipient: String) -> Substring {
        guard let at = recipient.lastIndex(of: "@") else { return "" }
        return recipient[recipient.index(after: at)...]
    }

    private static func any(_ patterns: [FaultPattern], _ text: String?) -> Bool {
        patterns.isEmpty || text.map { text in patterns.contains { $0.matches(text) } } ?? false
    }
}
