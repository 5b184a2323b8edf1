// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Mail
import MockWorld
import Values

/// All messages of one event side by side, as their recipient has them.
struct TogetherView {
    let detail: MessageDetail
    let messages: [InboxMessage]

    /// More than these are told, not shown.
    private static let most = 12

    /// The HTML.
    var html: String {
        let shown = inOrder.prefix(Self.most)
        let first = messages.map(\.receivedAt).min() ?? detail.message.receivedAt
        let words =
            messages.count > 1
            ? "\(HTMLText.count(messages.count, "message")) of the same event."
            : "Only this one so far. Messages of the same event stand here side by side as soon as they come: by mail, alimtalk, SMS and push."
        let more =
            messages.count > Self.most
            ? "<p class=\"quiet\">\(messages.count - Self.most) more are in the list.</p>" : ""
        return "<div class=\"tools\">\(LetterView.schemes(detail))<span class=\"quiet small\">\(words)</span></div>"
            + "<div class=\"together\">\(shown.map { column($0, first) }.joined())</div>\(more)"
    }

    /// One of each channel first, those nearest to the open message; then the next of each.
    private var inOrder: [InboxMessage] {
        let channels: [MessageChannel] = [.email, .alimtalk, .sms, .push, .memo]
        let rows = channels.map { channel in
            messages.filter { $0.channel == channel }.sorted { (distance($0), $0.id) < (distance($1), $1.id) }
        }
        return (0..<(rows.map(\.count).max() ?? 0)).flatMap { place in
            rows.compactMap { $0.indices.contains(place) ? $0[place] : nil }
        }
    }

    private func distance(_ message: InboxMessage) -> UInt64 {
        message.id == detail.message.id
            ? 0 : (message.receivedAt - detail.message.receivedAt).wholeMilliseconds.magnitude + 1
    }

    private func column(_ message: InboxMessage, _ first: Timestamp) -> String {
        let isOpen = message.id == detail.message.id
        let after = (message.receivedAt - first).wholeMilliseconds
        let link = detail.page.address.link("/messages/\(message.id)", detail.page.look.parameters)
        let badges = detail.page.rows.badges(message).prefix(3).joined(separator: " ")
        return """
            <section class="together-one\(isOpen ? " open" : "")" data-channel="\(message.channel.rawValue)" aria-label="\(message.channel.title)">
            <h3><a data-open href="\(link)">\(Icons.use(message.channel.rawValue))\(message.channel.title)</a>\
            <span class="quiet small number">\(after == 0 ? "first" : "+" + HTMLText.span(milliseconds: after))</span></h3>
            <div class="together-to"><p class="small clip quiet grow">to \(InboxRows.recipients(message))</p>\
            \(badges.isEmpty ? "" : "<p class=\"badges\">\(badges)</p>")</div>
            \(picture(message))
            </section>
            """
    }

    private func picture(_ message: InboxMessage) -> String {
        if message.card != nil { return PhoneView(message: message, scheme: detail.page.look.scheme).html }
        let subject = "<p class=\"letter-subject\">\(InboxRows.subject(message))</p>"
        guard message.summary.hasHTML else {
            return
                "<div class=\"letter\">\(subject)<pre class=\"text\" tabindex=\"0\">\(HTMLText.lines(MessageText.cut(MessageText.of(message), 4_000)))</pre></div>"
        }
        let look = detail.page.look.with {
            $0.width = .phone; if $0.images == .remote { $0.images = .enclosed }
        }
        return
            "<div class=\"letter\(look.scheme == .dark ? " dark" : "")\">\(subject)\(LetterView.frame(message, look))</div>"
    }
}
