// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

extension AlimtalkTemplate {
    /// What a registration may bring beside what is read.
    private static let kept = [
        "templateMessageType", "templateEmphasizeType", "templateExtra", "templateSubtitle", "templateItem",
        "templateItemHighlight", "templateRepresentLink", "templateImageName", "templateImageUrl", "securityFlag",
        "categoryCode",
    ]

    /// Reads `POST .../templates`, or `PUT` for the code of the path.
    init(_ json: JSON, code: String?, senderKey: String, at moment: Timestamp) throws(NHNRefusal) {
        guard case .object = json else { throw NHNRefusal.Alimtalk.unreadable }
        let fields = try NHNFields(json, api: .alimtalk)
        let written: String
        if let code { written = code } else { written = try fields.requiredText("templateCode", max: 20) }
        let name = try fields.requiredText("templateName", max: 150)
        let content = try fields.requiredText("templateContent", max: 1_300)
        guard !KoreanText.hasControls(content), !KoreanText.hasControls(name), !KoreanText.hasControls(written) else {
            throw NHNRefusal.Alimtalk.badValue
        }
        self.init(code: written, name: name, content: content, at: moment)
        self.senderKey = senderKey
        // At most 40 places (the console's guide).
        guard self.content.names.count <= 40 else { throw NHNRefusal.Alimtalk.tooLong("templateContent variables", 40) }
        if let key = self.content.names.first(where: { $0.contains("@") }) { throw NHNRefusal.Alimtalk.atKey(key) }
        title = TemplatePattern(try fields.text("templateTitle", max: 50) ?? "")
        header = TemplatePattern(try fields.text("templateHeader", max: 16) ?? "")
        self = with(buttons: try AlimtalkButton.list(try fields.list("buttons")))
        quickReplies = try fields.list("quickReplies") ?? []
        guard quickReplies.count <= 10, quickReplies.isEmpty || buttons.count <= 2 else {
            throw NHNRefusal.Alimtalk.badQuickReplies
        }
        others = Self.kept.compactMap { name in json[name].map { JSON.Member(name, $0) } }
    }

    /// As the API shows it.
    func json(senderKey asked: String) -> JSON {
        var members: [JSON.Member] = [
            .init("plusFriendId", .string(AlimtalkSender.name(senderKey ?? asked))),
            .init("senderKey", .string(senderKey ?? asked)), .init("plusFriendType", "NORMAL"),
            .init("templateCode", .string(code)), .init("kakaoTemplateCode", .string(code)),
            .init("templateName", .string(name)), .init("templateContent", .string(content.source)),
        ]
        let defaults: [JSON.Member] = [
            .init("templateMessageType", "BA"), .init("templateEmphasizeType", "NONE"), .init("securityFlag", false),
            .init("categoryCode", "999999"),
        ]
        members += defaults.filter { one in !others.contains { $0.name == one.name } } + others
        if !title.source.isEmpty { members.append(.init("templateTitle", .string(title.source))) }
        if !header.source.isEmpty { members.append(.init("templateHeader", .string(header.source))) }
        members += [
            .init("buttons", .array(buttons.map(\.json))), .init("quickReplies", .array(quickReplies)),
            .init("comments", .array(comments)), .init("status", .string(status.code)),
            .init("statusName", .string(status.name)),
            .init("createDate", .string(KoreanTime.text(createdAt))),
            .init("updateDate", .string(KoreanTime.text(updatedAt))),
        ]
        return .object(members)
    }
}

/// What is known of a channel.
enum AlimtalkSender {
    /// The id a channel is searched by.
    static func name(_ senderKey: String) -> String { "@parcelpost" }
}
