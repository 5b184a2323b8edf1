// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// One line of a gateway's journal, as far as a ledger needs it.
struct JournalLine: Hashable, Sendable {
    /// What it means for a delivery.
    enum Meaning: Hashable, Sendable {
        /// It is to be sent, or to be sent again.
        case open
        /// An attempt failed for sure, and another will be made.
        case failed
        /// Nobody knows whether an attempt arrived; another will be made.
        case doubtful
        /// It was sent.
        case sent
        /// It ended without being sent; `doubtful` when its last attempt may have arrived.
        case ended(isDoubtful: Bool)
    }

    /// Its place, rising.
    let id: Int64
    /// The delivery it is about.
    let delivery: Int64?
    /// What it means for it; nil for nothing.
    let meaning: Meaning?
    /// The Message-ID, or what the channel has in its place.
    let messageID: String?
    /// The tracking number.
    let trackingNumber: String
    /// What is told to the customer.
    let milestone: String
    /// What happened, in words without personal data.
    let text: String

    /// Reads a line; nil when it is none.
    init?(_ bytes: some Sequence<UInt8>) {
        guard let json = try? JSON(parsing: Array(bytes)), let id = json["id"]?.integer, id > 0,
            let kind = json["kind"]?.string
        else { return nil }
        self.id = id
        self.delivery = json["deliveryId"]?.integer
        self.messageID = json["messageId"]?.string.map { $0.hasPrefix("<") ? String($0.dropFirst().dropLast()) : $0 }
        self.trackingNumber = json["trackingNumber"]?.string ?? ""
        self.milestone = json["milestone"]?.string ?? ""
        self.text = json["text"]?.string ?? ""
        self.meaning = Self.meaning(of: kind, json)
    }

    private static func meaning(of kind: String, _ json: JSON) -> Meaning? {
        let isUnknown = json["facts"]?["class"]?.string == "unknown"
        switch kind {
        case "decided": return .open
        case "retry": return isUnknown ? .doubtful : .failed
        // A process that is gone may have sent it.
        case "recovered": return .doubtful
        case "sent": return .sent
        case "ended": return .ended(isDoubtful: isUnknown)
        // A person made it due again (C7), or called it off.
        case "manual": return json["rule"]?.string == "C7" ? .open : .ended(isDoubtful: false)
        default: return nil
        }
    }
}
