// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Mends the holes that removed words leave in a text.
enum ScrubbedText {
    /// Drops empty and unmatched brackets, doubled spaces, and separators that have nothing left to separate.
    static func tidied(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var output = [Unicode.Scalar]()
        output.reserveCapacity(scalars.count)
        var open = [Int]()
        for scalar in scalars {
            switch scalar {
            case "(", "[":
                open.append(output.count)
                output.append(scalar)
            case ")", "]":
                guard let start = open.popLast() else { continue }
                trimEnd(&output, from: start + 1)
                if output.count == start + 1 {
                    output.removeLast()
                } else {
                    output.append(scalar)
                }
            case " " where output.last.map(isOpenOrSpace) ?? true: continue
            case "님" where output.last == " ":
                output.removeLast()
                output.append(scalar)
            default: output.append(scalar)
            }
        }
        for start in open.reversed() { output.remove(at: start) }
        trimEnd(&output, from: 0)
        return Array(output.drop(while: isSeparator))
    }

    /// The scalars as a string; appending them one by one to a view of a string takes ten times as long.
    static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var bytes = [UInt8]()
        bytes.reserveCapacity(scalars.count * 3)
        for scalar in scalars {
            if scalar.value < 0x80 {
                bytes.append(UInt8(scalar.value))
            } else {
                for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { bytes.append(byte) }
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func trimEnd(_ output: inout [Unicode.Scalar], from start: Int) {
        while output.count > start, let last = output.last, isSeparator(last) { output.removeLast() }
    }

    private static func isOpenOrSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "(" || scalar == "["
    }

    private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case " ", ",", "/", ":", "：", "·", "-", "|", "☎": true
        default: false
        }
    }
}
