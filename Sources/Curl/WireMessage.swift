// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A message in the form it has between 354 and the final dot (RFC 5321 section 4.5.2).
///
/// Made once, on the caller's thread. A bare CR or LF is refused: servers disagree about it, which is how a second mail
/// is smuggled in a first one's body.
struct WireMessage: Sendable {
    /// The message, leading dots doubled, with the final dot's line.
    let bytes: [UInt8]
    /// The size to announce: without doubled dots and final line (RFC 1870 section 4).
    let size: Int
    /// Whether it holds bytes above 127.
    let isEightBit: Bool

    /// Prepares a message.
    ///
    /// - Throws: `TransferFailure` of kind `invalid`.
    init(_ message: [UInt8]) throws(TransferFailure) {
        guard !message.isEmpty else { throw TransferFailure(.invalid, "The message is empty.") }
        let scan = WireMessage.scan(message)
        guard scan.isClean else {
            throw TransferFailure(.invalid, "The message holds a CR or LF that is not part of a CRLF line end.")
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(message.count + scan.dots.count + 5)
        var start = 0
        for dot in scan.dots {
            bytes += message[start...dot]
            start = dot
        }
        bytes += message[start...]
        if message.last != 0x0A { bytes += [0x0D, 0x0A] }
        bytes += [0x2E, 0x0D, 0x0A]
        self.bytes = bytes
        self.size = message.count
        self.isEightBit = scan.isEightBit
    }

    private static func scan(_ message: [UInt8]) -> (isClean: Bool, isEightBit: Bool, dots: [Int]) {
        message.withUnsafeBufferPointer { bytes in
            var seen: UInt8 = 0
            for byte in bytes { seen |= byte }
            var dots: [Int] = []
            var line = 0
            while line < bytes.count {
                if bytes[line] == 0x2E { dots.append(line) }
                // A line is clean when its first LF stands right behind its first CR, or when it has neither.
                let carriageReturn = index(of: 0x0D, in: bytes, from: line)
                let lineFeed = index(of: 0x0A, in: bytes, from: line)
                guard let carriageReturn, let lineFeed, lineFeed == carriageReturn + 1 else {
                    return (carriageReturn == nil && lineFeed == nil, seen & 0x80 != 0, dots)
                }
                line = lineFeed + 1
            }
            return (true, seen & 0x80 != 0, dots)
        }
    }

    /// Where a byte stands next; the C library looks at many bytes at once.
    private static func index(of byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        // Inside the buffer: the start is, and the length is what remains of it.
        guard let base = bytes.baseAddress, let found = memchr(base + start, Int32(byte), bytes.count - start) else {
            return nil
        }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }
}
