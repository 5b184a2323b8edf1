// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Mail
import Markup
import MockWorld
import Values

/// The links of a message with the words that lead there, in their order.
enum MessageLinks {
    /// One link.
    struct Anchor: Hashable {
        /// The words; of an image its `alt`, of a bare address the address.
        let text: String
        /// Where it leads, whatever its scheme.
        let href: String
    }

    private static let most = 500

    /// The links of a mail: those of the HTML, then the bare addresses that only the text has.
    static func anchors(_ mail: ParsedMail) -> [Anchor] {
        var anchors: [Anchor] = []
        if let html = mail.html {
            HTMLDocument(parsing: Array(html.utf8)).root.walk { node in
                guard node.name == "a", let href = node["href"], !href.isEmpty, anchors.count < most else { return }
                anchors.append(Anchor(text: words(node), href: String(href.prefix(4_096))))
            }
        }
        let known = Set(anchors.map(\.href))
        for link in mail.links.prefix(most) where !known.contains(link) {
            anchors.append(Anchor(text: link, href: link))
        }
        return anchors
    }

    /// The buttons of a card that lead somewhere.
    static func anchors(_ card: MessageCard) -> [Anchor] {
        card.buttons.filter { !$0.link.isEmpty }.map { Anchor(text: $0.name, href: $0.link) }
    }

    static func json(_ anchors: [Anchor]) -> JSON {
        .array(anchors.map { ["text": .string($0.text), "href": .string($0.href)] })
    }

    /// How a reader is unsubscribed (RFC 2369), and whether one click does it (RFC 8058).
    static func unsubscribe(_ mail: ParsedMail) -> JSON {
        let links = mail.listUnsubscribe
        if links.isEmpty { return .null }
        let post = mail.header("List-Unsubscribe-Post").map { $0.filter { !$0.isWhitespace }.lowercased() }
        return [
            "links": .array(links.map { .string($0) }), "oneClick": .bool(post == "list-unsubscribe=one-click"),
        ]
    }

    private static func words(_ node: HTMLNode) -> String {
        var words = ""
        node.walk { node in
            if case .text(let text) = node.kind { words += text }
            if node.name == "img", let alternative = node["alt"] { words += " " + alternative + " " }
            if node.name == "br" { words += " " }
        }
        return MessageText.cut(words.split(whereSeparator: \.isWhitespace).joined(separator: " "), 1_000)
    }
}
