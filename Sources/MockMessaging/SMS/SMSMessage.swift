// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Values

/// One recipient's text message, from the request to the last word of it.
struct SMSMessage: Sendable {
    /// Where it stands, as `msgStatus` says it.
    enum Status: String, Sendable {
        case failed = "0"
        case requested = "1"
        case processing = "2"
        case sent = "3"
        case cancelled = "4"
        case duplicate = "5"

        /// Its words in the API.
        var name: String {
            switch self {
            case .failed: "실패"
            case .requested: "요청"
            case .processing: "처리 중"
            case .sent: "성공"
            case .cancelled: "예약취소"
            case .duplicate: "중복전송"
            }
        }

        /// `messageStatus` of webhooks and reservations.
        var word: String {
            switch self {
            case .failed: "FAILED"
            case .requested, .processing: "RESERVED"
            case .sent: "COMPLETED"
            case .cancelled: "CANCEL"
            case .duplicate: "DUPLICATED"
            }
        }
    }

    let seq: Int
    let recipientNo: String
    let countryCode: String
    let title: String
    let body: String
    let groupingKey: String?
    /// What the carrier will say of it.
    let result: SMSResult
    /// Its place in the inbox.
    let inboxID: MessageKey
    var status = Status.processing
    var told: SMSResult?
    var resultAt: Timestamp?

    /// The carrier of a number, always the same for the same number.
    var telecom: (code: Int, name: String) {
        let names = ["SKT", "KT", "LGU"]
        let index = Int(recipientNo.utf8.last ?? 0x30) % 3
        return (10_001 + index, names[index])
    }
}

/// One request, with everyone whom it was taken for.
struct SMSRequest: Sendable {
    let id: String
    let appKey: String
    let kind: SMSKind
    let isAd: Bool
    let sendNo: String
    let templateID: String?
    let userID: String?
    let senderGroupingKey: String?
    let attachments: [Int]
    let createdAt: Timestamp
    /// When it is to be sent.
    let requestAt: Timestamp
    /// What of it is due after the carrier's patience.
    var messages: [SMSMessage]

    /// What lists and the query for one message show.
    func row(_ message: SMSMessage) -> [JSON.Member] {
        let telecom = message.told == nil ? nil : message.telecom
        var members: [JSON.Member] = [
            .init("requestId", .string(id)), .init("requestDate", .string(KoreanTime.tenths(requestAt))),
            .init("resultDate", message.resultAt.map { .string(KoreanTime.tenths($0)) } ?? .null),
            .init("templateId", templateID.map { .string($0) } ?? .null), .init("templateName", .null),
            .init("categoryId", .null), .init("categoryName", .null),
        ]
        if !kind.isShort { members.append(.init("title", .string(message.title))) }
        members += [
            .init("body", .string(message.body)), .init("sendNo", .string(sendNo)),
            .init("countryCode", .string(message.countryCode)), .init("recipientNo", .string(message.recipientNo)),
            .init("msgStatus", .string(message.status.rawValue)), .init("msgStatusName", .string(message.status.name)),
            .init("resultCode", message.told.map { .string($0.code) } ?? .null),
            .init("resultCodeName", message.told.map { .string($0.name) } ?? .null),
            .init("telecomCode", telecom.map { .integer(Int64($0.code)) } ?? .null),
            .init("telecomCodeName", telecom.map { .string($0.name) } ?? .null),
            .init("recipientSeq", .integer(Int64(message.seq))), .init("sendType", .string(kind.sendType)),
            .init("messageType", .string(kind.rawValue)), .init("messageCount", 1),
            .init("userId", userID.map { .string($0) } ?? .null), .init("adYn", isAd ? "Y" : "N"),
            .init("resultMessage", ""), .init("senderGroupingKey", senderGroupingKey.map { .string($0) } ?? .null),
            .init("recipientGroupingKey", message.groupingKey.map { .string($0) } ?? .null),
        ]
        if !attachments.isEmpty {
            members.append(
                .init("attachFileList", .array(attachments.map { ["fileId": .integer(Int64($0))] })))
        }
        return members
    }

    /// What `message-results` shows of a message.
    func update(_ message: SMSMessage) -> JSON {
        let date: JSON = message.resultAt.map { .string(KoreanTime.tenths($0)) } ?? .null
        return [
            "messageType": .string(kind.rawValue), "requestId": .string(id),
            "recipientSeq": .integer(Int64(message.seq)),
            "resultCode": message.told.map { .string($0.code) } ?? .null,
            "resultCodeName": message.told.map { .string($0.name) } ?? .null,
            "requestDate": .string(KoreanTime.tenths(requestAt)), "resultDate": date, "updateDate": date,
            // A text here and a number in the other answers, as the guide has it.
            "telecomCode": .string(String(message.telecom.code)), "telecomCodeName": .string(message.telecom.name),
            "senderGroupingKey": senderGroupingKey.map { .string($0) } ?? .null,
            "recipientGroupingKey": message.groupingKey.map { .string($0) } ?? .null,
        ]
    }

    /// What the webhook of a result says of a message, under both spellings that are in the guide.
    func hook(_ message: SMSMessage, id hookID: String) -> JSON {
        let path = kind == .auth ? "auth/sms" : kind == .sms ? "sms" : "mms"
        let links: JSON = [
            "self": [
                "href": .string(
                    "https://sms.api.nhncloudservice.com/sms/v3.0/appKeys/\(appKey)/sender/\(path)/\(id)"
                        + "?recipientSeq=\(message.seq)")
            ]
        ]
        let groupingKey: JSON = message.groupingKey.map { .string($0) } ?? .null
        let type = isAd ? "AD_" : kind == .auth ? "AUTH_" : "NORMAL_"
        return [
            "hookId": .string(hookID), "senderType": .string(type + kind.shown), "requestId": .string(id),
            "recipientSeq": .integer(Int64(message.seq)), "requestDate": .string(KoreanTime.joined(requestAt)),
            "receiveDate": message.resultAt.map { .string(KoreanTime.joined($0)) } ?? .null,
            "sendNo": .string(sendNo), "recipientNo": .string(message.recipientNo),
            "messageStatus": .string(message.status.word), "recipientGroupingKey": groupingKey,
            "recipientGropuingKey": groupingKey,
            "senderGroupingKey": senderGroupingKey.map { .string($0) } ?? .null,
            "resultCode": message.told.map { .string($0.code) } ?? .null, "messageCount": 1, "_links": links,
            "_link": links,
        ]
    }
}
