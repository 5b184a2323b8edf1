// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Values

/// What NHN Cloud answers when it takes nothing, or not this recipient.
struct NHNRefusal: Error, Hashable, Sendable {
    /// The code.
    let code: Int
    /// Its words.
    let message: String

    init(_ code: Int, _ message: String) {
        self.code = code
        self.message = message
    }

    /// As it stands beside a message in the inbox.
    var text: String { "\(code) \(message)" }

    /// Everything went well.
    static let success = NHNRefusal(0, "SUCCESS")

    /// The `header` of an answer.
    var header: JSON {
        [
            "resultCode": .integer(Int64(code)), "resultMessage": .string(message), "isSuccessful": .bool(code == 0),
        ]
    }

    /// The answer that holds nothing else; NHN says failures with the HTTP status 200.
    var answer: ProviderAnswer { .json(["header": header]) }

    /// An answer of success with more members.
    static func answer(_ members: [JSON.Member]) -> ProviderAnswer {
        .json(.object([JSON.Member("header", success.header)] + members))
    }

    /// A fault's reply as NHN would word it.
    static func fault(_ reply: FaultReply) -> ProviderAnswer {
        var headers: [(name: String, value: String)] = []
        if let seconds = reply.retryAfterSeconds { headers.append(("Retry-After", seconds)) }
        let refusal = NHNRefusal(reply.status.flatMap { Int($0) } ?? -9999, reply.text)
        return .json(["header": refusal.header], status: reply.code, headers: headers)
    }
}
