// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Prints text so that it stays text in its place.
enum Escaping {
    /// Appends a value.
    @inline(__always)
    static func append(_ text: String, at place: Place, to output: inout [UInt8]) {
        var text = text
        text.withUTF8 { append($0, at: place, to: &output) }
    }

    /// Appends a value's UTF-8.
    static func append(_ bytes: UnsafeBufferPointer<UInt8>, at place: Place, to output: inout [UInt8]) {
        switch place {
        case .text, .attribute: appendHTML(bytes, to: &output)
        case .plain: appendPlain(bytes, to: &output)
        case .url: appendLink(bytes, to: &output)
        case .source:
            // A picture inside the mail itself; in a link it would lead nowhere.
            if begins(bytes, with: contentID) {
                output.append(contentsOf: "cid:".utf8)
                let id = UnsafeBufferPointer(rebasing: bytes[contentID.count...])
                appendEncoded(id, keeping: { isUnreserved($0) || $0 == 0x40 }, to: &output)
            } else {
                appendLink(bytes, to: &output)
            }
        case .urlPart: appendEncoded(bytes, keeping: isUnreserved, to: &output)
        case .phone: appendEncoded(bytes, keeping: { isUnreserved($0) || $0 == 0x2B }, to: &output)
        case .css:
            guard bytes.allSatisfy(isPlainCSS) else { return }
            output.append(contentsOf: bytes)
        case .json: appendJSON(bytes, to: &output)
        case .raw: output.append(contentsOf: bytes)
        case .forbidden: return
        }
    }

    /// The bytes below 64 that HTML needs escaped (`"`, `&`, `'`, `<`, `>`), and the controls that no document may hold.
    private static let special: UInt64 =
        1 << 0x22 | 1 << 0x26 | 1 << 0x27 | 1 << 0x3C | 1 << 0x3E | (0xFFFF_FFFF & ~(1 << 0x09 | 1 << 0x0A | 1 << 0x0D))

    private static func appendHTML(_ bytes: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
        var start = 0
        for index in 0..<bytes.count {
            let byte = bytes[index]
            guard byte < 64, special >> UInt64(byte) & 1 == 1 else { continue }
            if start < index { output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<index])) }
            start = index + 1
            switch byte {
            case 0x26: output.append(contentsOf: "&amp;".utf8)
            case 0x3C: output.append(contentsOf: "&lt;".utf8)
            case 0x3E: output.append(contentsOf: "&gt;".utf8)
            case 0x22: output.append(contentsOf: "&quot;".utf8)
            case 0x27: output.append(contentsOf: "&#39;".utf8)
            default: break
            }
        }
        if start < bytes.count { output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start...])) }
    }

    /// Appends to a string of JSON that stands in HTML: nothing in it can end the string or the script.
    private static func appendJSON(_ bytes: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
        var start = 0
        func flush(_ end: Int) {
            if start < end { output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<end])) }
        }
        for index in 0..<bytes.count {
            let byte = bytes[index]
            switch byte {
            case 0x22, 0x5C:
                flush(index)
                output.append(0x5C)
                start = index
            case 0x00..<0x20, 0x26, 0x3C, 0x3E, 0x7F:
                flush(index)
                appendUnicodeEscape(UInt16(byte), to: &output)
                start = index + 1
            case 0xA8, 0xA9:
                // U+2028 and U+2029 end a line in JavaScript, though not in JSON.
                guard index > 1, bytes[index - 2] == 0xE2, bytes[index - 1] == 0x80 else { continue }
                flush(index - 2)
                appendUnicodeEscape(0x2028 + UInt16(byte - 0xA8), to: &output)
                start = index + 1
            default: break
            }
        }
        flush(bytes.count)
    }

    private static func appendUnicodeEscape(_ unit: UInt16, to output: inout [UInt8]) {
        output.append(contentsOf: "\\u".utf8)
        for shift in [12, 8, 4, 0] { output.append(digit(UInt8(truncatingIfNeeded: unit >> UInt16(shift)) & 15)) }
    }

    private static func appendPlain(_ bytes: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
        guard bytes.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == 0xC2 }) else {
            output.append(contentsOf: bytes)
            return
        }
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            // A space that keeps words on one line (U+00A0) does so in HTML; plain text has only the one space.
            let isFixedSpace = byte == 0xC2 && index + 1 < bytes.count && bytes[index + 1] == 0xA0
            output.append(byte < 0x20 || byte == 0x7F || isFixedSpace ? 0x20 : byte)
            index += isFixedSpace ? 2 : 1
        }
    }

    /// Appends a link of an allowed kind; anything else, `javascript:` above all, becomes `#`.
    private static func appendLink(_ bytes: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
        guard schemes.contains(where: { begins(bytes, with: $0) }) else {
            output.append(0x23)
            return
        }
        var start = 0
        for index in 0..<bytes.count {
            let byte = bytes[index]
            if isPlainInLink(byte) { continue }
            if start < index { output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<index])) }
            start = index + 1
            if byte == 0x26 {
                output.append(contentsOf: "&amp;".utf8)
            } else {
                appendPercent(byte, to: &output)
            }
        }
        if start < bytes.count { output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start...])) }
    }

    private static func isPlainInLink(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x21, 0x23...0x25, 0x28...0x3B, 0x3D, 0x3F...0x5B, 0x5D, 0x5F, 0x61...0x7A, 0x7E: true
        default: false
        }
    }

    private static func begins(_ bytes: UnsafeBufferPointer<UInt8>, with scheme: [UInt8]) -> Bool {
        guard bytes.count > scheme.count else { return false }
        for index in 0..<scheme.count {
            let byte = bytes[index]
            guard (byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte) == scheme[index] else { return false }
        }
        return true
    }

    private static func appendEncoded(
        _ bytes: UnsafeBufferPointer<UInt8>, keeping isKept: (UInt8) -> Bool, to output: inout [UInt8]
    ) {
        for byte in bytes {
            if isKept(byte) { output.append(byte) } else { appendPercent(byte, to: &output) }
        }
    }

    private static func appendPercent(_ byte: UInt8, to output: inout [UInt8]) {
        output.append(0x25)
        output.append(digit(byte >> 4))
        output.append(digit(byte & 15))
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x37 + value }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
        default: false
        }
    }

    private static func isPlainCSS(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x20, 0x23, 0x25, 0x2C, 0x2D, 0x2E: true
        default: false
        }
    }

    private static let contentID = Array("cid:".utf8)
    private static let schemes = ["https://", "http://", "mailto:", "tel:"].map { Array($0.utf8) }
}
