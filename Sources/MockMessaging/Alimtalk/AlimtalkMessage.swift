// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Values

/// One recipient's alimtalk, from the request to the last word of it.
struct AlimtalkMessage: Sendable {
    /// Where it stands.
    enum Status: String, Sendable {
        /// It waits for its time or its result; the API shows such a message without a result.
        case ready = "READY"
        case completed = "COMPLETED"
        case failed = "FAILED"
        case cancelled = "CANCEL"
    }

    /// Where its fallback stands.
    enum ResendStatus: String, Sendable {
        case none = "RSC01"
        case ready = "RSC02"
        case sending = "RSC03"
        case sent = "RSC04"
        case failed = "RSC05"

        /// Its words in the API.
        var name: String {
            switch self {
            case .none: "대체 발송 미대상"
            case .ready: "대체 발송 대상"
            case .sending: "대체 발송 중"
            case .sent: "대체 발송 성공"
            case .failed: "대체 발송 실패"
            }
        }
    }

    let seq: Int
    let recipientNo: String
    let content: String
    let title: String
    let header: String
    let buttons: [AlimtalkButton]
    let quickReplies: [JSON]
    let groupingKey: String?
    /// What is sent instead; nil for nothing.
    let resend: AlimtalkResend?
    /// What Kakao will say of it.
    let result: AlimtalkResult
    /// Its place in the inbox.
    let inboxID: MessageKey

    var status = Status.ready
    /// What Kakao said of it; nil as long as it has not.
    var told: AlimtalkResult?
    var receivedAt: Timestamp?
    var updatedAt: Timestamp?
    var resendStatus = ResendStatus.none
    var resendResultCode: String?
    var resendRequestID: String?
}

/// One request, with everyone whom it was taken for.
struct AlimtalkRequest: Sendable {
    let id: String
    let appKey: String
    let senderKey: String
    let templateCode: String
    let isAuth: Bool
    let isRaw: Bool
    let createdAt: Timestamp
    /// When it is to be sent.
    let requestAt: Timestamp
    let senderGroupingKey: String?
    let createUser: String?
    let option: JSON?
    var messages: [AlimtalkMessage]

    /// What a list shows of a message.
    func row(_ message: AlimtalkMessage) -> [JSON.Member] {
        [
            .init("requestId", .string(id)), .init("recipientSeq", .integer(Int64(message.seq))),
            .init("plusFriendId", .string(AlimtalkSender.name(senderKey))), .init("senderKey", .string(senderKey)),
            .init("templateCode", .string(templateCode)), .init("recipientNo", .string(message.recipientNo)),
            .init("content", .string(message.content)),
            .init("requestDate", .string(KoreanTime.text(requestAt))),
            .init("createDate", .string(KoreanTime.text(createdAt))),
            .init("receiveDate", message.receivedAt.map { .string(KoreanTime.text($0)) } ?? .null),
            .init("resendStatus", .string(message.resendStatus.rawValue)),
            .init("resendStatusName", .string(message.resendStatus.name)),
            .init("messageStatus", .string(message.status.rawValue)),
            .init("resultCode", message.told.map { .string($0.code) } ?? .null),
            .init("resultCodeName", message.told.map { .string($0.name) } ?? .null),
            .init("createUser", createUser.map { .string($0) } ?? .null),
            .init("senderGroupingKey", senderGroupingKey.map { .string($0) } ?? .null),
            .init("recipientGroupingKey", message.groupingKey.map { .string($0) } ?? .null),
        ]
    }

    /// What the query for one message shows.
    func whole(_ message: AlimtalkMessage) -> JSON {
        func text(_ value: String) -> JSON { value.isEmpty ? .null : .string(value) }
        return .object(
            row(message) + resendMembers(message) + [
                .init("templateTitle", text(message.title)), .init("templateHeader", text(message.header)),
                .init("buttons", .array(message.buttons.map(\.json))),
                .init("quickReplies", .array(message.quickReplies)), .init("messageOption", option ?? .null),
            ])
    }

    /// What `message-results` shows of a message.
    func update(_ message: AlimtalkMessage) -> JSON {
        let names: Set<String> = [
            "requestId", "recipientSeq", "requestDate", "createDate", "receiveDate", "resendStatus",
            "resendStatusName", "messageStatus", "resultCode", "resultCodeName",
        ]
        return .object(row(message).filter { names.contains($0.name) } + resendMembers(message))
    }

    private func resendMembers(_ message: AlimtalkMessage) -> [JSON.Member] {
        [
            .init("resendResultCode", message.resendResultCode.map { .string($0) } ?? .null),
            .init("resendRequestId", message.resendRequestID.map { .string($0) } ?? .null),
        ]
    }

    /// What the webhook of a result says of a message.
    func hook(_ message: AlimtalkMessage, id hookID: String) -> JSON {
        [
            "hookId": .string(hookID), "kakaoMessageType": isAuth ? "ALIMTALK_AUTH" : "ALIMTALK_NORMAL",
            "requestId": .string(id), "recipientSeq": .integer(Int64(message.seq)),
            "requestDate": .string(KoreanTime.text(requestAt)), "createDate": .string(KoreanTime.text(createdAt)),
            "receiveDate": message.receivedAt.map { .string(KoreanTime.text($0)) } ?? .null,
            "recipientNo": .string(message.recipientNo),
            "resultCode": message.told.map { .string($0.code) } ?? .null,
            "senderGroupingKey": senderGroupingKey.map { .string($0) } ?? .null,
            "recipientGroupingKey": message.groupingKey.map { .string($0) } ?? .null, "isAddedChannel": .null,
            "_links": [
                "self": [
                    "href": .string(
                        "https://kakaotalk-bizmessage.api.nhncloudservice.com/alimtalk/v2.3/appkeys/\(appKey)/"
                            + (isAuth ? "auth/" : "") + "messages/\(id)/\(message.seq)")
                ]
            ],
        ]
    }
}
