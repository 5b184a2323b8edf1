// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTP1
import Values

extension ProblemDetails {
    /// 401 with `WWW-Authenticate`.
    public static func unauthorized(_ detail: String, scheme: String = "Bearer") -> ProblemDetails {
        ProblemDetails(.unauthorized, rule: "unauthorized", detail: detail, headers: [.wwwAuthenticate: scheme])
    }

    /// 403.
    public static func forbidden(_ detail: String) -> ProblemDetails {
        ProblemDetails(.forbidden, rule: "forbidden", detail: detail)
    }

    /// 404 for a thing that is not there.
    public static func notFound(_ detail: String) -> ProblemDetails {
        ProblemDetails(.notFound, rule: "not-found", detail: detail)
    }

    /// 429 with `Retry-After` in whole seconds, rounded up.
    public static func tooManyRequests(retryAfter: Duration, _ detail: String) -> ProblemDetails {
        ProblemDetails(
            .tooManyRequests, rule: "too-many-requests", detail: detail, headers: retryHeader(retryAfter))
    }

    /// 503 with `Retry-After` in whole seconds, rounded up.
    public static func unavailable(retryAfter: Duration, _ detail: String) -> ProblemDetails {
        ProblemDetails(.serviceUnavailable, rule: "unavailable", detail: detail, headers: retryHeader(retryAfter))
    }

    /// 413; the connection closes, so that the rest of the body is not read.
    public static func contentTooLarge(limit: Int) -> ProblemDetails {
        ProblemDetails(
            .contentTooLarge, rule: "body-too-large",
            detail: "The body has more than \(limit) bytes. Send less at once.",
            headers: [.connection: "close"])
    }

    private static func retryHeader(_ span: Duration) -> HTTPFields {
        let seconds = span.components.seconds + (span.components.attoseconds > 0 ? 1 : 0)
        return [.retryAfter: String(max(1, seconds))]
    }

    /// The answer to an error that is the caller's or the moment's fault; nil for those that are ours.
    init?(answering error: any Error) {
        switch error {
        case let error as ProblemDetails: self = error
        case let error as Problems: self.init(error)
        case let error as ValueError:
            self.init(.badRequest, rule: "invalid-request", detail: Self.sentence(error.reason))
        case let error as HTTPError:
            self.init(
                error.status, rule: "refused", detail: error.body.map(Self.sentence) ?? "The request was refused.",
                headers: error.headers)
        case is NIOTooManyBytesError:
            self.init(
                .contentTooLarge, rule: "body-too-large", detail: "The body is too large. Send less at once.",
                headers: [.connection: "close"])
        case is BodyDeadlineExceeded:
            self.init(
                .requestTimeout, rule: "body-too-slow",
                detail: "The body did not arrive in time. Send it again, without pauses.",
                headers: [.connection: "close"])
        case is HTTPParserError:
            self.init(
                .badRequest, rule: "not-http", detail: "The body of the request is not framed as HTTP/1.1 says.",
                headers: [.connection: "close"])
        case is CancellationError:
            self = .unavailable(retryAfter: .seconds(1), "The server is shutting down. Try again.")
        default: return nil
        }
    }

    private static func sentence(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst() + (text.hasSuffix(".") ? "" : ".")
    }
}
