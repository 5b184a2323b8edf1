// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// The body of a send, read as far as its shape goes.
struct SMSOrder: Sendable {
    /// One recipient of it.
    struct Recipient: Sendable {
        /// The number that counts: `recipientNo`, else `internationalRecipientNo`.
        let number: String
        let countryCode: String
        let isAbroad: Bool
        let parameters: [(name: String, value: String)]
        let groupingKey: String?
        let json: JSON
    }

    let templateID: String?
    let title: String
    let body: String
    let sendNo: String
    let requestDate: String?
    let senderGroupingKey: String?
    let userID: String?
    let attachments: [Int]
    let recipients: [Recipient]

    /// Reads it.
    init(_ json: JSON, kind: SMSKind) throws(NHNRefusal) {
        let fields = try NHNFields(json, api: .sms)
        templateID = try fields.text("templateId", max: 50)
        title = kind.isShort ? "" : try fields.text("title") ?? ""
        body = try fields.text("body") ?? ""
        sendNo = try fields.text("sendNo", max: 20) ?? ""
        requestDate = try fields.text("requestDate")
        senderGroupingKey = try fields.text("senderGroupingKey", max: 100)
        userID = try fields.text("userId", max: 100)
        _ = try fields.text("statsId", max: 10)
        var attachments: [Int] = []
        for one in try fields.list("attachFileIdList") ?? [] {
            guard let id = one.integer else { throw NHNRefusal.SMS.badJSON }
            attachments.append(Int(id))
        }
        self.attachments = attachments
        guard let list = try fields.list("recipientList"), !list.isEmpty else { throw NHNRefusal.SMS.noRecipients }
        guard list.count <= 1_000 else { throw NHNRefusal.SMS.tooMany }
        var recipients: [Recipient] = []
        recipients.reserveCapacity(list.count)
        for (index, one) in list.enumerated() {
            recipients.append(try Self.recipient(one, index))
        }
        self.recipients = recipients
    }

    private static func recipient(_ json: JSON, _ index: Int) throws(NHNRefusal) -> Recipient {
        let fields = try NHNFields(json, api: .sms, path: "recipientList[\(index)].")
        let own = try fields.text("recipientNo")
        let international = try fields.text("internationalRecipientNo")
        let number = own.flatMap { $0.isEmpty ? nil : $0 } ?? international ?? ""
        let digits = number.filter(\.isNumber)
        var country = try fields.text("countryCode") ?? "82"
        if country.isEmpty { country = "82" }
        let isForeignNumber = own?.isEmpty ?? true && !digits.isEmpty && !digits.hasPrefix("82")
        return Recipient(
            number: number, countryCode: country, isAbroad: country != "82" || isForeignNumber,
            parameters: try fields.parameters("templateParameter"),
            groupingKey: try fields.text("recipientGroupingKey", max: 100), json: json)
    }
}
