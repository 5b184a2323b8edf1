// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import HTTPTypes
public import Hummingbird
import NIOCore
public import Values

/// An answer of JSON; it is not cached unless it says so.
public struct JSONResponse: ResponseGenerator, Sendable {
    /// The body.
    public var json: JSON
    /// The status.
    public var status: HTTPResponse.Status
    /// More header fields; they replace `Content-Type` and `Cache-Control`.
    public var headers: HTTPFields

    /// Makes an answer.
    public init(_ json: JSON, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) {
        self.json = json
        self.status = status
        self.headers = headers
    }

    /// The answer without needing the request.
    public var response: Response {
        var fields: HTTPFields = [.contentType: "application/json; charset=utf-8", .cacheControl: "no-store"]
        for field in headers { fields[field.name] = field.value }
        return Response(
            status: status, headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(bytes: json.bytes)))
    }

    /// The answer.
    public func response(from request: Request, context: some RequestContext) throws -> Response { response }
}
