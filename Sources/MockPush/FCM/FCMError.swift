// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Values

/// An error in the shape of Google's APIs.
struct FCMError: Error, Sendable {
    /// A field that is wrong.
    struct Violation: Hashable, Sendable {
        /// Its path: `message.android.ttl`.
        let field: String
        /// What is wrong with it.
        let text: String
    }

    /// The codes of FCM itself, by which senders decide.
    enum Code: String, Sendable, CaseIterable {
        case invalidArgument = "INVALID_ARGUMENT"
        case unregistered = "UNREGISTERED"
        case senderIDMismatch = "SENDER_ID_MISMATCH"
        case quotaExceeded = "QUOTA_EXCEEDED"
        case unavailable = "UNAVAILABLE"
        case internalError = "INTERNAL"
        case thirdPartyAuth = "THIRD_PARTY_AUTH_ERROR"
    }

    let status: Int
    let name: String
    let message: String
    var code: Code?
    var violations: [Violation] = []
    var retryAfter: Duration?
    /// The reason in an ErrorInfo, for what is wrong with the access token.
    var reason: String?

    init(status: Int, name: String, message: String, reason: String? = nil) {
        self.status = status
        self.name = name
        self.message = message
        self.reason = reason
    }

    /// One of FCM's own.
    init(_ code: Code, message: String? = nil, retryAfter: Duration? = nil) {
        self.code = code
        let (status, name, text) =
            switch code {
            case .invalidArgument:
                (400, "INVALID_ARGUMENT", "The registration token is not a valid FCM registration token")
            case .unregistered: (404, "NOT_FOUND", "Requested entity was not found.")
            case .senderIDMismatch: (403, "PERMISSION_DENIED", "SenderId mismatch")
            case .quotaExceeded: (429, "RESOURCE_EXHAUSTED", "Quota exceeded. Wait as Retry-After says.")
            case .unavailable: (503, "UNAVAILABLE", "The service is currently unavailable.")
            case .internalError: (500, "INTERNAL", "Internal error encountered.")
            case .thirdPartyAuth:
                (401, "UNAUTHENTICATED", "Auth error from APNS or Web Push Service: upload the app's keys again.")
            }
        self.status = status
        self.name = name
        self.message = message ?? text
        self.retryAfter = retryAfter
        if code == .quotaExceeded, retryAfter == nil { self.retryAfter = .seconds(60) }
    }

    /// Fields that are wrong.
    init(_ violations: [Violation]) {
        self.init(
            status: 400, name: "INVALID_ARGUMENT", message: violations.map(\.text).joined(separator: "\n"))
        self.violations = violations
    }

    /// What a fault asks for, by the code it names, else by the status.
    init(_ reply: FaultReply) {
        let byStatus: Code? =
            switch reply.code {
            case 400: .invalidArgument
            case 403: .senderIDMismatch
            case 404: .unregistered
            case 429: .quotaExceeded
            case 503: .unavailable
            default: nil
            }
        if let code = reply.status.flatMap(Code.init(rawValue:)) ?? byStatus {
            self.init(code, message: reply.text.isEmpty ? nil : reply.text, retryAfter: reply.retryAfter)
        } else {
            let name = reply.status ?? (reply.code == 401 ? "UNAUTHENTICATED" : "INTERNAL")
            self.init(status: reply.code, name: name, message: reply.text)
            retryAfter = reply.retryAfter
        }
    }

    /// What is wrong with the access token.
    static func unauthenticated(_ reason: String, _ hint: String) -> FCMError {
        FCMError(
            status: 401, name: "UNAUTHENTICATED",
            message: "Request had invalid authentication credentials. Expected OAuth 2 access token. " + hint,
            reason: reason)
    }

    /// What is told to the client.
    var answer: ProviderAnswer {
        var details = [JSON]()
        if let code {
            details.append([
                "@type": "type.googleapis.com/google.firebase.fcm.v1.FcmError", "errorCode": .string(code.rawValue),
            ])
        }
        if !violations.isEmpty {
            details.append([
                "@type": "type.googleapis.com/google.rpc.BadRequest",
                "fieldViolations": .array(
                    violations.map { ["field": .string($0.field), "description": .string($0.text)] }),
            ])
        }
        if let reason {
            details.append([
                "@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": .string(reason),
                "domain": "googleapis.com", "metadata": ["service": "fcm.googleapis.com"],
            ])
        }
        var members = [
            JSON.Member("code", .integer(Int64(status))), JSON.Member("message", .string(message)),
            JSON.Member("status", .string(name)),
        ]
        if !details.isEmpty { members.append(JSON.Member("details", .array(details))) }
        var headers = [(name: String, value: String)]()
        if let retryAfter { headers.append(("Retry-After", retryAfter.retryAfter)) }
        if status == 401 { headers.append(("WWW-Authenticate", "Bearer realm=\"https://accounts.google.com/\"")) }
        return .json(["error": .object(members)], status: status, headers: headers)
    }

    /// In a word, for the inbox.
    var summary: String { "\(status) \(code?.rawValue ?? name): \(message)" }
}
