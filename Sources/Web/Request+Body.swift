// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
public import Hummingbird
import NIOCore
public import Values

extension Request {
    /// The largest body taken where nothing else is said: 1 MiB.
    public static let bodyLimit = 1 << 20

    /// The whole body.
    ///
    /// - Parameter limit: The most bytes taken.
    /// - Throws: `ProblemDetails` 413 when it is larger, 400 when the connection ended early; the server answers 408
    ///   when it comes too slowly.
    public func bytes(upTo limit: Int = Request.bodyLimit) async throws -> [UInt8] {
        let announced = headers[.contentLength].flatMap { Int($0) }
        if let announced, announced > limit { throw ProblemDetails.contentTooLarge(limit: limit) }
        let buffer: ByteBuffer
        do {
            buffer = try await body.collect(upTo: limit)
        } catch is NIOTooManyBytesError {
            throw ProblemDetails.contentTooLarge(limit: limit)
        }
        // A connection that breaks in the middle looks like the end of the body: half a webhook must not pass.
        if let announced, announced != buffer.readableBytes {
            throw ProblemDetails(
                .badRequest, rule: "body-incomplete", detail: "The connection ended before the body was complete.",
                headers: [.connection: "close"])
        }
        return Array(buffer.readableBytesView)
    }

    /// The whole body as JSON.
    ///
    /// - Parameter limit: The most bytes taken.
    /// - Throws: `ProblemDetails` 415 when the content type is another, 400 with the offset when it is not JSON, and
    ///   what `bytes(upTo:)` throws.
    public func json(upTo limit: Int = Request.bodyLimit) async throws -> JSON {
        if let type = headers[.contentType] {
            let essence = type.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
            guard essence == "application/json" || essence.hasSuffix("+json") else {
                throw ProblemDetails(
                    .unsupportedMediaType, rule: "not-json", detail: "Send JSON, with Content-Type: application/json.")
            }
        }
        return try JSON(body: try await bytes(upTo: limit))
    }

    /// The whole body as JSON, ready to be read field by field.
    public func fields(
        upTo limit: Int = Request.bodyLimit, unknownMembers: JSONFields.UnknownMembers = .refused
    ) async throws -> JSONFields {
        JSONFields(try await json(upTo: limit), unknownMembers: unknownMembers)
    }
}

extension JSON {
    /// Parses a body.
    ///
    /// - Throws: `ProblemDetails` 400 that names the byte where it stops being JSON.
    public init(body bytes: [UInt8]) throws(ProblemDetails) {
        guard !bytes.isEmpty else {
            throw ProblemDetails(.badRequest, rule: "not-json", detail: "The body is empty. Send a JSON object.")
        }
        do {
            self = try JSON(parsing: bytes)
        } catch {
            throw ProblemDetails(
                .badRequest, rule: "not-json", detail: "The body is not JSON.",
                problems: [
                    Problem(
                        field: "", rule: "not-json", message: "at byte \(error.offset): \(error.reason).",
                        wayOut: "Check it with a JSON tool; it is UTF-8 without a byte order mark.")
                ])
        }
    }
}
