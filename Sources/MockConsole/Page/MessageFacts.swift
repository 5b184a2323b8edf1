// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Mail
import MockWorld
import Values

/// What stands above a message: people, time, ids, what the protocol said of it, attachments.
struct MessageFacts {
    let page: InboxPage
    let message: InboxMessage
    /// The mail; nil for what is none.
    let mail: ParsedMail?

    /// The HTML.
    var html: String {
        var facts: [(String, String)] = []
        if let mail {
            facts.append(("From", people(mail.from, else: message.envelope.sender)))
            facts.append(("To", recipients(mail)))
        } else if let card = message.card {
            facts.append(("From", Self.short(card.from)))
            facts.append(("To", Self.short(card.to)))
            facts.append(
                ("By", "\(HTMLText.text(card.provider, maxBytes: 60)), \(HTMLText.text(card.kind, maxBytes: 60))"))
            if let template = card.template {
                facts.append(("Template", "<code>\(HTMLText.text(template, maxBytes: 200))</code>"))
            }
        }
        let when = HTMLText.time(message.receivedAt, now: page.bench.clock.now)
        facts.append(("Received", "\(when), \(HTMLText.size(message.size)), as <code>\(message.id)</code>"))
        if let id = message.messageID {
            facts.append((mail == nil ? "Identity" : "Message-ID", "<code>\(HTMLText.text(id, maxBytes: 500))</code>"))
        }
        for fact in message.card?.facts.prefix(20) ?? [] {
            facts.append((HTMLText.text(fact.name, maxBytes: 60), HTMLText.text(fact.value, maxBytes: 500)))
        }
        let list = facts.map { "<dt>\($0.0)</dt><dd>\($0.1)</dd>" }.joined()
        return notices + "<dl class=\"facts\">\(list)</dl>" + attachments
    }

    /// A number as people read it; a token or a key cut short.
    private static func short(_ person: String) -> String {
        let shown = InboxRows.person(person)
        guard shown.contains("…") else { return HTMLText.text(shown) }
        return "<span title=\"\(HTMLText.text(person, maxBytes: 1_000))\">\(HTMLText.text(shown))</span>"
    }

    private var notices: String {
        guard let refusal = message.refusal else {
            return notices("warn", message.envelope.findings.map { "Noticed: " + words($0) })
        }
        // The reply names the first finding already.
        let others = message.envelope.findings.map(words).filter { !refusal.contains($0) }
        return notices("bad", ["Refused. The client was told: " + refusal]) + notices("warn", others)
    }

    private func words(_ finding: SMTPFinding) -> String {
        (finding.line > 0 ? "line \(finding.line): " : "") + finding.rule.words
    }

    private func notices(_ kind: String, _ lines: [String]) -> String {
        lines.map { "<p class=\"notice \(kind)\">\(HTMLText.text($0))</p>" }.joined()
    }

    private func people(_ list: [ParsedMailbox], else fallback: String) -> String {
        guard !list.isEmpty else {
            return fallback.isEmpty ? "<em class=\"quiet\">the null sender</em>" : HTMLText.text(fallback)
        }
        return list.prefix(20).map { box in
            box.name.isEmpty
                ? HTMLText.text(box.address)
                : "\(HTMLText.text(box.name)) <span class=\"quiet\">&lt;\(HTMLText.text(box.address))&gt;</span>"
        }.joined(separator: ", ")
    }

    /// Who gets it by the envelope, and the header's names for them where it has some.
    private func recipients(_ mail: ParsedMail) -> String {
        let named = mail.to + mail.cc
        let known = message.envelope.recipients.prefix(20).map { address in
            named.first { $0.address.lowercased() == address.lowercased() }
                ?? ParsedMailbox.list("<" + address + ">").first
        }
        let more = message.envelope.recipients.count - 20
        return people(known.compactMap { $0 }, else: message.envelope.recipients.first ?? "")
            + (more > 0 ? " and \(more) more" : "")
    }

    private var attachments: String {
        guard let mail else { return "" }
        let entries = MailParts(mail).list.filter(\.isAttachment)
        guard !entries.isEmpty else { return "" }
        let items = entries.prefix(50).map { entry in
            let name = entry.part.fileName ?? entry.part.contentType.essence
            return
                "<li><a class=\"button\" href=\"/api/messages/\(message.id)/parts/\(entry.path)\" download>\(Icons.use("clip"))"
                + "\(HTMLText.text(name, maxBytes: 200)) "
                + "<span class=\"quiet small\">\(HTMLText.size(entry.part.contentBytes))</span></a></li>"
        }
        return "<ul class=\"attachments\" aria-label=\"Attachments\">\(items.joined())</ul>"
    }
}
