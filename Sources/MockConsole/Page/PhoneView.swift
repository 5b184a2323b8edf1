// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Values

/// A message as a Korean phone shows it: an alimtalk bubble, a text message, a card on the lock screen.
///
/// Our own drawing of what people know, without anybody's logo; text and buttons are exactly those that were sent.
struct PhoneView {
    let message: InboxMessage
    var scheme = FrameLook.Scheme.light

    /// The HTML; nothing for a mail.
    var html: String {
        guard let card = message.card else { return "" }
        let dark = scheme == .dark ? " dark" : ""
        let screen =
            switch message.channel {
            case .alimtalk, .memo: talk(card)
            case .sms: text(card)
            case .push: lockScreen(card)
            case .email: ""
            }
        return
            "<div class=\"phone-box\"><div class=\"phone \(message.channel.rawValue)\(dark)\">\(screen)</div>\(below(card))</div>"
    }

    private var time: String { HTMLText.phoneTime(message.receivedAt) }

    private func status(_ classes: String = "") -> String {
        let clock = time.drop { $0 != " " }.dropFirst()
        return "<p class=\"status \(classes)\" aria-hidden=\"true\"><span>\(clock)</span><span class=\"status-signs\">"
            + "<i></i><i></i><i></i><b></b></span></p>"
    }

    // MARK: KakaoTalk

    private func talk(_ card: MessageCard) -> String {
        let isAlimtalk = message.channel == .alimtalk
        let name = HTMLText.text(Self.channelName(card), maxBytes: 60)
        let header = card.facts.first { $0.name == "templateHeader" }?.value ?? ""
        let top = header.isEmpty ? "" : "<p class=\"bubble-header\">\(HTMLText.text(header, maxBytes: 100))</p>"
        let title =
            top
            + (card.title.isEmpty ? "" : "<p class=\"bubble-title\">\(HTMLText.text(card.title, maxBytes: 300))</p>")
        return """
            \(status())<p class="talk-bar"><span aria-hidden="true">‹</span><strong class="clip">\(name)</strong>\
            <span aria-hidden="true">≡</span></p>
            <div class="talk"><p class="day">\(HTMLText.phoneDay(message.receivedAt))</p>
            <div class="talk-row"><span class="face" aria-hidden="true">\(Icons.use("parcel"))</span>
            <div class="talk-main"><p class="talk-name">\(name)</p><div class="bubble-row"><div class="bubble">\
            \(isAlimtalk ? "<p class=\"bubble-head\">알림톡 도착</p>" : "")\(picture(card))\
            <div class="bubble-body">\(title)<p class="said">\(HTMLText.lines(card.text))</p>\(buttons(card))</div></div>\
            <time class="talk-time">\(time)</time></div></div></div></div>
            """
    }

    /// What the phone would show for a sender's key: the name the text itself begins with, else the key cut short.
    static func channelName(_ card: MessageCard) -> String {
        if let named = card.facts.first(where: { $0.name == "channel" || $0.name == "plusFriendId" })?.value {
            return named
        }
        if card.text.first == "[", let end = card.text.firstIndex(of: "]") {
            let name = card.text[card.text.index(after: card.text.startIndex)..<end]
            if (1...20).contains(name.count), !name.contains(where: \.isNewline) { return String(name) }
        }
        return card.from.count > 24 ? String(card.from.prefix(10)) + "…" : InboxRows.person(card.from)
    }

    private func buttons(_ card: MessageCard) -> String {
        guard !card.buttons.isEmpty else { return "" }
        let items = card.buttons.prefix(10).map { button in
            "<li title=\"\(HTMLText.text(button.type + " " + button.link, maxBytes: 500))\">\(HTMLText.text(button.name, maxBytes: 200))</li>"
        }
        return "<ul class=\"talk-buttons\" aria-label=\"Buttons\">\(items.joined())</ul>"
    }

    private func picture(_ card: MessageCard) -> String {
        guard let image = card.image else { return "" }
        return "<p class=\"picture\" title=\"\(HTMLText.text(image, maxBytes: 500))\">\(Icons.use("picture"))"
            + "<span class=\"clip\">Image, not loaded</span></p>"
    }

