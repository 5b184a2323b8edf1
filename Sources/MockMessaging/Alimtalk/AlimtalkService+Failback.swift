// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Values
import Web

extension AlimtalkService {
    /// `POST .../failback/appkey`: which SMS service sends what KakaoTalk does not bring.
    func bindSMS(_ visit: NHNDesk.Visit) throws -> ProviderAnswer {
        let body = try visit.json(badType: NHNRefusal.Alimtalk.notJSON, unreadable: NHNRefusal.Alimtalk.unreadable)
        let appKey = try NHNFields(body, api: .alimtalk).requiredText("resendAppKey", max: 100)
        guard settings.appKeys.isEmpty || settings.appKeys[appKey] != nil else {
            throw NHNRefusal.Alimtalk.badSMSAppKey
        }
        states.with(visit.call.space) { state in
            if state.smsAppKeys.count < 1_000 || state.smsAppKeys[visit.appKey] != nil {
                state.smsAppKeys[visit.appKey] = appKey
            }
        }
        return NHNRefusal.success.answer
    }

    /// `POST .../failback`: whether a channel falls back, and with which number.
    func setFailback(_ visit: NHNDesk.Visit) throws -> ProviderAnswer {
        let body = try visit.json(badType: NHNRefusal.Alimtalk.notJSON, unreadable: NHNRefusal.Alimtalk.unreadable)
        let fields = try NHNFields(body, api: .alimtalk)
        let senderKey = try fields.requiredText("senderKey", max: 40)
        try AlimtalkJudge.check(senderKey, settings.alimtalk)
        guard let isOn = try fields.bool("isResend") else {
            throw NHNRefusal(-2002, "The 'isResend' must not be null.")
        }
        let sendNo = try fields.text("resendSendNo", max: 13)
        if isOn {
            guard let sendNo, settings.sms.isRegistered(sendNo) else { throw NHNRefusal.Alimtalk.badSendNo }
        }
        states.with(visit.call.space) { state in
            if state.failbacks.count < 1_000 || state.failbacks[senderKey] != nil {
                state.failbacks[senderKey] = AlimtalkState.Failback(isOn: isOn, sendNo: sendNo)
            }
        }
        return NHNRefusal.success.answer
    }
}

extension MessagingSettings.SMS {
    /// Whether a sender number may be used.
    func isRegistered(_ number: String) -> Bool {
        let digits = number.filter(\.isNumber)
        return !digits.isEmpty && (senderNumbers.isEmpty || senderNumbers.contains(digits))
    }
}
