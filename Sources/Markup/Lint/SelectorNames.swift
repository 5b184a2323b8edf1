// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// The names in a selector: what it looks for.
struct SelectorNames {
    /// Its classes.
    private(set) var classes: [String] = []
    /// Its pseudo-classes and pseudo-elements.
    private(set) var pseudos: [String] = []

    /// Reads a selector.
    init(_ selector: String) {
        let bytes = Array(selector.utf8)
        var at = 0
        var brackets = 0
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            switch byte {
            case UInt8(ascii: "["): brackets += 1
            case UInt8(ascii: "]"): brackets -= 1
            case UInt8(ascii: "\\"): at += 1
            case UInt8(ascii: ".") where brackets == 0, UInt8(ascii: ":") where brackets == 0:
                let start = at
                while at < bytes.count, Self.isName(bytes[at]) { at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1 }
                guard at > start else { continue }
                let name = CSSText.unescaped(bytes[start..<min(at, bytes.count)])
                if byte == UInt8(ascii: ".") { classes.append(name) } else { pseudos.append(name.lowercased()) }
            default: break
            }
        }
    }

    private static func isName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "\\"), 0x80...:
            true
        default: false
        }
    }
}
