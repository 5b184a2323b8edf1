// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// Decides what becomes of a text message: pure, so that a thousand recipients need no lock.
struct SMSJudge: Sendable {
    private static let authWords = [
        "auth", "password", "verif", "にんしょう", "認証", "비밀번호", "인증",
    ]

    let settings: MessagingSettings.SMS
    let kind: SMSKind
    let isAd: Bool

    /// Checks what all recipients have in common.
    func check(_ order: SMSOrder) throws(NHNRefusal) {
        if order.body.isEmpty {
            // There are no templates of text messages here.
            throw order.templateID == nil ? NHNRefusal.SMS.noBody : NHNRefusal.SMS.noTemplate
        }
        if !kind.isShort, order.title.isEmpty { throw NHNRefusal.SMS.noBody }
        try checkText(title: order.title, body: order.body)
        if kind == .auth {
            let text = order.body.lowercased()
            guard Self.authWords.contains(where: { text.contains($0) }) else { throw NHNRefusal.SMS.noAuthWord }
        }
        if isAd { try checkAd(order.body) }
        let sendNo = order.sendNo.filter(\.isNumber)
        guard settings.isRegistered(sendNo) else { throw NHNRefusal.SMS.noSendNo }
        if settings.blockedNumbers.contains(sendNo) { throw NHNRefusal.SMS.blockedSendNo }
    }

    private func checkText(title: String, body: String) throws(NHNRefusal) {
        if body.utf16.count > kind.storedCharacters || title.utf16.count > SMSKind.titleCharacters {
            throw NHNRefusal.SMS.tooLong
        }
        if KoreanText(body).isUnsendable || KoreanText(title).isUnsendable { throw NHNRefusal.SMS.unsendable }
    }

    /// An advertisement starts `(광고)` and ends with how to refuse more of them.
    private func checkAd(_ body: String) throws(NHNRefusal) {
        let text = body.filter { !$0.isWhitespace && !"[]-".contains($0) }
        guard text.hasPrefix("(광고)") else { throw NHNRefusal.SMS.noAdWords }
        let number = String(text.reversed().prefix { $0.isNumber }.reversed())
        let words = text.dropLast(number.count)
        guard number.hasPrefix("080"), words.hasSuffix("무료수신거부") || words.hasSuffix("무료거부") else {
            throw NHNRefusal.SMS.noAdWords
        }
        guard settings.unsubscribeNumbers.isEmpty || settings.unsubscribeNumbers.contains(number) else {
            throw NHNRefusal.SMS.noUnsubscribeNo
        }
    }

    /// Judges one recipient.
    ///
    /// - Returns: The number and the text, filled in.
    func judge(
        _ recipient: SMSOrder.Recipient, _ order: SMSOrder, optedOut: Set<String>
    ) throws(NHNRefusal) -> (number: String, title: String, body: String) {
        guard !recipient.number.isEmpty else { throw NHNRefusal.SMS.noNumber }
        let number = recipient.number.filter { $0 != "-" }
        let digits = number.hasPrefix("+") ? number.dropFirst() : number[...]
        guard (8...15).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw NHNRefusal.SMS.badNumber
        }
        if recipient.isAbroad, !kind.isShort { throw NHNRefusal.SMS.abroad }
        if isAd, optedOut.contains(number) { throw NHNRefusal.SMS.refused }
        var title = order.title
        var body = order.body
        if !recipient.parameters.isEmpty {
            title = Self.filled(title, recipient.parameters)
            body = Self.filled(body, recipient.parameters)
            try checkText(title: title, body: body)
        }
        return (number, title, body)
    }

    /// `##key##` is the SMS API's way; what has no value stays as it is.
    static func filled(_ text: String, _ values: [(name: String, value: String)]) -> String {
        guard text.contains("##") else { return text }
        var output = ""
        var rest = text[...]
        while let open = rest.firstRange(of: "##"),
            let close = rest[open.upperBound...].firstRange(of: "##")
        {
            let name = rest[open.upperBound..<close.lowerBound]
            output += rest[..<open.lowerBound]
            if let value = values.last(where: { $0.name == name })?.value {
                output += value
                rest = rest[close.upperBound...]
            } else {
                output += rest[open.lowerBound..<close.lowerBound]
                rest = rest[close.lowerBound...]
            }
        }
        return output + rest
    }
}
