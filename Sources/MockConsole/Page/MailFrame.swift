// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Mail
import MockWorld
import Web

/// A mail's HTML as its own answer, for a frame in which nothing runs.
///
/// Nothing of the mail is trusted: no script, no form, no request to another server unless a person asked for it. The
/// policy and the frame's `sandbox` say it twice.
struct MailFrame {
    let message: InboxMessage
    let images: FrameLook.Images

    /// The answer; nil for a mail without HTML.
    var response: PageResponse? {
        guard message.card == nil else { return nil }
        let mail = ParsedMail(message.raw)
        guard let html = mail.html else { return nil }
        var fields = HTTPFields()
        if let name = HTTPField.Name("X-DNS-Prefetch-Control") { fields[name] = "off" }
        return PageResponse(page(html, MailParts(mail)), policy: policy, headers: fields)
    }

    /// What the frame may load.
    var policy: PagePolicy {
        let base = PagePolicy.mail(remoteImages: images == .remote).with("sandbox", "allow-same-origin")
        switch images {
        case .enclosed: return base
        case .off: return base.with("img-src", "'none'")
        case .remote:
            return base.with("style-src", "'unsafe-inline' https: http:").with("font-src", "data: https: http:")
        }
    }

    /// The HTML with the images that travel in the mail (`cid:`) pointed at its parts.
    private func page(_ html: String, _ parts: MailParts) -> String {
        let html = FramedHTML.page(html, parts: parts, id: message.id)
        return images == .remote ? html : Self.withoutLinkElements(html)
    }

    /// `<link>` made an element that does nothing: a policy cannot forbid the connections it opens in advance.
    static func withoutLinkElements(_ html: String) -> String {
        let bytes = Array(html.utf8)
        let word = Array("link".utf8)
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count + 16)
        for (index, byte) in bytes.enumerated() {
            output.append(byte)
            guard byte == UInt8(ascii: "<"), index + 5 < bytes.count else { continue }
            let isLink = word.indices.allSatisfy { bytes[index + 1 + $0] | 0x20 == word[$0] }
            let after = bytes[index + 5]
            if isLink, after <= 0x20 || after == UInt8(ascii: "/") { output += "x-".utf8 }
        }
        return String(decoding: output, as: UTF8.self)
    }
}
