// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Reads HTTP/1.1 answers (RFC 9112) as far as a load generator needs: the status, Retry-After, and where the answer ends.
struct ResponseParser {
    /// One whole answer.
    struct Answer: Equatable {
        let status: Int
        let retryAfterSeconds: Int?
        let closes: Bool
    }

    /// The other side did not speak HTTP as we know it.
    struct Malformed: Error {}

    private enum Ending {
        case length(Int)
        case chunked
    }

    private struct Head {
        var answer: Answer
        var ending: Ending
    }

    private var pending = [UInt8]()
    private var head: Head?

    /// Takes more bytes and hands out an answer when one is complete.
    ///
    /// One request is under way on a connection, so one answer at most is complete after a read.
    mutating func consume(_ buffer: inout ByteBuffer) throws(Malformed) -> Answer? {
        if let bytes = buffer.readBytes(length: buffer.readableBytes) { pending += bytes }
        if head == nil {
            guard let end = Self.find([13, 10, 13, 10], in: pending, from: 0) else {
                if pending.count > 65_536 { throw Malformed() }
                return nil
            }
            head = try Self.head(pending[..<end])
            pending.removeSubrange(..<(end + 4))
        }
        guard let found = head else { return nil }
        switch found.ending {
        case .length(let length):
            guard pending.count >= length else { return nil }
            pending.removeSubrange(..<length)
        case .chunked:
            guard let end = try Self.endOfChunks(pending) else { return nil }
            pending.removeSubrange(..<end)
        }
        head = nil
        return found.answer
    }

    private static func head(_ bytes: ArraySlice<UInt8>) throws(Malformed) -> Head {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n")
        guard let first = lines.first else { throw Malformed() }
        let words = first.split(separator: " ", maxSplits: 2)
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else { throw Malformed() }
        var ending = Ending.length(0)
        var retryAfter: Int?
        var closes = false
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { throw Malformed() }
            let name = line[..<colon].lowercased()
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            switch name {
            case "content-length":
                guard let length = Int(value), (0...16_777_216).contains(length) else { throw Malformed() }
                ending = .length(length)
            case "transfer-encoding": ending = .chunked
            case "retry-after": retryAfter = Int(value)
            case "connection": closes = value.lowercased().contains("close")
            default: break
            }
        }
        return Head(answer: Answer(status: status, retryAfterSeconds: retryAfter, closes: closes), ending: ending)
    }

    /// Where a chunked body ends, or nil while more of it is to come.
    private static func endOfChunks(_ bytes: [UInt8]) throws(Malformed) -> Int? {
        var at = 0
        while true {
            guard let lineEnd = find([13, 10], in: bytes, from: at) else { return nil }
            let digits = String(decoding: bytes[at..<lineEnd].prefix { $0 != 0x3B }, as: UTF8.self)
            guard let size = Int(digits, radix: 16), size <= 16_777_216 else { throw Malformed() }
            at = lineEnd + 2 + size + 2
            guard at <= bytes.count else { return nil }
            if size == 0 { return at }
        }
    }

    private static func find(_ needle: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        guard bytes.count >= needle.count else { return nil }
        var index = start
        while index + needle.count <= bytes.count {
            if bytes[index] == needle[0], bytes[index..<index + needle.count].elementsEqual(needle) { return index }
            index += 1
        }
        return nil
    }
}
