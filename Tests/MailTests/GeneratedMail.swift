// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Mail
import Values

/// A mail made of everything that is hard to write down, from a seed.
struct GeneratedMail {
    let message: MailMessage

    init(random: inout SplitMix64, number: Int) throws {
        let usesUTF8Address = random.chance(5)
        let from = try GeneratedMail.mailbox(&random, utf8: false)
        let to = try GeneratedMail.mailbox(&random, utf8: usesUTF8Address)
        let id = try MessageID("d\(number).\(random.next())@notify.example.com")
        var message = MailMessage(
            from: from, to: to, subject: try Line(GeneratedMail.words(&random, upTo: random.chance(10) ? 60 : 12)),
            date: Timestamp(seconds: Int64(1_500_000_000 + random.below(1_000_000_000))),
            messageID: id, text: GeneratedMail.body(&random, html: false),
            html: random.chance(80) ? GeneratedMail.body(&random, html: true) : nil,
            envelope: MailEnvelope(sender: try EmailAddress("bounce+\(number)@n.example.com"), recipient: to.address))
        message.zoneOffsetSeconds = random.pick([CivilTime.kst, 0, -28_800, 20_700])
        if random.chance(30) { message.replyTo = try GeneratedMail.mailbox(&random, utf8: false) }
        if random.chance(30) {
            message.references = try (0...random.below(8)).map {
                try MessageID("r\($0).\(random.next())@n.example.com")
            }
            message.inReplyTo = message.references.last
        }
        if message.html != nil, random.chance(30) {
            message.inlineParts = try (0...random.below(3)).map { try GeneratedMail.image(&random, number: $0) }
        }
        if random.chance(50) {
            message.listUnsubscribe = try ListUnsubscribe(
                url: "https://shop.example.com/u/" + String(repeating: "k", count: random.below(300)),
                mailto: random.chance(50) ? try EmailAddress("u+\(number)@shop.example.com") : nil)
        }
        if random.chance(30) {
            message.extraHeaders = [
                try ExtraHeader(
                    "X-Parcelpost-Delivery", try Line("d\(number)." + String(repeating: "t", count: random.below(200)))),
                try ExtraHeader("X-Shop", try Line(GeneratedMail.words(&random, upTo: 20))),
            ]
        }
        self.message = message
    }

    /// The first bytes of an image and any after them, under any name.
    private static func image(_ random: inout SplitMix64, number: Int) throws -> InlinePart {
        let type = random.pick(InlinePart.MediaType.allCases)
        let name = words(&random, upTo: 6).filter { $0 != "\\" && $0 != "/" }
        let isUsable = name.utf8.count <= 150 && name == name.trimmed && !name.isEmpty
        return try InlinePart(
            contentID: "i\(number).\(random.next())@n.example.com", mediaType: type,
            fileName: isUsable ? try Line(name) : nil,
            bytes: Samples.image(type, count: random.below(400), filledWith: { UInt8(random.below(256)) }))
    }

    /// The name and address of somebody.
    private static func mailbox(_ random: inout SplitMix64, utf8: Bool) throws -> Mailbox {
        let local = random.pick([
            "hong", "hong.gil-dong+tag", "a", "o'neil", "x_y{z}!#$%&*/=?^`|~", String(repeating: "l", count: 64),
        ])
        let domain = random.pick([
            "example.com", "mail.example.co.kr", String(repeating: "d", count: 63) + ".example.com",
        ])
        let address = try EmailAddress(
            utf8 ? random.pick(["홍길동@한국.example", "用户@example.com", "hong@bücher.example"]) : local + "@" + domain)
        guard random.chance(85) else { return Mailbox(address: address) }
        return Mailbox(name: try Line(words(&random, upTo: random.chance(20) ? 25 : 4)), address: address)
    }

    private static let vocabulary = [
        "배송", "상품이", "출발했습니다", "홍길동", "주문번호", "₩12,900", "お届け", "快递", "café", "naïve", "Ünïcödé", "Привет", "שלום",
        "👍", "👩‍👩‍👧‍👦", "🏳️‍🌈", "🇰🇷", "👍🏽", "e\u{301}\u{302}", "각", "\u{1112}\u{1161}\u{11AB}", "\u{200B}", "\u{FEFF}", "\u{3000}",
        "\u{A0}", "Hello", "order", "No.", "1234-5678", "\"quoted\"", "comma,", "back\\slash", "(paren)", "<angle>",
        "a@b.c",
        "semi;colon:", "=?UTF-8?B?YQ==?=", "=?", "?=", "=", "_", "[tag]", "don't", "%20", "#", "&amp;",
        "\u{1F468}\u{1F3FB}\u{200D}\u{2764}\u{FE0F}\u{200D}\u{1F48B}\u{200D}\u{1F468}\u{1F3FF}",
        "supercalifragilisticexpialidocious", "아주아주아주아주아주아주아주아주아주아주아주아주긴이름의상점",
    ]

    /// Words with one space between them, now and then two or none, sometimes with spaces at the ends.
    static func words(_ random: inout SplitMix64, upTo count: Int) -> String {
        var text = random.chance(3) ? " " : ""
        for index in 0..<random.below(count + 1) {
            if index > 0 { text += random.chance(90) ? " " : random.pick(["  ", "", "   "]) }
            text += random.pick(vocabulary)
        }
        if random.chance(3) { text += " " }
        if random.chance(1) { text += String(repeating: "long", count: 300) }
        return String(decoding: text.utf8.prefix(1_900), as: UTF8.self).replacingCut
    }

    /// Lines of text or markup, all kinds of line breaks, lines that mail treats in a special way.
    static func body(_ random: inout SplitMix64, html: Bool) -> String {
        var text = ""
        for _ in 0..<random.below(30) {
            switch random.below(10) {
            case 0: text += "."
            case 1: text += "From the shop"
            case 2: text += "--=_0123456789ABCDEF"
            case 3: text += String(repeating: random.pick(vocabulary), count: random.below(300))
            case 4: text += "trailing space "
            case 5: text += "tab\t"
            case 6 where html:
                text += "<td style=\"color:#123456;padding:0 12px\">" + words(&random, upTo: 10) + "</td>"
            default: text += words(&random, upTo: 15)
            }
            text += random.chance(80) ? "\n" : random.pick(["\r\n", "\r", "\n\n", ""])
        }
        return text
    }
}

extension String {
    /// Without spaces at its ends.
    fileprivate var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }

    /// Without the replacement character that cutting bytes may have left.
    fileprivate var replacingCut: String { last == "\u{FFFD}" ? String(dropLast()) : self }
}
