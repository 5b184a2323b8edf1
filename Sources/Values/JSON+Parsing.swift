// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

extension JSON {
    /// Why bytes are not JSON.
    public struct ParseError: Error, Equatable, Sendable, CustomStringConvertible {
        /// What is wrong.
        public let reason: String
        /// Where, in bytes from the start.
        public let offset: Int

        /// `not JSON at byte 17: expected a comma`.
        public var description: String { "not JSON at byte \(offset): \(reason)" }
    }

    /// Parses one JSON value that fills the whole input (RFC 8259).
    ///
    /// - Parameters:
    ///   - bytes: UTF-8, without a byte order mark.
    ///   - maxDepth: How deep arrays and objects may nest.
    /// - Throws: `ParseError` for anything else, invalid UTF-8 in strings included.
    public init(parsing bytes: [UInt8], maxDepth: Int = 64) throws(ParseError) {
        // Once for all: asking for each string takes longer than all the rest. Strings are cut at quotes and backslashes,
        // which are never part of a longer sequence, so each of them is UTF-8 too.
        do {
            _ = try UTF8Span(validating: bytes.span)
        } catch {
            throw ParseError(reason: "it is not UTF-8", offset: error.byteOffsets.lowerBound)
        }
        var parser = Parser(bytes: bytes, maxDepth: maxDepth)
        self = try parser.document()
    }

    private struct Parser {
        let bytes: [UInt8]
        let maxDepth: Int
        var index = 0
        var depth = 0

        init(bytes: [UInt8], maxDepth: Int) {
            self.bytes = bytes
            self.maxDepth = maxDepth
        }

        mutating func document() throws(ParseError) -> JSON {
            skipSpace()
            let value = try value()
            skipSpace()
            guard index == bytes.count else { throw fail("something follows the value") }
            return value
        }

        func fail(_ reason: String) -> ParseError { ParseError(reason: reason, offset: index) }

        mutating func skipSpace() {
            while index < bytes.count {
                switch bytes[index] {
                case 0x20, 0x09, 0x0A, 0x0D: index += 1
                default: return
                }
            }
        }

        mutating func value() throws(ParseError) -> JSON {
            guard index < bytes.count else { throw fail("it ends where a value should stand") }
            switch bytes[index] {
            case 0x7B: return try object()
            case 0x5B: return try array()
            case 0x22: return .string(try string())
            case 0x74: return try word("true", .bool(true))
            case 0x66: return try word("false", .bool(false))
            case 0x6E: return try word("null", .null)
            case 0x2D, 0x30...0x39: return try number()
            default: throw fail("expected a value")
            }
        }

        mutating func word(_ word: StaticString, _ value: JSON) throws(ParseError) -> JSON {
            let matches = word.withUTF8Buffer { word in
                index + word.count <= bytes.count && bytes[index..<index + word.count].elementsEqual(word)
            }
            guard matches else { throw fail("expected \(word)") }
            index += word.utf8CodeUnitCount
            return value
        }

        mutating func enter() throws(ParseError) {
            depth += 1
            guard depth <= maxDepth else { throw fail("it nests deeper than \(maxDepth)") }
            index += 1
            skipSpace()
        }

        mutating func array() throws(ParseError) -> JSON {
            try enter()
            var elements = [JSON]()
            if peek() == 0x5D {
                index += 1
            } else {
                while true {
                    skipSpace()
                    elements.append(try value())
                    skipSpace()
                    if try !another(closing: 0x5D) { break }
                }
            }
            depth -= 1
            return .array(elements)
        }

        mutating func object() throws(ParseError) -> JSON {
            try enter()
            var members = [Member]()
            if peek() == 0x7D {
                index += 1
            } else {
                members.reserveCapacity(8)
                while true {
                    skipSpace()
                    guard peek() == 0x22 else { throw fail("expected a member's name in quotes") }
                    let name = try string()
                    skipSpace()
                    guard peek() == 0x3A else { throw fail("expected a colon") }
                    index += 1
                    skipSpace()
                    members.append(Member(name, try value()))
                    skipSpace()
                    if try !another(closing: 0x7D) { break }
                }
            }
            depth -= 1
            return .object(members)
        }

        func peek() -> UInt8? { index < bytes.count ? bytes[index] : nil }

        mutating func another(closing: UInt8) throws(ParseError) -> Bool {
            switch peek() {
            case 0x2C:
                index += 1
                return true
            case closing:
                index += 1
                return false
            default: throw fail("expected a comma or the end of the \(closing == 0x5D ? "array" : "object")")
            }
        }

