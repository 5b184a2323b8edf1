// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Where a link of a letter leads, as a text part tells it.
struct TextLink {
    /// The address to print; empty when it would tell nothing, as behind a phone number.
    private let address: String

    /// Reads the value of an `href`.
    init(_ href: String) {
        let href = String(href.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
        let scheme = href.prefix { $0 != ":" }.lowercased()
        let isScheme = scheme.utf8.count < href.utf8.count && !scheme.contains { $0 == "/" || $0 == "?" || $0 == "#" }
        if href.hasPrefix("#") || isScheme && TextLink.silent.contains(scheme) {
            self.address = ""
        } else if isScheme, scheme == "mailto" {
            self.address = TextLink.decoded(href.dropFirst(7).prefix { $0 != "?" })
        } else {
            self.address = href
        }
    }

    /// Schemes whose addresses repeat the words, or are none that a person could open.
    private static let silent: Set<String> = [
        "tel", "sms", "cid", "data", "javascript", "vbscript", "about", "blob", "file",
    ]

    /// Whether there is an address to print.
    var hasAddress: Bool { !address.isEmpty }

    /// The words and the address, each only when it says something that the other does not.
    func written(behind words: String, hasImage: Bool) -> String {
        if address.isEmpty { return words }
        // A picture without words leads somewhere all the same; a link around nothing does not.
        if words.isEmpty { return hasImage ? address : "" }
        if TextLink.bare(words) == TextLink.bare(address) { return address }
        return words + " <" + address + ">"
    }

    /// What is compared: `https://www.shop.example/` says the same as `shop.example`.
    private static func bare(_ text: String) -> Substring {
        var rest = text.lowercased()[...]
        for prefix in ["https://", "http://", "mailto:", "www."] where rest.hasPrefix(prefix) {
            rest = rest.dropFirst(prefix.count)
        }
        if rest.hasSuffix("/") { rest = rest.dropLast() }
        return rest
    }

    /// The text with `%40` and the like read, when that gives text.
    private static func decoded(_ text: Substring) -> String {
        var bytes = [UInt8]()
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == 0x25, rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                guard value >= 0x20, value != 0x7F else { return String(text) }
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self) ?? String(text)
    }
}
