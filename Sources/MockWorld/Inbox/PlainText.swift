// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// The words of an HTML mail without its markup, for lists and search.
///
/// No renderer: tags go, `style`, `script`, `head` and comments go with what they hold, blocks end lines, the common
/// character references are read.
struct PlainText {
    /// The words.
    let text: String

    /// Reads HTML.
    init(html: String) {
        let bytes = Array(html.utf8)
        var output: [UInt8] = []
        var index = 0
        while index < bytes.count, output.count < 64 * 1024 {
            let byte = bytes[index]
            if byte == UInt8(ascii: "<") {
                index = Self.skipTag(bytes, index, &output)
            } else if byte == UInt8(ascii: "&"), let (reference, length) = Self.reference(bytes, index) {
                output += reference
                index += length
            } else {
                Self.put(byte, &output)
                index += 1
            }
        }
        var lines: [String] = []
        for line in String(decoding: output, as: UTF8.self).split(separator: "\n") {
            let words = line.split(whereSeparator: \.isWhitespace)
            if !words.isEmpty { lines.append(words.joined(separator: " ")) }
        }
        self.text = lines.joined(separator: "\n")
    }

    private static func put(_ byte: UInt8, _ output: inout [UInt8]) {
        output.append(byte <= 0x20 ? 0x20 : byte)
    }

    /// Goes past a tag, and past what a tag without words holds.
    private static func skipTag(_ bytes: [UInt8], _ start: Int, _ output: inout [UInt8]) -> Int {
        if bytes[start...].starts(with: "<!--".utf8) { return after("-->", bytes, start + 4) }
        var index = start + 1
        let isEnd = index < bytes.count && bytes[index] == UInt8(ascii: "/")
        if isEnd { index += 1 }
        var name: [UInt8] = []
        while index < bytes.count, name.count < 12, isNameByte(bytes[index]) {
            name.append(bytes[index] | 0x20)
            index += 1
        }
        guard !name.isEmpty || isEnd || (index < bytes.count && bytes[index] == UInt8(ascii: "!")) else {
            put(bytes[start], &output)
            return start + 1
        }
        let end = after(">", bytes, index)
        switch String(decoding: name, as: UTF8.self) {
        case "style", "script", "head", "title":
            return isEnd ? end : after(">", bytes, after("</" + String(decoding: name, as: UTF8.self), bytes, end))
        case "p", "div", "tr", "br", "table", "h1", "h2", "h3", "h4", "li", "ul", "ol", "hr", "blockquote":
            output.append(0x0A)
        case "td", "th": output.append(0x20)
        default: break
        }
        return end
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte)
    }

    /// The place behind the next occurrence of a lower-case word, in any case; the end when there is none.
    private static func after(_ word: String, _ bytes: [UInt8], _ start: Int) -> Int {
        let word = Array(word.utf8)
        var index = start
        while index + word.count <= bytes.count {
            if word.indices.allSatisfy({ bytes[index + $0] == word[$0] || (bytes[index + $0] | 0x20) == word[$0] }) {
                return index + word.count
            }
            index += 1
        }
        return bytes.count
    }

    private static func reference(_ bytes: [UInt8], _ start: Int) -> (text: [UInt8], length: Int)? {
        guard let end = bytes[start...].prefix(12).firstIndex(of: UInt8(ascii: ";")) else { return nil }
        let name = String(decoding: bytes[(start + 1)..<end], as: UTF8.self)
        let text: String
        switch name {
        case "amp": text = "&"
        case "lt": text = "<"
        case "gt": text = ">"
        case "quot": text = "\""
        case "nbsp": text = " "
        case "zwnj", "zwj", "shy": text = ""
        case _ where name.hasPrefix("#"):
            let digits = name.dropFirst()
            let isHex = digits.first == "x" || digits.first == "X"
            guard let value = UInt32(isHex ? digits.dropFirst() : digits, radix: isHex ? 16 : 10),
                let scalar = Unicode.Scalar(value), value >= 0x20
            else { return nil }
            text = String(Character(scalar))
        default: return nil
        }
        return (Array(text.utf8), end - start + 1)
    }
}
