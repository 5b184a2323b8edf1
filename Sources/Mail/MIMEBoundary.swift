// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// The line that parts a multipart body.
///
/// It is derived from the message's id, so a resend is byte-identical. It starts with `=_`, which neither quoted-printable
/// (an = is followed by a hexadecimal digit or a line break) nor base64 can hold (RFC 2045 section 6.7), so it cannot occur
/// in a body that we encoded.
struct MIMEBoundary {
    /// `=_` and 32 hexadecimal digits.
    let bytes: [UInt8]

    /// Makes the line of a multipart.
    ///
    /// - Parameters:
    ///   - id: The id of the message.
    ///   - depth: How many multiparts it lies in; each has a line unlike the others.
    init(_ id: MessageID, depth: UInt64 = 0) {
        // FNV-1a from two starting points, each stirred as SplitMix64 does: ids that differ a little give unlike lines.
        var first: UInt64 = 0xCBF2_9CE4_8422_2325
        var second: UInt64 = 0x6C62_272E_07BB_0142
        for byte in id.value.utf8 {
            first = (first ^ UInt64(byte)) &* 0x100_0000_01B3
            second = (second ^ UInt64(byte)) &* 0x100_0000_01B3
        }
        var bytes: [UInt8] = [ASCII.equals, ASCII.underscore]
        bytes.reserveCapacity(34)
        // Stirring maps no two numbers to one, so lines of one message differ.
        for half in [MIMEBoundary.stirred(first &+ depth), MIMEBoundary.stirred(second &+ depth)] {
            for shift in stride(from: 60, through: 0, by: -4) {
                bytes.append(ASCII.hexDigits[Int(half >> UInt64(shift) & 15)])
            }
        }
        self.bytes = bytes
    }

    private static func stirred(_ value: UInt64) -> UInt64 {
        var mixed = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
