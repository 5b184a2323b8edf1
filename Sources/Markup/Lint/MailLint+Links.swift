// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

extension MailLint {
    /// Links: where a reader goes from the mail.
    mutating func checkLinks() {
        let places = Set(page.elements.compactMap { $0["id"] } + page.elements("a").compactMap { $0["name"] })
        for link in page.elements where link.name == "a" || link.name == "area" {
            guard let written = link["href"] else {
                if link["name"] == nil, link["id"] == nil {
                    find(.linkWithoutTarget, "\(Self.name(of: link)) has no href", at: link.offset)
                }
                continue
            }
            if link.name == "a", page.isShown(link), !HTMLNode.isReadable(link.spokenText) {
                find(.emptyLinkText, "a link to \(Self.place(written)) has no words", at: link.offset)
            }
            checkTarget(written.trimmed, of: link, places: places)
        }
    }

    private mutating func checkTarget(_ target: String, of link: HTMLNode, places: Set<String>) {
        let name = Self.name(of: link)
        if target.isEmpty || target == "#" {
            return find(.linkWithoutTarget, "\(name) leads to nothing", at: link.offset)
        }
        if target.hasPrefix("#") {
            if !places.contains(String(target.dropFirst())) {
                find(.linkWithoutTarget, "\(name) leads to a place that is not in the mail", at: link.offset)
            }
            return
        }
        // Browsers skip controls and spaces in a scheme, and so do those who hide one.
        let plain = String(target.unicodeScalars.filter { $0.value > 0x20 })
        guard let scheme = Self.scheme(of: plain) else {
            return find(.linkWithoutTarget, "\(name) has no full address", at: link.offset)
        }
        switch scheme {
        case "https": checkHost(Self.host(of: plain), of: link, named: name)
        case "http":
            find(.linkNotHTTPS, "\(name) uses http", at: link.offset)
            checkHost(Self.host(of: plain), of: link, named: name)
        case "mailto", "tel", "sms":
            if plain.utf8.count <= scheme.utf8.count + 1 {
                find(.linkWithoutTarget, "\(name) is \(scheme): without an address", at: link.offset)
            }
        default: find(.linkBadScheme, "\(name) uses \(scheme):", at: link.offset)
        }
    }

    private mutating func checkHost(_ host: String, of link: HTMLNode, named name: String) {
        if host.isEmpty { return find(.linkWithoutTarget, "\(name) has no host", at: link.offset) }
        let bare = host.hasPrefix("www.") ? String(host.dropFirst(4)) : host
        if Self.shorteners.contains(bare) {
            find(.linkShortener, "\(name) is shortened by \(bare)", at: link.offset)
        }
    }

    /// Services that hide where a link leads, the Korean ones among them.
    static let shorteners: Set<String> = [
        "abit.ly", "adf.ly", "asq.kr", "bit.do", "bit.ly", "bitly.com", "buff.ly", "buly.kr", "c11.kr", "cutt.ly",
        "durl.kr",
        "durl.me", "gg.gg", "glol.in", "goo.gl", "han.gl", "is.gd", "j.mp", "kko.to", "lrl.kr", "me2.do", "me2.kr",
        "muz.so",
        "naver.me", "ow.ly", "rb.gy", "rebrand.ly", "shorturl.at", "shrl.me", "t.co", "t.ly", "t2m.kr", "tiny.cc",
        "tinyurl.com",
        "twr.kr", "url.kr", "url.sg", "v.gd", "vo.la", "vvd.bz", "zrr.kr",
    ]

    /// The scheme of an address in lower case; nil if it has none.
    private static func scheme(of target: String) -> String? {
        let end = target.firstIndex { !($0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0))) }
        guard let end, target[end] == ":", target.first?.isLetter == true else { return nil }
        return target[..<end].lowercased()
    }

    private static func host(of target: String) -> String {
        guard let slashes = target.firstRange(of: "//") else { return "" }
        let authority = target[slashes.upperBound...].prefix { !"/?#\\".contains($0) }
        let host = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        return host.prefix { $0 != ":" }.lowercased()
    }

    private static func name(of link: HTMLNode) -> String {
        let text = link.spokenText
        return HTMLNode.isReadable(text) ? "the link \(text.excerpt)" : "a link"
    }

    /// An address without what may be a token or a person in it.
    private static func place(_ target: String) -> String {
        let host = host(of: target)
        return host.isEmpty ? (scheme(of: target).map { $0 + ":" } ?? "nothing") : host
    }
}

extension String {
    /// The text without white space around it.
    var trimmed: String {
        let start = drop(while: \.isWhitespace)
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }

    /// The text in quotes, in one line and short, for a message.
    var excerpt: String {
        Problem.excerpt(split(whereSeparator: \.isWhitespace).joined(separator: " "), limit: 32)
    }

}

extension Int {
    /// `one` or `3 many`.
    func times(_ one: String, _ many: String) -> String { self == 1 ? "a \(one)" : "\(self) \(many)" }
}
