// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

extension MagicRecipient {
    /// The last four digits of a number, where they are a code of the provider's list, are the later result.
    static func phone(_ recipient: String, _ channel: MessageChannel) -> FaultDecision? {
        var ending: [UInt8] = []
        for byte in recipient.utf8.reversed() where byte != UInt8(ascii: "-") && byte != UInt8(ascii: " ") {
            guard (0x30...0x39).contains(byte) else { return nil }
            ending.append(byte)
            if ending.count == 4 { break }
        }
        // Nearly all endings are none: no text is made for them.
        guard ending.count == 4, let leading = ending.last, (0x31...0x34).contains(leading) || leading == 0x39 else {
            return nil
        }
        let code = String(decoding: ending.reversed(), as: UTF8.self)
        guard let text = channel == .sms ? textResults[code] : talkResults[code], isNumber(recipient) else {
            return nil
        }
        var decision = FaultDecision()
        decision.rule = "magic …" + code
        decision.action = .result(code: code, text: text)
        return decision
    }

    private static func isNumber(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2B || $0 == 0x2D || $0 == 0x20 }
    }

    /// Endings that stand for a result of an alimtalk, and what it means.
    package static let talkResults = [
        "3005": "uncertain: whether it arrived is not known", "3012": "transient failure at Kakao",
        "3018": "cannot be sent to this user", "3019": "not a user of KakaoTalk", "3020": "the user blocks alimtalk",
        "3021": "the user's KakaoTalk is too old", "9998": "failure at Kakao", "9999": "failure at Kakao",
    ]

    /// Endings that stand for a result of an SMS, and what it means; none of those that KakaoTalk alone refuses, so that the
    /// fallback of such an alimtalk arrives.
    package static let textResults = [
        "1001": "server busy", "1002": "the recipient's number is wrong",
        "1003": "the format of the reply number is wrong",
        "1019": "time to live exceeded", "2000": "time exceeded", "2001": "network failure", "2002": "network failure",
        "2003": "the device is off", "2004": "the message buffer is full", "2005": "no signal",
        "2007": "transient failure",
        "3001": "no such subscriber", "3003": "the number is wrong", "3004": "the line is suspended",
        "3005": "the line is busy", "3006": "reception denied", "3007": "not possible for the recipient",
        "3008": "not possible for the recipient", "3010": "the device takes no MMS", "3011": "server error",
        "3012": "spam", "3013": "rejected", "3017": "the format shows number tampering",
    ]
}
