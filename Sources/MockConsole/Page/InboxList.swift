// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Values

/// A part of the list: some rows, where they stand and what is around them.
struct InboxList {
    /// How many rows are rendered at once.
    static let pageLength = 50

    let address: PageAddress
    /// The rows' messages.
    private(set) var messages: [InboxMessage] = []
    /// The place of the first of them, counted from the newest one.
    private(set) var skipped = 0
    /// Whether more come after them.
    private(set) var hasMore = false
    /// How many there are in all; nil when counting would read every message.
    private(set) var total: Int?
    /// The message that the places are counted from, so that new ones do not shift the list.
    private(set) var anchor: MessageKey?

    /// Looks it up.
    ///
    /// - Parameters:
    ///   - inbox: Where.
    ///   - address: Which messages.
    ///   - skip: The place of the first row.
    ///   - limit: How many rows.
    ///   - anchor: The newest message the reader knows; nil for the newest there is.
    init(
        _ inbox: Inbox, _ address: PageAddress, skip: Int = 0, limit: Int = InboxList.pageLength,
        anchor: MessageKey? = nil
    ) {
        self.address = address
        self.skipped = skip
        let filter = address.filter
        var newest: [InboxMessage] = []
        if let anchor, let message = inbox.message(anchor) { newest = [message] }
        let wanted = skip + limit
        let page = inbox.list(filter, limit: max(1, wanted - newest.count), before: anchor)
        let found = (newest + page.messages).prefix(wanted)
        self.messages = Array(found.dropFirst(skip))
        self.hasMore = page.next != nil || newest.count + page.messages.count > wanted
        self.anchor = anchor ?? found.first?.id
        if !hasMore {
            total = skip == 0 || !messages.isEmpty ? newest.count + page.messages.count : nil
        } else if address.isEverything, anchor == nil {
            total = inbox.counts.messages
        } else if address.query.isEmpty {
            total = newest.count + inbox.list(filter, limit: .max, before: anchor).messages.count
        }
    }
}

/// The rows as HTML.
struct InboxRows {
    let address: PageAddress
    let copies: (InboxMessage) -> Int
    let now: Timestamp
    /// The message that is open.
    var open: MessageKey?

    /// The rows, one after the other.
    func html(_ messages: [InboxMessage]) -> String { messages.map(row).joined() }

    private func row(_ message: InboxMessage) -> String {
        let current = open == message.id ? " aria-current=\"true\"" : ""
        return """
            <li data-id="\(message.id)"><a class="row" href="\(address.link("/messages/\(message.id)"))"\(current)>\
            \(Icons.tile(message.channel))<span class="row-main">\
            <span class="row-top"><strong class="grow clip">\(Self.sender(message))</strong>\
            <span class="quiet small number">\(HTMLText.time(message.receivedAt, now: now))</span></span>\
            <span class="row-line clip">\(Self.subject(message))</span>\
            <span class="row-foot"><span class="quiet small clip grow">\(message.channel.title) to \(Self.recipients(message))</span>\
            \(badges(message).prefix(3).joined())</span></span></a></li>
            """
    }

    /// Who sends it.
    static func sender(_ message: InboxMessage) -> String {
        let face = message.summary
        if !face.fromName.isEmpty { return HTMLText.text(face.fromName, maxBytes: 200) }
        if message.channel == .alimtalk, let card = message.card {
            return HTMLText.text(PhoneView.channelName(card), maxBytes: 200)
        }
        return face.from.isEmpty ? "<em>(null sender)</em>" : HTMLText.text(Self.person(face.from), maxBytes: 200)
    }

    /// Who gets it.
    static func recipients(_ message: InboxMessage) -> String {
        let to = message.summary.to
        guard let first = to.first else { return "nobody" }
        return HTMLText.text(person(first), maxBytes: 200) + (to.count > 1 ? " +\(to.count - 1)" : "")
    }

    /// An address as it is, a phone number with its hyphens, a device's token or a sender's key cut short.
    static func person(_ text: String) -> String {
        if text.contains("@") || text.contains(" ") { return text }
        // Both ends tell one device from another; what stands between them tells nobody anything.
        if text.count > 36 {
            let host = text.firstRange(of: "://").map { text[$0.upperBound...].prefix { $0 != "/" } + "/" }
            return (host ?? text.prefix(8)) + "…" + text.suffix(4)
        }
        guard text.utf8.count <= 20, let number = try? PhoneNumber(text) else { return text }
        return number.formatted
    }

    /// The subject, or the first words where there is none; escaped, empty when there is neither.
    static func title(_ message: InboxMessage) -> String {
        let subject = message.summary.subject
        if !subject.isEmpty { return HTMLText.text(subject, maxBytes: 500) }
        let words = message.card?.text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        return HTMLText.text(words, maxBytes: 500)
    }

    /// The title as an element's content.
    static func subject(_ message: InboxMessage) -> String {
        let title = title(message)
        return title.isEmpty ? "<em class=\"quiet\">(no subject)</em>" : title
    }

    /// What is remarkable about a message, the gravest first, in words and shapes.
    ///
    /// - Parameters:
    ///   - message: The message.
    ///   - isDetailed: Whether what was merely noticed is shown too.
    func badges(_ message: InboxMessage, isDetailed: Bool = false) -> [String] {
        var badges: [String] = []
        if message.refusal != nil { badges.append(Self.badge("bad", "refused")) }
        if let last = message.events.last(where: { $0.verdict != .neutral }) {
            let isGood = last.verdict == .good
            badges.append(Self.badge(isGood ? "good" : "bad", isGood ? "delivered" : last.kind))
        }
        for finding in message.envelope.findings where finding.rule.isRefused {
            badges.append(Self.badge(finding.rule.isRefused ? "bad" : "warn", finding.rule.rawValue))
        }
        let copies = copies(message)
        if copies > 1 { badges.append(Self.badge("warn", "copy \(message.copy) of \(copies)")) }
        badges += message.tags.prefix(isDetailed ? 0 : 2).map {
            "<span class=\"tag\">\(HTMLText.text($0, maxBytes: 40))</span>"
        }
        if !message.space.isEmpty, address.space.isEmpty {
            badges.append("<span class=\"tag\">\(HTMLText.text(message.space, maxBytes: 60))</span>")
        }
        let attachments = message.summary.attachments
        if attachments > 0, !isDetailed {
            badges.append(
                "<span class=\"quiet small clips\">\(Icons.use("clip"))\(attachments)<span class=\"visually-hidden\"> "
                    + "attached</span></span>")
        }
        return badges
    }

    private static func badge(_ kind: String, _ words: String) -> String {
        "<span class=\"state \(kind)\">\(HTMLText.text(words, maxBytes: 60))</span>"
    }
}
