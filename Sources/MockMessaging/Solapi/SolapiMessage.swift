// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Values

/// One message of a group.
struct SolapiMessage: Sendable {
    let id: String
    let to: String
    let from: String
    let country: String
    /// `SMS`, `LMS`, `MMS`, `ATA`.
    let type: String
    let subject: String
    let text: String
    let kakaoOptions: JSON?
    let customFields: JSON?
    /// The code in the end, and its words.
    let result: (code: String, words: String)
    let inboxID: MessageKey
    /// Whether a text message goes out when KakaoTalk does not reach them.
    let fallsBack: Bool
    var status: (code: String, words: String) = SolapiMessage.registered
    var isReplaced = false
    var updatedAt: Timestamp

    static let registered = (code: "2000", words: "정상 접수(이통사로 접수 예정)")
    static let delivered = (code: "4000", words: "수신 완료")
    static let cancelled = (code: "3999", words: "예약 취소")

    /// Whether it has its result.
    var isDone: Bool { status.code != Self.registered.code }

    /// As the queries show it.
    func json(group: SolapiGroup) -> JSON {
        [
            "messageId": .string(id), "groupId": .string(group.id), "accountId": .string(group.accountID),
            "to": .string(to), "from": .string(from), "country": .string(country), "type": .string(type),
            "subject": subject.isEmpty ? .null : .string(subject), "text": .string(text),
            "kakaoOptions": kakaoOptions ?? .null, "customFields": customFields ?? [:],
            "statusCode": .string(status.code), "statusMessage": .string(status.words),
            "status": .string(isDone ? "COMPLETE" : "PENDING"), "replacement": .bool(isReplaced),
            "autoTypeDetect": true,
            "dateCreated": .string(group.createdAt.rfc3339), "dateUpdated": .string(updatedAt.rfc3339), "log": [],
        ]
    }
}

/// One request, which Solapi calls a group.
struct SolapiGroup: Sendable {
    let id: String
    let accountID: String
    let createdAt: Timestamp
    let scheduledAt: Timestamp?
    let allowsDuplicates: Bool
    let failedCount: Int
    var messages: [SolapiMessage]
    var isCancelled = false

    /// As every answer shows a group.
    func json(balance: Int) -> JSON {
        let done = messages.filter(\.isDone)
        let good = done.count { $0.status.code == SolapiMessage.delivered.code }
        let status =
            isCancelled
            ? "FAILED" : done.count == messages.count ? "COMPLETE" : scheduledAt == nil ? "SENDING" : "SCHEDULED"
        let none: JSON = ["requested": 0, "replacement": 0, "refund": 0, "sum": 0]
        func number(_ count: Int) -> JSON { .integer(Int64(count)) }
        return [
            "groupId": .string(id), "accountId": .string(accountID), "masterAccountId": .null, "apiVersion": "4",
            "status": .string(status), "allowDuplicates": .bool(allowsDuplicates), "isRefunded": false,
            "count": [
                "total": number(messages.count + failedCount), "sentTotal": number(done.count),
                "sentSuccess": number(good), "sentFailed": number(done.count - good),
                "sentPending": number(messages.count - done.count),
                "sentReplacement": number(messages.count { $0.isReplaced }), "refund": 0,
                "registeredFailed": number(failedCount), "registeredSuccess": number(messages.count),
            ],
            "countForCharge": ["sms": [:], "lms": [:], "mms": [:], "ata": [:]],
            "balance": none, "point": none, "app": ["profit": [:], "appId": .null], "price": [:], "log": [],
            "dateCreated": .string(createdAt.rfc3339), "dateUpdated": .string(createdAt.rfc3339),
            "scheduledDate": scheduledAt.map { .string($0.rfc3339) } ?? .null,
        ]
    }
}

/// What Solapi remembers in one space.
struct SolapiState: Sendable {
    static let messageLimit = 20_000

    var groups = Shelf<SolapiGroup>(limit: messageLimit)
    private var signatures: [String: Timestamp] = [:]
    var files: [String: String] = [:]
    var mint: IDMint

    init(at moment: Timestamp) {
        mint = IDMint(seed: moment.milliseconds ^ 0x534F_4C)
    }

    /// Uses a signature, which is good once in 15 minutes.
    mutating func use(_ signature: String, at moment: Timestamp) -> Bool {
        let window = Duration.seconds(900)
        if let used = signatures[signature], moment - used < window { return false }
        if signatures.count >= 10_000 { signatures = signatures.filter { moment - $0.value < window } }
        if signatures.count >= 10_000 { signatures.removeAll() }
        signatures[signature] = moment
        return true
    }
}