        mutating func number() throws(ParseError) -> JSON {
            let start = index
            var isWhole = true
            if peek() == 0x2D { index += 1 }
            guard let first = peek(), (0x30...0x39).contains(first) else { throw fail("expected a digit") }
            let intStart = index
            digits()
            guard first != 0x30 || index == intStart + 1 else { throw fail("a number has no leading zero") }
            if peek() == 0x2E {
                isWhole = false
                index += 1
                guard digits() else { throw fail("expected a digit after the point") }
            }
            if peek() == 0x65 || peek() == 0x45 {
                isWhole = false
                index += 1
                if peek() == 0x2B || peek() == 0x2D { index += 1 }
                guard digits() else { throw fail("expected a digit in the exponent") }
            }
            if isWhole, index - start <= 18 {
                let isNegative = bytes[start] == 0x2D
                var magnitude: Int64 = 0
                for byte in bytes[intStart..<index] { magnitude = magnitude * 10 + Int64(byte - 0x30) }
                return .integer(isNegative ? -magnitude : magnitude)
            }
            let text = String(decoding: bytes[start..<index], as: UTF8.self)
            if isWhole, let number = Int64(text) { return .integer(number) }
            guard let number = Double(text), number.isFinite else { throw fail("the number is too large") }
            return .number(number)
        }

        @discardableResult
        mutating func digits() -> Bool {
            let start = index
            while let byte = peek(), (0x30...0x39).contains(byte) { index += 1 }
            return index > start
        }

        mutating func string() throws(ParseError) -> String {
            index += 1
            let start = index
            index = bytes.withUnsafeBufferPointer { bytes in
                var index = start
                while index < bytes.count, bytes[index] >= 0x20, bytes[index] != 0x22, bytes[index] != 0x5C {
                    index += 1
                }
                return index
            }
            guard index < bytes.count else { throw fail("the string does not end") }
            switch bytes[index] {
            case 0x22:
                let text = String(decoding: bytes[start..<index], as: UTF8.self)
                index += 1
                return text
            case 0x5C: return try escapedString(from: start)
            default: throw fail("a control character stands unescaped in a string")
            }
        }

        mutating func escapedString(from start: Int) throws(ParseError) -> String {
            var output = Array(bytes[start..<index])
            while index < bytes.count {
                let byte = bytes[index]
                index += 1
                switch byte {
                case 0x22: return String(decoding: output, as: UTF8.self)
                case 0x5C: try escape(into: &output)
                case 0x00..<0x20: throw fail("a control character stands unescaped in a string")
                default: output.append(byte)
                }
            }
            throw fail("the string does not end")
        }

        mutating func escape(into output: inout [UInt8]) throws(ParseError) {
            guard let byte = peek() else { throw fail("the string does not end") }
            index += 1
            switch byte {
            case 0x22, 0x5C, 0x2F: output.append(byte)
            case 0x62: output.append(0x08)
            case 0x66: output.append(0x0C)
            case 0x6E: output.append(0x0A)
            case 0x72: output.append(0x0D)
            case 0x74: output.append(0x09)
            case 0x75:
                var code = try hexDigits()
                if (0xD800..<0xDC00).contains(code) {
                    guard peek() == 0x5C, index + 1 < bytes.count, bytes[index + 1] == 0x75 else {
                        throw fail("half of a surrogate pair is missing")
                    }
                    index += 2
                    let low = try hexDigits()
                    guard (0xDC00..<0xE000).contains(low) else { throw fail("half of a surrogate pair is missing") }
                    code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
                }
                guard let scalar = Unicode.Scalar(code) else { throw fail("half of a surrogate pair is missing") }
                output += Array(String(Character(scalar)).utf8)
            default: throw fail("unknown escape")
            }
        }

        mutating func hexDigits() throws(ParseError) -> UInt32 {
            guard index + 4 <= bytes.count else { throw fail("expected four hexadecimal digits") }
            var code: UInt32 = 0
            for byte in bytes[index..<index + 4] {
                switch byte {
                case 0x30...0x39: code = code << 4 | UInt32(byte - 0x30)
                case 0x41...0x46: code = code << 4 | UInt32(byte - 0x41 + 10)
                case 0x61...0x66: code = code << 4 | UInt32(byte - 0x61 + 10)
                default: throw fail("expected four hexadecimal digits")
                }
            }
            index += 4
            return code
        }
    }
}
