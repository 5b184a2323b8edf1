// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Values

/// A refusal in DeliveryAPI's envelope.
struct APIRefusal: Error {
    /// The machine's word, as in `INVALID_PARAMS`.
    let code: String
    let status: Int
    /// The words; nil for the usual ones.
    let text: String?
    let data: JSON

    init(_ code: String, text: String? = nil, data: JSON = .null) {
        self.code = code
        self.text = text
        self.data = data
        self.status =
            switch code {
            case "UNAUTHORIZED": 401
            case "FORBIDDEN": 403
            case "NOT_FOUND": 404
            case "RATE_LIMITED": 429
            case "INTERNAL_ERROR": 500
            default: 400
            }
    }

    /// The answer.
    func answer(_ settings: DeliveryAPISettings) -> ProviderAnswer {
        Self.answer(code, status: status, text: text ?? settings.text(code), data: data)
    }

    /// A fault's reply in the same shape.
    static func answer(_ fault: FaultReply, _ settings: DeliveryAPISettings) -> ProviderAnswer {
        let code: String =
            switch fault.code {
            case 401: "UNAUTHORIZED"
            case 403: "FORBIDDEN"
            case 404: "NOT_FOUND"
            case 429: "RATE_LIMITED"
            case 400: "INVALID_PARAMS"
            default: "INTERNAL_ERROR"
            }
        let text = fault.text.isEmpty ? settings.text(fault.status ?? code) : fault.text
        var answer = answer(fault.status ?? code, status: fault.code, text: text, data: .null)
        if let wait = fault.retryAfter {
            answer.headers.append(("Retry-After", String(max(1, (wait.wholeMilliseconds + 999) / 1_000))))
        }
        return answer
    }

    private static func answer(_ code: String, status: Int, text: String, data: JSON) -> ProviderAnswer {
        .json(
            [
                "isSuccess": false, "errorCode": .string(code), "error": .string(text),
                "statusCode": .integer(Int64(status)), "data": data,
            ], status: status)
    }
}
