// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// Text inside a parameter of MAIL or RCPT (RFC 3461 section 4, RFC 6533 section 3).
enum XText {
    /// Reads `xtext`, in which `+41` stands for `A`, or `utf-8-addr-xtext`, in which `\x{C548}` does for a scalar.
    ///
    /// - Returns: nil for what is neither, or would hold controls.
    static func decode(_ text: String, isUTF8: Bool = false) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "+") {
                guard rest.count >= 2, let value = hex(rest.prefix(2)) else { return nil }
                bytes.append(UInt8(truncatingIfNeeded: value))
                rest = rest.dropFirst(2)
            } else if isUTF8, byte == UInt8(ascii: "\\"), rest.starts(with: "x{".utf8) {
                guard let close = rest.firstIndex(of: UInt8(ascii: "}")), (4...8).contains(close - rest.startIndex),
                    let value = hex(rest[(rest.startIndex + 2)..<close]), let scalar = Unicode.Scalar(value)
                else { return nil }
                bytes += Array(String(Character(scalar)).utf8)
                rest = rest[(close + 1)...]
            } else {
                guard byte > 0x20, byte != 0x7F, byte != UInt8(ascii: "="), byte < 0x80 || isUTF8 else { return nil }
                bytes.append(byte)
            }
        }
        guard let decoded = String(validating: bytes, as: UTF8.self), !Line.hasControls(decoded) else { return nil }
        return decoded
    }

    /// Upper-case digits, as the grammar has it.
    private static func hex(_ digits: ArraySlice<UInt8>) -> UInt32? {
        guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) || (0x41...0x46).contains($0) }) else {
            return nil
        }
        return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}
