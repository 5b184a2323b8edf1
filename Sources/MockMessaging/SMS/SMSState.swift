// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// What the SMS API remembers in one space.
struct SMSState: Sendable {
    /// A picture that was uploaded.
    struct Attachment: Sendable {
        let name: String
        let bytes: Int
    }

    static let messageLimit = 20_000

    var requests = Shelf<SMSRequest>(limit: messageLimit)
    /// How many messages were taken in each month.
    private var months: [String: Int] = [:]
    private(set) var attachments: [Int: Attachment] = [:]
    private var attachmentOrder: [Int] = []
    private var nextAttachment = 1
    /// Who wants no advertisements, by 080 number and number, and since when.
    var optedOut: [OptOut: Timestamp] = [:]
    /// Where this space wants its results; nil for none.
    var webhook: NHNWebhook?
    var mint: IDMint

    /// One who wants no advertisements.
    struct OptOut: Hashable, Sendable {
        let unsubscribeNo: String
        let recipientNo: String
    }

    init(_ settings: MessagingSettings.NHN, at moment: Timestamp) {
        mint = IDMint(seed: moment.milliseconds ^ 0x534D_53)
        webhook = settings.webhookURL.map { NHNWebhook(url: $0, signature: settings.webhookSignature) }
    }

    /// Counts messages against the month's limit.
    ///
    /// - Returns: Whether they are within it; nothing is counted otherwise.
    mutating func count(_ messages: Int, at moment: Timestamp, limit: Int?) -> Bool {
        let month = KoreanTime.month(moment)
        let sent = months[month] ?? 0
        if let limit, sent + messages > limit { return false }
        months = [month: sent + messages]
        return true
    }

    /// Keeps what was uploaded; of more than 1,000 the oldest goes.
    mutating func attach(_ attachment: Attachment) -> Int {
        let id = nextAttachment
        nextAttachment += 1
        attachments[id] = attachment
        attachmentOrder.append(id)
        if attachmentOrder.count > 1_000 { attachments[attachmentOrder.removeFirst()] = nil }
        return id
    }
}
