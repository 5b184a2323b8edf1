// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// The `filename` of a Content-Disposition (RFC 2183 section 2.3).
enum FileNameParameter {
    /// A name of ASCII that is longer is cut into pieces as others are.
    private static let longestQuoted = 60
    /// A piece has at most so many bytes after its equals sign, so that a line has at most 76.
    private static let longestPiece = 56

    /// The parameters, each on a line of its own behind a semicolon: quoted when it is short and ASCII, else by RFC 2231.
    static func written(_ name: String) -> [UInt8] {
        if name.utf8.count <= longestQuoted, name.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }), !name.contains("=?") {
            var bytes = Array(";\r\n filename=\"".utf8)
            for byte in name.utf8 {
                if byte == ASCII.quote || byte == ASCII.backslash { bytes.append(ASCII.backslash) }
                bytes.append(byte)
            }
            bytes.append(ASCII.quote)
            return bytes
        }
        let pieces = pieces(of: name)
        var bytes = [UInt8]()
        for (number, piece) in pieces.enumerated() {
            bytes += (pieces.count == 1 ? ";\r\n filename*=" : ";\r\n filename*\(number)*=").utf8
            bytes += piece
        }
        return bytes
    }

    /// The name's bytes, escaped, after the charset; no piece ends inside a character, which some readers decode by itself.
    private static func pieces(of name: String) -> [[UInt8]] {
        var pieces = [Array("utf-8''".utf8)]
        for scalar in name.unicodeScalars {
            var escaped = [UInt8]()
            for byte in String(scalar).utf8 {
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, ASCII.hyphen, ASCII.dot, ASCII.underscore:
                    escaped.append(byte)
                default: escaped += [0x25, ASCII.hexDigits[Int(byte >> 4)], ASCII.hexDigits[Int(byte & 15)]]
                }
            }
            if pieces[pieces.count - 1].count + escaped.count > longestPiece { pieces.append([]) }
            pieces[pieces.count - 1] += escaped
        }
        return pieces
    }
}
