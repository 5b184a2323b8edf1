// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Mail
import MockWorld
import Values

/// A mail's header fields, and what can be said of its signatures.
struct HeadersView {
    let message: InboxMessage
    let mail: ParsedMail

    /// The HTML.
    var html: String {
        let rows = mail.headers.map { field in
            "<tr><th scope=\"row\">\(HTMLText.text(field.name, maxBytes: 200))</th><td>\(HTMLText.text(field.value, maxBytes: 8_000))"
                + (field.value == field.rawValue
                    ? "" : "<br><code class=\"quiet\">\(HTMLText.text(field.rawValue, maxBytes: 2_000))</code>")
                + "</td></tr>"
        }
        let notes = mail.notes.map { "<p class=\"notice warn\">\(HTMLText.text($0))</p>" }.joined()
        return signatures + notes
            + "<div class=\"table-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Header fields\"><table class=\"headers\"><thead><tr>"
            + "<th>Field</th><th>Value</th></tr></thead><tbody>\(rows.joined())</tbody></table></div>"
    }

    private var signatures: String {
        let checks = DKIMCheck.all(message.raw)
        guard !checks.isEmpty else {
            return "<div class=\"panel\"><h3>DKIM</h3><p><span class=\"state\">no signature</span> "
                + "Nobody has signed this mail; receivers judge it by SPF and the server's name alone.</p></div>"
        }
        return checks.map(signature).joined()
    }

    private func signature(_ check: DKIMCheck) -> String {
        let body =
            switch check.body {
            case .same: "<span class=\"state good\">body hash matches</span> The body is the one that was signed."
            case .changed:
                "<span class=\"state bad\">body hash differs</span> The body was changed after it was signed; receivers will fail it."
            case .unknown(let why):
                "<span class=\"state warn\">body not checked</span> \(HTMLText.text(why, maxBytes: 200))."
            }
        let from =
            mail.from.first.map { $0.address.split(separator: "@").last.map(String.init) ?? "" }?.lowercased() ?? ""
        let domain = check.domain.lowercased()
        let isAligned = !domain.isEmpty && (from == domain || from.hasSuffix("." + domain))
        let isFromSigned = check.fields.contains("from")
        return """
            <div class="panel"><h3>DKIM signature of \(HTMLText.text(check.domain, maxBytes: 200))</h3>
            <ul class="verdicts"><li>\(body)</li>
            <li><span class="state \(isAligned ? "good" : "warn")">\(isAligned ? "aligned" : "not aligned")</span> \
            d=\(HTMLText.text(check.domain, maxBytes: 200)), From is of \(HTMLText.text(from, maxBytes: 200)).</li>
            \(isFromSigned ? "" : "<li><span class=\"state bad\">From not signed</span> RFC 6376 section 5.4 asks for it.</li>")
            <li><span class="state">key not looked up</span> \
            <code>\(HTMLText.text(check.selector, maxBytes: 100))._domainkey.\(HTMLText.text(check.domain, maxBytes: 200))</code> \
            stands in DNS, which the mock never asks: the signature itself (\(HTMLText.text(check.algorithm, maxBytes: 60))) is not verified.</li></ul></div>
            """
    }
}
