// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Which messages are meant.
package struct InboxFilter: Sendable {
    /// Whether messages that were refused are meant.
    package enum Refused: String, Sendable, CaseIterable {
        /// Only those that were accepted.
        case exclude
        /// Both.
        case include
        /// Only those that were refused.
        case only
    }

    /// What they hold.
    package var query = InboxQuery("")
    /// What they came by.
    package var channel: MessageChannel?
    /// The space they are in; nil for all.
    package var space: String?
    /// Whether refused ones count; a query that says `is:refused` includes them.
    package var refused = Refused.exclude
    /// Only those that came after this one.
    package var after: MessageKey?

    /// All that were accepted.
    package init() {}

    func matches(_ message: InboxMessage) -> Bool {
        if let after, message.id <= after { return false }
        if let channel, message.channel != channel { return false }
        if let space, message.space != space { return false }
        switch refused {
        case .exclude where message.refusal != nil && !query.asksForRefused: return false
        case .only where message.refusal == nil: return false
        default: return query.matches(message)
        }
    }
}
