// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Values

/// Decides what becomes of one message of Solapi's.
///
/// The codes of failures are those that public code of its customers names, since its own table is not at hand.
struct SolapiJudge: Sendable {
    /// What becomes of it.
    struct Verdict: Sendable {
        var refusal: (code: String, words: String)?
        var text: String
        var buttons: [AlimtalkButton] = []
    }

    let settings: MessagingSettings.Solapi
    /// The alimtalk templates of the space, by code.
    let template: @Sendable (String) -> AlimtalkTemplate?

    func judge(_ item: SolapiOrder.Item) -> Verdict {
        var verdict = Verdict(text: item.text)
        func refuse(_ code: String, _ words: String) -> Verdict {
            verdict.refusal = (code, words)
            return verdict
        }
        guard (8...15).contains(item.to.utf8.count), item.to.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return refuse("1020", "수신번호가 올바르지 않습니다.")
        }
        if item.type == "ATA" { return alimtalk(item) }
        guard !item.from.isEmpty, settings.senderNumbers.isEmpty || settings.senderNumbers.contains(item.from) else {
            return refuse("1062", "발신번호가 등록되지 않았습니다.")
        }
        guard !item.text.isEmpty else { return refuse("1010", "메시지 내용이 없습니다.") }
        let kind = SMSKind(rawValue: item.type) ?? .sms
        let counted = KoreanText(item.text)
        if counted.isUnsendable { return refuse("1023", "보낼 수 없는 문자가 있습니다.") }
        if counted.bytes > kind.standardBytes { return refuse("1026", "메시지가 너무 깁니다.") }
        return verdict
    }

    private func alimtalk(_ item: SolapiOrder.Item) -> Verdict {
        var verdict = Verdict(text: item.text)
        guard let code = item.template, let template = template(code) else {
            verdict.refusal = ("3103", "템플릿을 찾을 수 없습니다.")
            return verdict
        }
        guard template.status == .approved else {
            verdict.refusal = ("3105", "템플릿이 승인되지 않았습니다.")
            return verdict
        }
        if item.text.isEmpty || !item.variables.isEmpty {
            guard let text = template.content.filled(item.variables),
                let buttons = template.filledButtons(item.variables)
            else {
                verdict.refusal = ("1030", "템플릿 변수가 빠졌습니다.")
                return verdict
            }
            (verdict.text, verdict.buttons) = (text, buttons)
        } else if !template.content.matches(item.text) {
            verdict.refusal = ("3106", "내용이 템플릿과 다릅니다.")
        } else {
            verdict.buttons = template.buttons
        }
        return verdict
    }

    /// What the result will be.
    static func result(_ item: SolapiOrder.Item, _ planned: LaterResult) -> (code: String, words: String) {
        let isAlimtalk = item.type == "ATA"
        guard let found = planned.code(for: item.to, channel: isAlimtalk ? .alimtalk : .sms) else {
            return SolapiMessage.delivered
        }
        if isAlimtalk {
            let result = AlimtalkResult.of(found.code, words: found.words)
            return result.isGood ? SolapiMessage.delivered : kakao(result.code, result.name)
        }
        let result = SMSResult.of(found.code, words: found.words)
        return result.isGood ? SolapiMessage.delivered : (result.code, result.name)
    }

    /// Kakao's codes that have others here.
    private static func kakao(_ code: String, _ words: String) -> (code: String, words: String) {
        switch code {
        case "3018", "3019", "3021": ("3104", "카카오톡 미사용자")
        case "3020": ("3107", "알림톡 차단")
        default: (code, words)
        }
    }
}