    // MARK: SMS

    private func text(_ card: MessageCard) -> String {
        let title =
            card.title.isEmpty ? "" : "<strong class=\"sms-title\">\(HTMLText.text(card.title, maxBytes: 300))</strong>"
        return """
            \(status())<p class="sms-bar"><span class="sms-face" aria-hidden="true">\(Icons.use("sms"))</span>\
            <strong>\(HTMLText.text(InboxRows.person(card.from), maxBytes: 60))</strong></p>
            <div class="sms-talk"><p class="day">\(HTMLText.phoneDay(message.receivedAt))</p>
            <div class="sms-bubble">\(picture(card))<span class="web" title="Korean carriers put this before what programs send; it is \
            not counted">[Web발신]</span>\(title)<p class="said">\(HTMLText.lines(card.text))</p></div>
            <time class="sms-time">\(time)</time></div>
            """
    }

    /// How many bytes a text has where two are paid for a syllable.
    static func textBytes(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + ($1.value < 0x80 ? 1 : 2) }
    }

    // MARK: Push

    private func lockScreen(_ card: MessageCard) -> String {
        let clock = CivilTime(message.receivedAt, offsetSeconds: CivilTime.kst)
        let hours = "\(clock.hour):" + String(clock.time.dropFirst(3).prefix(2))
        let app = HTMLText.text(
            card.facts.first { $0.name == "app" || $0.name == "topic" }?.value ?? card.from, maxBytes: 60)
        let body =
            card.title.isEmpty && card.text.isEmpty
            ? "<p class=\"said\"><em>Silent: nothing is shown.</em></p>"
            : (card.title.isEmpty ? "" : "<p class=\"push-title\">\(HTMLText.text(card.title, maxBytes: 300))</p>")
                + "<p class=\"said\">\(HTMLText.lines(card.text))</p>"
        return """
            \(status("light"))<p class="lock-day">\(HTMLText.phoneDay(message.receivedAt))</p><p class="lock-clock">\(hours)</p>
            <div class="push-card"><span class="push-app" aria-hidden="true">\(Icons.use("parcel"))</span><div class="push-main">\
            <p class="push-top"><span class="clip">\(app)</span><time>지금</time></p>\(body)\(picture(card))\(buttons(card))</div></div>
            """
    }

    // MARK: Below the phone

    /// What the sender is to know: bytes and kind of a text, where buttons lead.
    private func below(_ card: MessageCard) -> String {
        var lines: [String] = []
        if message.channel == .sms {
            let bytes = card.textBytes ?? Self.textBytes(card.text)
            let kind = card.kind.uppercased()
            let limit = kind == "SMS" ? 90 : 2_000
            let state = bytes > limit ? " <span class=\"state bad\">too long</span>" : ""
            lines.append(
                "<p class=\"bytes\"><span class=\"kind\">\(HTMLText.text(kind, maxBytes: 12))</span>"
                    + "<meter min=\"0\" max=\"\(limit)\" high=\"\(limit * 9 / 10)\" value=\"\(min(bytes, limit))\" aria-label=\"Bytes\"></meter>"
                    + "<span class=\"number\">\(HTMLText.grouped(bytes)) / \(HTMLText.grouped(limit)) bytes</span>\(state)</p>"
            )
        } else if message.channel != .push {
            lines.append(
                "<p class=\"bytes quiet small number\">\(HTMLText.count(card.text.count, "character")) of 1,000</p>")
        }
        for button in card.buttons.prefix(10) where !button.link.isEmpty {
            lines.append(
                "<p class=\"small leads\"><strong>\(HTMLText.text(button.name, maxBytes: 100))</strong> "
                    + "<span class=\"quiet\">\(HTMLText.text(button.type, maxBytes: 20)) →</span> <code>\(HTMLText.text(button.link, maxBytes: 300))</code></p>"
            )
        }
        return lines.isEmpty ? "" : "<div class=\"below\">\(lines.joined())</div>"
    }
}
