// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Values

/// What Kakao Developers answers when it sends nothing (its error table).
struct KakaoRefusal: Error, Hashable, Sendable {
    /// The HTTP status.
    let status: Int
    /// The code.
    let code: Int
    /// Its words.
    let message: String
    /// The consent that lacks.
    var requiredScopes: [String] = []

    init(_ status: Int, _ code: Int, _ message: String) {
        self.status = status
        self.code = code
        self.message = message
    }

    /// As it stands beside a message in the inbox.
    var text: String { "\(code) \(message)" }

    /// The answer: `{"msg": "...", "code": -401}`.
    var answer: ProviderAnswer {
        var members: [JSON.Member] = [
            .init("msg", .string(message)), .init("code", .integer(Int64(code))),
        ]
        if !requiredScopes.isEmpty {
            members += [
                .init("api_type", "TALK_MEMO_DEFAULT_SEND"),
                .init("required_scopes", .array(requiredScopes.map { .string($0) })), .init("allowed_scopes", []),
            ]
        }
        return .json(.object(members), status: status)
    }

    /// A fault's reply as Kakao would word it.
    static func fault(_ reply: FaultReply) -> ProviderAnswer {
        var answer = KakaoRefusal(reply.code, reply.status.flatMap { Int($0) } ?? -1, reply.text).answer
        if let seconds = reply.retryAfterSeconds { answer.headers.append(("Retry-After", seconds)) }
        return answer
    }

    static func badParameter(_ words: String) -> KakaoRefusal { KakaoRefusal(400, -2, words) }
    static let noToken = KakaoRefusal(401, -401, "authentication token is required")
    static let badToken = KakaoRefusal(401, -401, "this access token does not exist")
    static let badDomain = KakaoRefusal(401, -401, "domain mismatched! link domain is not registered")
    static let quota = KakaoRefusal(400, -10, "API limit has been exceeded.")
    static let badHeader = KakaoRefusal(400, -8, "content-type is invalid")
    static let noScope: KakaoRefusal = {
        var refusal = KakaoRefusal(403, -402, "insufficient scopes.")
        refusal.requiredScopes = ["talk_message"]
        return refusal
    }()

    /// The code that a token's name asks for, as in `error-501`; nil for any other token.
    static func magic(_ token: String) -> KakaoRefusal? {
        guard token.hasPrefix("error-"), let number = Int(token.dropFirst(6)) else { return nil }
        switch number {
        case 401: return badToken
        case 402: return noScope
        case 10: return quota
        default: return known[number].map { KakaoRefusal($0.0, -number, $0.1) }
        }
    }

    private static let known: [Int: (Int, String)] = [
        1: (400, "internal error"), 2: (400, "invalid parameter"), 3: (403, "feature is not enabled"),
        4: (403, "the account is blocked"), 5: (403, "insufficient permission"),
        7: (400, "service is under maintenance"),
        8: (400, "invalid header"), 9: (400, "this API has ended"), 12: (403, "the app is sanctioned"),
        101: (400, "not registered user"), 501: (400, "given account is not connected to any talk user."),
        502: (400, "not a friend"), 530: (400, "the receiver refuses messages"),
        532: (400, "daily message limit per sender has been exceeded."),
        533: (400, "daily message limit per receiver has been exceeded."),
        536: (400, "daily message limit between a sender and a receiver has been exceeded."),
        603: (400, "internal timeout"), 903: (400, "unregistered app key"), 9798: (503, "service is under maintenance"),
    ]
}
