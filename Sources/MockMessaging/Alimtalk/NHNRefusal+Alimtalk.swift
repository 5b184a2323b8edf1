// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

extension NHNRefusal {
    /// The alimtalk API's codes (its error table, API Response Code); the SMS API has others of the same numbers.
    enum Alimtalk {
        static let badAppKey = NHNRefusal(-1000, "Invalid appKey.")
        static let badSecret = NHNRefusal(-1001, "Invalid secretKey.")
        static let badSMSAppKey = NHNRefusal(-1002, "Invalid Sms appkey")
        static let badSendNo = NHNRefusal(-1003, "Invalid Sms Sendno")
        static let keyReused = NHNRefusal(
            -1005, "The same 'X-NC-API-IDEMPOTENCY-KEY' was used within the last 10 minute.")
        static let keyless = NHNRefusal(-1006, "Plus friend don't have senderKey.")
        static let inactive = NHNRefusal(-1014, "Not active status plus friend.")
        static let notFound = NHNRefusal(
            -1016, "It is not found any messages responding with that requestId or recipientSeq.")
        static let group = NHNRefusal(-1024, "The sender-group can't send the message.")
        static let blocked = NHNRefusal(-1027, "The sender is blocked status.")
        static let longValue = NHNRefusal(-1028, "Blacklist can't use more than 14 characters in template value.")
        static let allFailed = NHNRefusal(-1031, "All of receivers are failed to send.")
        static let noSender = NHNRefusal(-2017, "Not exist plus friend.")
        static let badButton = NHNRefusal(-2018, "Button parameter is invalid.")
        static let longContent = NHNRefusal(
            -2019, "The content that is replaced by the template parameters can not exceed 1,300 characters.")
        static let past = NHNRefusal(
            -2025, "You can not send messages on past dates. Please check `requestDate` again.")
        static let tooLate = NHNRefusal(
            -2026, "You can not send messages after 60 days. Please check `requestDate` again.")
        static let badDate = NHNRefusal(-2027, "The 'requestDate' has invalid format.")
        static let nothingToCancel = NHNRefusal(
            -2029, "All of your messages to cancel are not found or do not meet conditions to cancel.")
        static let longTitle = NHNRefusal(
            -2032, "The templateTitle that is replaced by the template parameters can not exceed 50 characters.")
        static let noFailback = NHNRefusal(-2502, "Please set up plus-friend resend setting.")
        static let badQuickReplies = NHNRefusal(-2504, "The quickReplies parameter is invalid.")
        static let noLink = NHNRefusal(-3000, "If template have a WL(webLink), must input linkMo")
        static let unreadable = NHNRefusal(-3002, "Field is not valid.")
        static let noTemplate = NHNRefusal(-3003, "Template does not exist.")
        static let badParameter = NHNRefusal(-3004, "Please check template parameter.")
        static let notApproved = NHNRefusal(-3005, "Please check template status.")
        static let linkScheme = NHNRefusal(-3006, "The linkMo/linkPc must include http:// or https://")
        static let appLink = NHNRefusal(
            -3007,
            "If there is an AL(appLink) in the template, at least two of schemeAndroid, schemeIos, linkMo must be entered."
        )
        static let buttonVariable = NHNRefusal(
            -3008, "The button name can't include the replacement parameter.")
        static let noButtonName = NHNRefusal(-3009, "Not exist button name.")
        static let contentMismatch = NHNRefusal(
            -3010,
            "The contents are not matched to template. This message can be resend by sms service if the resend setting is on."
        )
        static let buttonMismatch = NHNRefusal(
            -3011,
            "The buttons or quickReplies are not matched to template. This message can be resend by sms service if the resend setting is on."
        )
        static let channelButton = NHNRefusal(-3026, "AC type button name must have 채널 추가")
        static let unknownButton = NHNRefusal(-3033, "The button or quickReply is not exist in template.")
        static let longParameter = NHNRefusal(
            -3048, "The template parameter's length can not exceed 1300 characters.")
        static let callButtonName = NHNRefusal(
            -3051, "TN button name must be one of: 전화 연결, 고객센터 연결, 상담원 연결")
        static let noTelephone = NHNRefusal(-3052, "TN button must have telNumber field.")
        static let badTelephone = NHNRefusal(
            -3053, "Invalid telephone number format. Must be digits/hyphens only, max 14 characters.")
        static let badValue = NHNRefusal(-4000, "Invalid parameter")
        static let longRange = NHNRefusal(-4003, "Search is possible within 31 days.")
        static let noRecipients = NHNRefusal(-4011, "Not found recipientList.")
        static let tooOld = NHNRefusal(-4017, "You can not search the messages before 90 days.")
        static let noConditions = NHNRefusal(-4103, "RequestId or startRequestDate/endRequestDate is invalid.")
        static let badRecipient = NHNRefusal(-5000, "RecipientNo is invalid.")
        static let noAuthWord = NHNRefusal(-8006, "The content must contain auth guidement.")
        static let missingPart = NHNRefusal(-9993, "Required request part is not present.")
        static let wrongType = NHNRefusal(-9994, "A method argument has not the expected type.")
        static let notJSON = NHNRefusal(-9996, "Only application/json Content-type is supported.")
        static let noAPI = NHNRefusal(-9998, "Not exist API")

        static func atKey(_ key: String) -> NHNRefusal {
            NHNRefusal(-3347, "Template parameter key cannot contain '@' character. Invalid key: \(key)")
        }

        static func tooLong(_ name: String, _ max: Int) -> NHNRefusal {
            NHNRefusal(-2000, "The '\(name)' must be at less than or equal to \(max).")
        }
    }
}
