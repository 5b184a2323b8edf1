// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// The body of a send, read as far as its shape goes.
struct AlimtalkOrder: Sendable {
    /// One recipient of it.
    struct Recipient: Sendable {
        /// As it was written.
        var number: String
        /// What fills the template in.
        var parameters: [(name: String, value: String)] = []
        /// The whole text, in raw sends.
        var content: String?
        /// The title and the header of raw sends.
        var title = "", header = ""
        /// The buttons: whole ones in raw sends, extras for the template's otherwise.
        var buttons: [JSON] = []
        var quickReplies: [JSON] = []
        /// What happens when KakaoTalk does not reach them; nil for the channel's setting.
        var resend: AlimtalkResend?
        /// The sender's own key for them.
        var groupingKey: String?
        /// As it stood in the body.
        var json: JSON
    }

    let senderKey: String
    let templateCode: String
    /// When to send; nil for now.
    let requestDate: String?
    let senderGroupingKey: String?
    let createUser: String?
    let option: JSON?
    let recipients: [Recipient]

    /// Reads it.
    init(_ json: JSON, isRaw: Bool) throws(NHNRefusal) {
        guard case .object = json else { throw NHNRefusal.Alimtalk.unreadable }
        let fields = try NHNFields(json, api: .alimtalk)
        senderKey = try fields.requiredText("senderKey", max: 40)
        templateCode = try fields.requiredText("templateCode", max: 20)
        requestDate = try fields.text("requestDate")
        senderGroupingKey = try fields.text("senderGroupingKey", max: 100)
        createUser = try fields.text("createUser", max: 100)
        _ = try fields.text("statsId", max: 8)
        option = try fields.object("messageOption")?.json
        guard let list = try fields.list("recipientList"), !list.isEmpty else { throw NHNRefusal.Alimtalk.noRecipients }
        guard list.count <= 1_000 else { throw NHNRefusal.Alimtalk.tooLong("recipientList", 1_000) }
        var recipients: [Recipient] = []
        recipients.reserveCapacity(list.count)
        for (index, one) in list.enumerated() {
            recipients.append(try Self.recipient(one, index, isRaw))
        }
        self.recipients = recipients
    }

    private static func recipient(_ json: JSON, _ index: Int, _ isRaw: Bool) throws(NHNRefusal) -> Recipient {
        let fields = try NHNFields(json, api: .alimtalk, path: "recipientList[\(index)].")
        var recipient = Recipient(number: try fields.requiredText("recipientNo", max: 15), json: json)
        recipient.groupingKey = try fields.text("recipientGroupingKey", max: 100)
        recipient.buttons = try fields.list("buttons") ?? []
        recipient.quickReplies = try fields.list("quickReplies") ?? []
        recipient.resend = try fields.object("resendParameter").map { fields throws(NHNRefusal) in
            try AlimtalkResend(fields)
        }
        if isRaw {
            let content = try fields.requiredText("content", max: 1_300)
            if KoreanText.hasControls(content) { throw NHNRefusal.Alimtalk.badValue }
            recipient.content = content
            recipient.title = try fields.text("templateTitle", max: 50) ?? ""
            recipient.header = try fields.text("templateHeader", max: 16) ?? ""
        } else {
            recipient.parameters = try fields.parameters("templateParameter")
        }
        return recipient
    }

    /// The body as it would be for one recipient alone, to look at; a text far beyond what any provider takes is cut, because
    /// it would be kept for each of a thousand recipients.
    static func body(_ json: JSON, for recipient: JSON) -> [UInt8] {
        guard case .object(let members) = json else { return json.bytes }
        return JSON.object(
            members.map { member in
                if member.name == "recipientList" { return JSON.Member(member.name, .array([recipient])) }
                guard case .string(let text) = member.value, text.utf8.count > 16_384 else { return member }
                return JSON.Member(member.name, .string(String(text.prefix(4_096)) + "…"))
            }
        ).bytes
    }
}

/// What is to happen when KakaoTalk does not reach a recipient.
struct AlimtalkResend: Hashable, Sendable {
    /// Whether anything is; nil for the channel's setting.
    var isOn: Bool?
    /// `SMS` or `LMS`; nil for what fits.
    var type: String?
    /// What to send instead of the alimtalk's own words.
    var title: String?
    var content: String?
    /// Who sends it.
    var sendNo: String?

    init(isOn: Bool?, sendNo: String? = nil) {
        self.isOn = isOn
        self.sendNo = sendNo
    }

    /// Reads `resendParameter`.
    init(_ fields: NHNFields) throws(NHNRefusal) {
        isOn = try fields.bool("isResend")
        type = try fields.text("resendType")
        guard type == nil || type == "SMS" || type == "LMS" else { throw NHNRefusal.Alimtalk.badValue }
        title = try fields.text("resendTitle")
        content = try fields.text("resendContent")
        sendNo = try fields.text("resendSendNo")
    }
}
