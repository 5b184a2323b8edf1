// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// Decides what becomes of a send: pure, so that a thousand recipients need no lock.
struct AlimtalkJudge: Sendable {
    /// What becomes of one recipient.
    struct Verdict: Sendable {
        /// Why they get nothing; nil when they do.
        var refusal: NHNRefusal?
        var number = ""
        var content = ""
        var title = ""
        var header = ""
        var buttons: [AlimtalkButton] = []
        /// What Kakao would say of the words; nil when they are right.
        var result: AlimtalkResult?
    }

    private static let authWords = ["auth", "password", "verif", "にんしょう", "認証", "비밀번호", "인증"]

    let settings: MessagingSettings.Alimtalk
    let template: AlimtalkTemplate
    let isRaw: Bool
    let isAuth: Bool

    /// Checks the channel.
    static func check(_ senderKey: String, _ settings: MessagingSettings.Alimtalk) throws(NHNRefusal) {
        guard !settings.senders.isEmpty else { return }
        switch settings.senders[senderKey] {
        case nil: throw NHNRefusal.Alimtalk.noSender
        case .active?: return
        case .inactive?: throw NHNRefusal.Alimtalk.inactive
        case .keyless?: throw NHNRefusal.Alimtalk.keyless
        case .group?: throw NHNRefusal.Alimtalk.group
        case .blocked?: throw NHNRefusal.Alimtalk.blocked
        }
    }

    /// Reads when to send; the next 60 days are open.
    static func moment(_ text: String?, now: Timestamp) throws(NHNRefusal) -> Timestamp {
        guard let text, !text.isEmpty else { return now }
        guard let moment = KoreanTime.read(text) else { throw NHNRefusal.Alimtalk.badDate }
        // It is written to the minute: the present one is not past.
        guard moment > now - .seconds(60) else { throw NHNRefusal.Alimtalk.past }
        guard moment <= now + .seconds(60 * 86_400) else { throw NHNRefusal.Alimtalk.tooLate }
        return max(moment, now)
    }

    /// Judges one recipient.
    func judge(_ recipient: AlimtalkOrder.Recipient) -> Verdict {
        var verdict = Verdict()
        verdict.number = recipient.number.filter { $0 != "-" }
        do throws(NHNRefusal) {
            if isRaw { try fillRaw(recipient, &verdict) } else { try fill(recipient, &verdict) }
            let digits = verdict.number.hasPrefix("+") ? verdict.number.dropFirst() : verdict.number[...]
            guard (8...15).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
                throw NHNRefusal.Alimtalk.badRecipient
            }
            if isAuth {
                let text = verdict.content.lowercased()
                guard Self.authWords.contains(where: { text.contains($0) }) else {
                    throw NHNRefusal.Alimtalk.noAuthWord
                }
            }
        } catch {
            verdict.refusal = error
        }
        return verdict
    }

    private func fill(_ recipient: AlimtalkOrder.Recipient, _ verdict: inout Verdict) throws(NHNRefusal) {
        let values = recipient.parameters
        verdict.content = template.content.source
        verdict.title = template.title.source
        for (key, value) in values {
            if key.contains("@") { throw NHNRefusal.Alimtalk.atKey(MessageLine.of(key)) }
            if key.utf16.count > 1_300 || value.utf16.count > 1_300 { throw NHNRefusal.Alimtalk.longParameter }
            if settings.isNewAccount, value.count > 14 { throw NHNRefusal.Alimtalk.longValue }
            if KoreanText.hasControls(value) { throw NHNRefusal.Alimtalk.badParameter }
        }
        guard let content = template.content.filled(values), let title = template.title.filled(values),
            let header = template.header.filled(values), let buttons = template.filledButtons(values)
        else { throw NHNRefusal.Alimtalk.badParameter }
        if content.utf16.count > 1_300 { throw NHNRefusal.Alimtalk.longContent }
        if title.utf16.count > 50 { throw NHNRefusal.Alimtalk.longTitle }
        try checkLinks(buttons)
        try checkExtras(recipient)
        (verdict.content, verdict.title, verdict.header, verdict.buttons) = (content, title, header, buttons)
    }

    private func fillRaw(_ recipient: AlimtalkOrder.Recipient, _ verdict: inout Verdict) throws(NHNRefusal) {
        verdict.content = recipient.content ?? ""
        verdict.title = recipient.title
        verdict.header = recipient.header
        verdict.buttons = try AlimtalkButton.list(recipient.buttons)
        if recipient.quickReplies.count > 5 { throw NHNRefusal.Alimtalk.badQuickReplies }
        let isLater = settings.contentCheck == .delivery
        if !template.content.matches(verdict.content) {
            verdict.result = .of("3016")
            if !isLater { throw NHNRefusal.Alimtalk.contentMismatch }
        } else if !template.matches(buttons: verdict.buttons) {
            verdict.result = .of("3027")
            if !isLater { throw NHNRefusal.Alimtalk.buttonMismatch }
        } else if !verdict.title.isEmpty || !template.title.source.isEmpty, !template.title.matches(verdict.title) {
            verdict.result = .of("3028")
        } else if !verdict.header.isEmpty || !template.header.source.isEmpty, !template.header.matches(verdict.header) {
            verdict.result = .of("3031")
        }
    }

    private func checkLinks(_ buttons: [AlimtalkButton]) throws(NHNRefusal) {
        for button in buttons where button.type == "WL" {
            for link in [button.linkMo, button.linkPc] where !link.isEmpty {
                guard link.hasPrefix("http://") || link.hasPrefix("https://") else {
                    throw NHNRefusal.Alimtalk.linkScheme
                }
            }
        }
    }

    /// What a substituting send says of buttons is an addition to the template's.
    private func checkExtras(_ recipient: AlimtalkOrder.Recipient) throws(NHNRefusal) {
        for extra in recipient.buttons {
            guard case .object = extra else { throw NHNRefusal.Alimtalk.badButton }
            guard let ordering = extra["ordering"]?.integer else { throw NHNRefusal.Alimtalk.badButton }
            guard template.buttons.contains(where: { $0.ordering == Int(ordering) }) else {
                throw NHNRefusal.Alimtalk.unknownButton
            }
        }
        if recipient.quickReplies.count > 5 { throw NHNRefusal.Alimtalk.badQuickReplies }
    }
}

/// Text from outside as one short line of an answer.
enum MessageLine {
    static func of(_ text: String) -> String { Line(cleaning: text, maxBytes: 200).text }
}
