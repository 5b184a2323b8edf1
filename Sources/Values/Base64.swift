// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Bytes as base64 text and back (RFC 4648 sections 4 and 5).
public enum Base64 {
    /// Writes the standard alphabet with padding.
    public static func encode(_ bytes: [UInt8]) -> String {
        String(decoding: encode(bytes, alphabet: standard, padded: true), as: UTF8.self)
    }

    /// Writes the URL-safe alphabet without padding.
    public static func encodeURL(_ bytes: [UInt8]) -> String {
        String(decoding: encode(bytes, alphabet: urlSafe, padded: false), as: UTF8.self)
    }

    /// Writes the standard alphabet with padding, as bytes.
    public static func encodedBytes(_ bytes: [UInt8]) -> [UInt8] {
        encode(bytes, alphabet: standard, padded: true)
    }

    /// Reads either alphabet, with or without padding; nil when it is neither.
    public static func decode(_ text: String) -> [UInt8]? {
        var source = Array(text.utf8)
        while source.last == 0x3D { source.removeLast() }
        let padding = text.utf8.count - source.count
        guard source.count % 4 != 1, padding == 0 || padding <= 2 && text.utf8.count.isMultiple(of: 4) else {
            return nil
        }
        var bytes = [UInt8]()
        bytes.reserveCapacity(source.count * 3 / 4)
        var buffer: UInt32 = 0
        var bits = 0
        for character in source {
            let value = reverse[Int(character)]
            guard value < 64 else { return nil }
            buffer = buffer << 6 | UInt32(value)
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
            }
        }
        guard buffer & ((1 << UInt32(bits)) - 1) == 0 else { return nil }
        return bytes
    }

    private static func encode(_ bytes: [UInt8], alphabet: [UInt8], padded: Bool) -> [UInt8] {
        var text = [UInt8]()
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var index = 0
        while index + 2 < bytes.count {
            let group = UInt32(bytes[index]) << 16 | UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index + 2])
            text.append(alphabet[Int(group >> 18)])
            text.append(alphabet[Int(group >> 12 & 63)])
            text.append(alphabet[Int(group >> 6 & 63)])
            text.append(alphabet[Int(group & 63)])
            index += 3
        }
        switch bytes.count - index {
        case 1:
            text.append(alphabet[Int(bytes[index] >> 2)])
            text.append(alphabet[Int(bytes[index] & 3) << 4])
            if padded { text += [0x3D, 0x3D] }
        case 2:
            text.append(alphabet[Int(bytes[index] >> 2)])
            text.append(alphabet[Int(bytes[index] & 3) << 4 | Int(bytes[index + 1] >> 4)])
            text.append(alphabet[Int(bytes[index + 1] & 15) << 2])
            if padded { text.append(0x3D) }
        default: break
        }
        return text
    }

    private static let standard = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let urlSafe = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    private static let reverse: [UInt8] = {
        var table = [UInt8](repeating: 255, count: 256)
        for (value, character) in standard.enumerated() { table[Int(character)] = UInt8(value) }
        for (value, character) in urlSafe.enumerated() { table[Int(character)] = UInt8(value) }
        return table
    }()
}
