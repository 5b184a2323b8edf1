// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Markup

/// What a mail would load from other servers, counted without asking any of them.
struct RemoteContent: Equatable {
    /// Pictures.
    private(set) var images = 0
    /// Style sheets, fonts and whatever else.
    private(set) var others = 0
    /// The servers, each once, in order; at most 20.
    private(set) var hosts: [String] = []

    /// How much there is in all.
    var count: Int { images + others }

    /// Looks through HTML.
    init(html: String) {
        HTMLDocument(parsing: Array(html.utf8)).root.walk { node in
            switch node.kind {
            case .element(let name): look(node, name)
            case .text(let text) where node.parent?.name == "style": styles(text)
            default: break
            }
        }
    }

    private mutating func look(_ node: HTMLNode, _ name: String) {
        for attribute in node.attributes {
            switch (name, attribute.name) {
            case ("img", "src"), ("input", "src"), (_, "background"), ("video", "poster"), ("image", "href"):
                if note(attribute.value) { images += 1 }
            case ("img", "srcset"), ("source", "srcset"):
                if attribute.value.split(separator: ",").contains(where: { note(String($0)) }) { images += 1 }
            case ("link", "href"), ("iframe", "src"), ("embed", "src"), ("object", "data"), ("script", "src"),
                ("audio", "src"), ("video", "src"), ("source", "src"):
                if note(attribute.value) { others += 1 }
            case (_, "style"): styles(attribute.value)
            default: break
            }
        }
    }

    /// What CSS loads: `url(...)` anywhere, and `@import`.
    private mutating func styles(_ css: String) {
        let lower = css.lowercased()
        for piece in lower.components(separatedBy: "url(").dropFirst() where note(piece) {
            images += 1
        }
        for piece in lower.components(separatedBy: "@import").dropFirst() {
            let target = piece.drop { $0.isWhitespace }
            if target.first == "\"" || target.first == "'", note(String(target)) { others += 1 }
        }
    }

    /// Whether an address leads to another server; its host is kept.
    private mutating func note(_ address: String) -> Bool {
        let text = address.drop { $0.isWhitespace || $0 == "\"" || $0 == "'" }.prefix(300).lowercased()
        guard let start = ["https://", "http://", "//"].first(where: text.hasPrefix) else { return false }
        let host = text.dropFirst(start.count).prefix { !"/?#:\"'() \t\r\n".contains($0) }
        guard !host.isEmpty else { return false }
        if hosts.count < 20, !hosts.contains(String(host)) { hosts.append(String(host)) }
        return true
    }
}

extension String {
    /// The pieces between the occurrences of a word.
    fileprivate func components(separatedBy word: String) -> [String] {
        var pieces: [String] = []
        var rest = self[...]
        while let range = rest.firstRange(of: word) {
            pieces.append(String(rest[..<range.lowerBound]))
            rest = rest[range.upperBound...]
        }
        return pieces + [String(rest)]
    }
}
