// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

extension JSON {
    /// The text of a string or of an exact number, trimmed; nil when it is blank or something else.
    ///
    /// Tracking numbers, ids and codes come as numbers now and then. A number that a Double cannot hold exactly is nil: a
    /// guessed tracking number is somebody else's parcel.
    var words: String? {
        switch self {
        case .string(let text):
            let trimmed = text.trimmed
            return trimmed.isEmpty ? nil : trimmed
        case .integer(let number): return String(number)
        case .number(let number):
            guard number.magnitude < 9_007_199_254_740_992, let whole = Int64(exactly: number) else { return nil }
            return String(whole)
        default: return nil
        }
    }

    /// The truth of `true`, `"true"`, `"Y"`, `1` and their opposites; nil when it is neither.
    var truth: Bool? {
        switch self {
        case .bool(let truth): truth
        case .integer(let number): number == 1 ? true : number == 0 ? false : nil
        case .string(let text):
            switch text.lowercased() {
            case "true", "1", "y", "yes": true
            case "false", "0", "n", "no": false
            default: nil
            }
        default: nil
        }
    }
}

extension String {
    /// The text without white space at its ends.
    var trimmed: String {
        let scalars = unicodeScalars
        if let first = scalars.first, let last = scalars.last, !first.isSpace, !last.isSpace { return self }
        guard let first = scalars.firstIndex(where: { !$0.isSpace }),
            let last = scalars.lastIndex(where: { !$0.isSpace })
        else { return "" }
        return String(self[first...last])
    }
}

extension String {
    /// Whether these very bytes stand in it.
    func holds(_ part: String) -> Bool {
        var whole = self
        var part = part
        return part.withUTF8 { part in
            whole.withUTF8 { whole in
                guard part.count <= whole.count else { return false }
                return (0...whole.count - part.count).contains { start in
                    part.indices.allSatisfy { whole[start + $0] == part[$0] }
                }
            }
        }
    }
}

extension Unicode.Scalar {
    /// Whether it is white space (Unicode's property, which is slow to look up, written out).
    fileprivate var isSpace: Bool {
        switch value {
        case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }
}

extension Line {
    /// Takes an id of somebody else's; one with control characters or of more than 200 bytes is none.
    init?(identifier text: String) {
        guard let line = try? Line(text, maxBytes: 200) else { return nil }
        self = line
    }
}
