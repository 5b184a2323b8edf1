// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Values

/// Why APNs refuses a push.
enum APNsReason: String, Error, Sendable, CaseIterable {
    case badCollapseID = "BadCollapseId"
    case badDeviceToken = "BadDeviceToken"
    case badExpirationDate = "BadExpirationDate"
    case badMessageID = "BadMessageId"
    case badPriority = "BadPriority"
    case badTopic = "BadTopic"
    case deviceTokenNotForTopic = "DeviceTokenNotForTopic"
    case duplicateHeaders = "DuplicateHeaders"
    case invalidPushType = "InvalidPushType"
    case missingDeviceToken = "MissingDeviceToken"
    case missingTopic = "MissingTopic"
    case payloadEmpty = "PayloadEmpty"
    case topicDisallowed = "TopicDisallowed"
    case expiredProviderToken = "ExpiredProviderToken"
    case forbidden = "Forbidden"
    case invalidProviderToken = "InvalidProviderToken"
    case missingProviderToken = "MissingProviderToken"
    case badPath = "BadPath"
    case methodNotAllowed = "MethodNotAllowed"
    case unregistered = "Unregistered"
    case expiredToken = "ExpiredToken"
    case payloadTooLarge = "PayloadTooLarge"
    case tooManyProviderTokenUpdates = "TooManyProviderTokenUpdates"
    case tooManyRequests = "TooManyRequests"
    case internalServerError = "InternalServerError"
    case serviceUnavailable = "ServiceUnavailable"
    case shutdown = "Shutdown"

    /// The HTTP status.
    var status: Int {
        switch self {
        case .expiredProviderToken, .forbidden, .invalidProviderToken, .missingProviderToken: 403
        case .badPath: 404
        case .methodNotAllowed: 405
        case .unregistered, .expiredToken: 410
        case .payloadTooLarge: 413
        case .tooManyProviderTokenUpdates, .tooManyRequests: 429
        case .internalServerError: 500
        case .serviceUnavailable, .shutdown: 503
        default: 400
        }
    }

    /// What the ending of a device token asks for: `dead0410` for Unregistered.
    init?(ending token: String) {
        switch token.suffix(8).lowercased() {
        case "dead0400": self = .badDeviceToken
        case "dead1400": self = .deviceTokenNotForTopic
        case "dead0410": self = .unregistered
        case "dead1410": self = .expiredToken
        case "dead0413": self = .payloadTooLarge
        case "dead0429": self = .tooManyRequests
        case "dead0500": self = .internalServerError
        case "dead0503": self = .serviceUnavailable
        case "dead1503": self = .shutdown
        default: return nil
        }
    }

    /// What a fault asks for, by the reason it names, else by the status.
    init(_ reply: FaultReply) {
        let byStatus: APNsReason =
            switch reply.code {
            case 403: .forbidden
            case 404: .badPath
            case 405: .methodNotAllowed
            case 410: .unregistered
            case 413: .payloadTooLarge
            case 429: .tooManyRequests
            case 503: .serviceUnavailable
            case 400..<500: .badDeviceToken
            default: .internalServerError
            }
        self = reply.status.flatMap(APNsReason.init(rawValue:)) ?? byStatus
    }

    /// The answer.
    ///
    /// - Parameters:
    ///   - id: The push's id.
    ///   - gone: When the device token became invalid, for 410.
    func answer(id: String?, gone: Timestamp, retryAfter: Duration? = nil) -> ProviderAnswer {
        var members = [JSON.Member("reason", .string(rawValue))]
        if status == 410 { members.append(JSON.Member("timestamp", .integer(gone.milliseconds))) }
        var headers = id.map { [(name: "apns-id", value: $0)] } ?? []
        if let retryAfter { headers.append(("Retry-After", retryAfter.retryAfter)) }
        return .json(.object(members), status: status, headers: headers)
    }
}
