// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Values

/// What Solapi answers when it takes nothing: `{"errorCode": "...", "errorMessage": "..."}`.
///
/// The shape is read by its SDKs; the names of the codes are not in a document of Solapi's that is at hand.
struct SolapiRefusal: Error, Hashable, Sendable {
    /// The HTTP status.
    let status: Int
    /// The code, a word.
    let code: String
    /// Its words.
    let message: String

    init(_ status: Int, _ code: String, _ message: String) {
        self.status = status
        self.code = code
        self.message = message
    }

    /// The answer.
    var answer: ProviderAnswer {
        .json(["errorCode": .string(code), "errorMessage": .string(message)], status: status)
    }

    /// A fault's reply as Solapi would word it.
    static func fault(_ reply: FaultReply) -> ProviderAnswer {
        var answer = SolapiRefusal(reply.code, reply.status ?? "InternalServerError", reply.text).answer
        if let seconds = reply.retryAfterSeconds { answer.headers.append(("Retry-After", seconds)) }
        return answer
    }

    static func invalid(_ words: String) -> SolapiRefusal { SolapiRefusal(400, "ValidationError", words) }
    static let noAuthorization = SolapiRefusal(401, "Unauthorized", "Authorization 헤더가 필요합니다.")
    static let badKey = SolapiRefusal(403, "InvalidAPIKey", "유효하지 않은 API Key 입니다.")
    static let badSignature = SolapiRefusal(403, "SignatureDoesNotMatch", "서명이 일치하지 않습니다.")
    static let badTime = SolapiRefusal(403, "RequestTimeTooSkewed", "요청 시간이 15분을 벗어났습니다.")
    static let reused = SolapiRefusal(403, "DuplicatedSignature", "이미 사용된 서명입니다.")
    static let noGroup = SolapiRefusal(404, "ResourceNotFound", "해당 그룹을 찾을 수 없습니다.")
}
