// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Values

/// What came of comparing a gateway's journal with the inbox.
struct LedgerReport: Sendable {
    /// The numbers.
    struct Totals: Hashable, Sendable {
        /// Deliveries the journal tells of.
        var deliveries = 0
        /// Deliveries it says were sent.
        var sent = 0
        /// Deliveries it says are still to be sent.
        var open = 0
        /// Deliveries it says ended without being sent.
        var ended = 0
        /// Deliveries that were sent after an attempt that failed.
        var refusedThenSent = 0
        /// Messages the mock kept.
        var stored = 0
        /// Messages the mock refused.
        var refused = 0
        /// Bounces and complaints in the inbox, which the mock wrote itself; they are in no other number.
        var reports = 0
        /// Deliveries said to be sent that never came.
        var missing = 0
        /// Deliveries that came more than once, and of which an attempt's outcome was unknown so often.
        var doubled = 0
        /// Copies of those, beyond the first.
        var copies = 0
        /// Deliveries that came more often than unknown outcomes explain.
        var unexplained = 0
        /// Deliveries that came although the journal says they ended for sure.
        var unsaid = 0
        /// Deliveries that came, are not said to be sent, and may have arrived: a lost answer.
        var doubtful = 0
        /// Messages that no line of the journal names.
        var unexpected = 0

        /// How many things are wrong.
        var wrong: Int { missing + unexplained + unsaid + unexpected }
    }

    /// What kind of thing a finding is.
    enum Kind: String, CaseIterable, Sendable {
        case missing, unexplained, unsaid, unexpected, doubled

        /// Whether it should not be.
        var isWrong: Bool { self != .doubled }

        /// What it means, as a sentence.
        var sentence: String {
            switch self {
            case .missing: "The gateway says it was sent; it never came."
            case .unexplained: "It came more often than lost answers explain."
            case .unsaid: "It came, and the gateway says it ended without being sent."
            case .unexpected: "It came, and no line of the journal names it."
            case .doubled: "It came more than once, after an attempt whose answer was lost."
            }
        }
    }

    /// One delivery or message worth telling.
    struct Finding: Hashable, Sendable {
        /// What it is.
        var kind: Kind
        /// The delivery's number; nil for an unexpected message.
        var delivery: Int64?
        /// The last line of the journal about it.
        var line: Int64?
        /// Its Message-ID.
        var messageID: String?
        /// The tracking number.
        var trackingNumber = ""
        /// What is told to the customer.
        var milestone = ""
        /// What the journal's last line says.
        var text = ""
        /// The messages in the inbox.
        var messages: [MessageKey] = []
        /// How many there are; more than are listed, sometimes.
        var copies = 0
        /// The hash of the Message-ID.
        var name: UInt64 = 0
    }

    /// The gateway asked.
    var gateway: String
    /// The space looked at; nil for all.
    var space: String?
    /// When, on the mock's clock.
    var at: Timestamp
    /// The line of the journal behind which it begins.
    var after: Int64
    /// The last line read: where the next ledger may begin.
    var last: Int64
    /// How many lines were read.
    var lines: Int
    /// Whether the gateway had nothing to do; nil when it did not say.
    var isIdle: Bool?
    /// Messages the inbox no longer has because of its limits: they cannot be found.
    var dropped: Int
    /// The numbers.
    var totals = Totals()
    /// What is worth telling, the wrong ones first; at most `limit` of a kind.
    var findings: [Finding] = []

    /// Findings of one kind that are told.
    static let limit = 100

    /// Whether nothing is wrong.
    var holds: Bool { totals.wrong == 0 }
}
