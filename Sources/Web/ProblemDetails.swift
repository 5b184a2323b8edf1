// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import HTTPTypes
public import Hummingbird
import NIOCore
public import Values

/// An error answer as `application/problem+json` (RFC 9457) that lists every problem found.
///
/// Throw it from a handler:
/// ```swift
/// throw ProblemDetails(.conflict, rule: "already-shipped", detail: "The parcel has left. Register a new one.")
/// ```
public struct ProblemDetails: HTTPResponseError, Sendable, CustomStringConvertible {
    /// The status of the answer.
    public let status: HTTPResponse.Status
    /// The problem's short name, the end of its `type` (`urn:parcelpost:problem:already-shipped`).
    public let rule: String
    /// What is wrong and what to do, in sentences without personal data.
    public let detail: String
    /// What is wrong with the parts of the request.
    public let problems: [Problem]
    /// More header fields, such as `Retry-After`.
    public let headers: HTTPFields

    /// Makes an answer.
    public init(
        _ status: HTTPResponse.Status, rule: String, detail: String, problems: [Problem] = [],
        headers: HTTPFields = [:]
    ) {
        self.status = status
        self.rule = rule
        self.detail = detail
        self.problems = problems
        self.headers = headers
    }

    /// Makes the answer to a request whose parts are wrong, 400.
    public init(_ problems: Problems) {
        let count = problems.list.count
        self.init(
            .badRequest, rule: "invalid-request",
            detail: count == 1
                ? "One thing in the request is wrong." : "\(count) things in the request are wrong.",
            problems: problems.list)
    }

    /// The problem as JSON.
    ///
    /// - Parameter requestID: The id the log knows the request by.
    public func json(requestID: String? = nil) -> JSON {
        var members: [JSON.Member] = [
            .init("type", .string("urn:parcelpost:problem:" + rule)),
            .init("title", .string(status.reasonPhrase)),
            .init("status", .integer(Int64(status.code))),
            .init("detail", .string(detail)),
        ]
        if let requestID { members.append(.init("requestId", .string(requestID))) }
        if !problems.isEmpty { members.append(.init("problems", .array(problems.map(Self.json)))) }
        return .object(members)
    }

    private static func json(_ problem: Problem) -> JSON {
        var members = [JSON.Member]()
        if let line = problem.line { members.append(.init("line", .integer(Int64(line)))) }
        if let field = problem.field { members.append(.init("pointer", .string(field))) }
        members.append(.init("rule", .string(problem.rule)))
        members.append(.init("message", .string(problem.message)))
        if let wayOut = problem.wayOut { members.append(.init("wayOut", .string(wayOut))) }
        return .object(members)
    }

    func response(requestID: String?) -> Response {
        var fields: HTTPFields = [.contentType: "application/problem+json", .cacheControl: "no-store"]
        if let requestID { fields[.requestID] = requestID }
        for field in headers { fields[field.name] = field.value }
        let bytes = json(requestID: requestID).bytes
        return Response(
            status: status, headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// The answer, with the request's id.
    public func response(from request: Request, context: some RequestContext) throws -> Response {
        response(requestID: context.id)
    }

    /// The status, the rule and the detail: `409 already-shipped: The parcel has left`.
    public var description: String { "\(status.code) \(rule): \(detail)" }
}
