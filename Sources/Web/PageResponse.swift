// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import HTTPTypes
public import Hummingbird
import NIOCore

/// An answer of text with its own content security policy: a page, a stylesheet, a script.
public struct PageResponse: ResponseGenerator, Sendable {
    /// The body.
    public var text: String
    /// The content type.
    public var type: String
    /// The status.
    public var status: HTTPResponse.Status
    /// What the page may load.
    public var policy: PagePolicy
    /// More header fields; they replace `Cache-Control`.
    public var headers: HTTPFields

    /// Makes an answer.
    public init(
        _ text: String, type: String = "text/html; charset=utf-8", status: HTTPResponse.Status = .ok,
        policy: PagePolicy = .page, headers: HTTPFields = [:]
    ) {
        self.text = text
        self.type = type
        self.status = status
        self.policy = policy
        self.headers = headers
    }

    /// A stylesheet.
    public static func stylesheet(_ text: String) -> PageResponse {
        PageResponse(text, type: "text/css; charset=utf-8", policy: .nothing)
    }

    /// A script.
    public static func script(_ text: String) -> PageResponse {
        PageResponse(text, type: "text/javascript; charset=utf-8", policy: .nothing)
    }

    /// The answer.
    public func response(from request: Request, context: some RequestContext) throws -> Response {
        var fields: HTTPFields = [
            .contentType: type, .cacheControl: "no-store", .contentSecurityPolicy: policy.text,
        ]
        for field in headers { fields[field.name] = field.value }
        return Response(status: status, headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
