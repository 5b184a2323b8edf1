// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

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
        var dots: [Int] = []
        var seen: UInt8 = 0
        var isClean = true
        message.withUnsafeBufferPointer { bytes in
            var previous: UInt8 = 0x0A
            for index in bytes.indices {
                let byte = bytes[index]
                seen |= byte
                if byte == 0x0A || previous == 0x0D {
                    if !(previous == 0x0D && byte == 0x0A) { isClean = false }
                } else if previous == 0x0A, byte == 0x2E {
                    dots.append(index)
                }
                previous = byte
            }
            if previous == 0x0D { isClean = false }
        }
        return (isClean, seen & 0x80 != 0, dots)
    }
}
