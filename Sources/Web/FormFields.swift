// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
public import Hummingbird
import Values

/// The fields of a form that a page of ours posted (`application/x-www-form-urlencoded`).
public struct FormFields: Sendable {
    /// The fields in the order of the page.
    public let all: [(name: String, value: String)]

    /// Parses a body.
    ///
    /// - Throws: `ProblemDetails` 400 when it is no such form or has more than 200 fields.
    public init(_ body: [UInt8]) throws(ProblemDetails) {
        var fields = [(name: String, value: String)]()
        for pair in body.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard fields.count < 200, let name = Self.decode(parts[0]),
                let value = parts.count > 1 ? Self.decode(parts[1]) : ""
            else {
                throw ProblemDetails(
                    .badRequest, rule: "not-a-form", detail: "The body is not a form that this page would send.")
            }
            fields.append((name, value))
        }
        self.all = fields
    }

    /// The first value of a field.
    public subscript(name: String) -> String? { all.first { $0.name == name }?.value }

    /// Every value of a field, as check boxes of one name send them.
    public func values(_ name: String) -> [String] { all.filter { $0.name == name }.map(\.value) }

    private static func decode(_ bytes: ArraySlice<UInt8>) -> String? {
        var output = [UInt8]()
        var index = bytes.startIndex
        while index < bytes.endIndex {
            switch bytes[index] {
            case UInt8(ascii: "+"): output.append(0x20)
            case UInt8(ascii: "%"):
                guard bytes.endIndex - index > 2,
                    let byte = Hex.decode(String(decoding: bytes[index + 1...index + 2], as: UTF8.self))?.first
                else { return nil }
                output.append(byte)
                index += 2
            case let byte: output.append(byte)
            }
            index += 1
        }
        return String(validating: output, as: UTF8.self)
    }
}

extension Request {
    /// The whole body as a form.
    ///
    /// - Parameter limit: The most bytes taken.
    /// - Throws: `ProblemDetails` 415 when the content type is another, and what `FormFields` and `bytes(upTo:)` throw.
    public func form(upTo limit: Int = 64 * 1024) async throws -> FormFields {
        let type = headers[.contentType].map { $0.prefix { $0 != ";" }.lowercased().filter { $0 != " " } }
        guard type == "application/x-www-form-urlencoded" else {
            throw ProblemDetails(
                .unsupportedMediaType, rule: "not-a-form", detail: "Send application/x-www-form-urlencoded.")
        }
        return try FormFields(try await bytes(upTo: limit))
    }
}
