// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Mail
import MockWorld

/// A mail's HTML in its frame, with the ways to look at it.
struct LetterView {
    let detail: MessageDetail
    let mail: ParsedMail

    private var look: FrameLook { detail.page.look }

    /// The HTML.
    var html: String {
        guard let html = mail.html else {
            return MessageDetail.empty("This mail has no HTML part.")
        }
        return "<div class=\"tools\">\(widths)\(Self.schemes(detail))\(images)</div>"
            + remote(RemoteContent(html: html))
            + "<div class=\"stage\(look.scheme == .dark ? " dark" : "")\">\(Self.frame(detail.message, look))</div>"
            + "<p class=\"notice link-note\" id=\"link-note\" role=\"status\" hidden></p>"
    }

    /// The frame alone: nothing in it runs, and it asks only for what the look allows.
    static func frame(_ message: InboxMessage, _ look: FrameLook) -> String {
        var classes = "mail width-\(look.width.rawValue)"
        if look.scheme == .dark { classes += " dark" }
        let address = PageAddress.link(
            "/messages/\(message.id)/frame", look.images == .enclosed ? [] : [("images", look.images.rawValue)])
        return "<iframe class=\"\(classes)\" sandbox=\"allow-same-origin\" src=\"\(address)\" "
            + "title=\"The mail as HTML\"></iframe>"
    }

    private var widths: String {
        Self.group(
            "Width",
            FrameLook.Width.allCases.map { width in
                (width.title, width.about, look.width == width, look.with { $0.width = width })
            }, detail, "w")
    }

    /// Light and dark.
    static func schemes(_ detail: MessageDetail) -> String {
        group(
            "Colour scheme",
            FrameLook.Scheme.allCases.map { scheme in
                (
                    scheme == .light ? "Light" : "Dark", "As readers see it who prefer \(scheme.rawValue)",
                    detail.page.look.scheme == scheme, detail.page.look.with { $0.scheme = scheme }
                )
            }, detail, "d")
    }

    private var images: String {
        Self.group(
            "Images",
            [
                ("Images", "Those that travel in the mail", look.images != .off, look.with { $0.images = .enclosed }),
                ("Images off", "As readers see it who load none", look.images == .off, look.with { $0.images = .off }),
            ], detail, "i")
    }

    private static func group(
        _ name: String, _ choices: [(title: String, about: String, isChosen: Bool, look: FrameLook)],
        _ detail: MessageDetail, _ key: String
    ) -> String {
        let links = choices.map { choice in
            "<a class=\"segment\" href=\"\(detail.link(detail.view, look: choice.look))\" title=\"\(choice.about)\""
                + (choice.isChosen ? " aria-current=\"true\"" : "") + ">\(choice.title)</a>"
        }
        return
            "<span class=\"segments\" role=\"group\" aria-label=\"\(name)\" data-cycle=\"\(key)\">\(links.joined())</span>"
    }

    /// What it would load from other servers, which happens only when a person asks for it.
    private func remote(_ content: RemoteContent) -> String {
        guard content.count > 0 else { return "" }
        var kinds: [String] = []
        if content.images > 0 { kinds.append(HTMLText.count(content.images, "image")) }
        if content.others > 0 { kinds.append("\(content.others) other\(content.others == 1 ? "" : "s")") }
        let shown = content.hosts.prefix(3).map { "<code>\(HTMLText.text($0, maxBytes: 100))</code>" }
        let hosts = shown.joined(separator: ", ") + (content.hosts.count > 3 ? " and more" : "")
        if look.images == .remote {
            return
                "<p class=\"notice remote warn\"><span class=\"grow\">Loaded \(kinds.joined(separator: ", ")) from \(hosts).</span> "
                + "<a class=\"button\" data-look href=\"\(detail.link(.html, look: look.with { $0.images = .enclosed }))\">Block again</a></p>"
        }
        return "<p class=\"notice remote\"><span class=\"grow\"><strong data-blocked=\"\(content.count)\">"
            + "\(kinds.joined(separator: ", ")) blocked</strong> from \(hosts): loading tells that server the mail was opened.</span> "
            + "<a class=\"button\" data-look href=\"\(detail.link(.html, look: look.with { $0.images = .remote }))\">Load remote content</a></p>"
    }
}
