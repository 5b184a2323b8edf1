// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Reads a few header fields of a mail without parsing the rest of it.
///
/// What a mail must tell when it arrives (its Message-ID, its space) is found so in a microsecond.
struct HeaderPeek {
    /// The value of `Message-ID`, without brackets.
    private(set) var messageID: String?
    /// The value of `X-Parcelpost-Space`.
    private(set) var space: String?
    /// The value of `X-Parcelpost-Tags`.
    private(set) var tags: String?
    /// The value of `X-Parcelpost-Event`.
    private(set) var event: String?

    /// Headers longer than this are not looked through to the end.
    private static let longest = 256 * 1024

    /// Looks through the header block.
    init(_ mail: [UInt8]) {
        mail.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            let limit = min(bytes.count, Self.longest)
            var start = 0
            while start < limit {
                let found = memchr(base + start, 0x0A, limit - start)
                let newline = found.map { UnsafeRawPointer($0) - base } ?? limit
                let end = newline > start && bytes[newline - 1] == 0x0D ? newline - 1 : newline
                if end == start { return }
                switch bytes[start] | 0x20 {
                case UInt8(ascii: "m") where messageID == nil:
                    if let value = Self.value("message-id:", bytes, start, limit) {
                        messageID = Self.withoutBrackets(value)
                    }
                case UInt8(ascii: "x"):
                    if space == nil { space = Self.value("x-parcelpost-space:", bytes, start, limit) }
                    if tags == nil { tags = Self.value("x-parcelpost-tags:", bytes, start, limit) }
                    if event == nil { event = Self.value("x-parcelpost-event:", bytes, start, limit) }
                default: break
                }
                start = newline + 1
            }
        }
    }

    /// The unfolded value of the field at `start`, if it has that lower-case name.
    private static func value(_ name: StaticString, _ bytes: UnsafeRawBufferPointer, _ start: Int, _ limit: Int)
        -> String?
    {
        let length = name.utf8CodeUnitCount
        guard start + length <= limit else { return nil }
        for offset in 0..<length where bytes[start + offset] | 0x20 != name.utf8Start[offset] | 0x20 { return nil }
        var value: [UInt8] = []
        var index = start + length
        while index < limit, value.count < 1_000 {
            let byte = bytes[index]
            if byte == 0x0A {
                let next = index + 1 < limit ? bytes[index + 1] : 0
                guard next == 0x20 || next == 0x09 else { break }
            } else if byte != 0x0D {
                value.append(byte == 0x09 ? 0x20 : byte)
            }
            index += 1
        }
        while value.first == 0x20 { value.removeFirst() }
        while value.last == 0x20 { value.removeLast() }
        return value.isEmpty ? nil : String(decoding: value, as: UTF8.self)
    }

    private static func withoutBrackets(_ value: String) -> String {
        value.hasPrefix("<") && value.hasSuffix(">") ? String(value.dropFirst().dropLast()) : value
    }
}
