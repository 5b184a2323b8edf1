// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Values

/// What has happened to a message since it came: results, bounces, fallbacks, on the mock's clock.
struct HistoryView {
    let message: InboxMessage

    /// The HTML.
    var html: String {
        let events = message.events
        let first = item(
            message.refusal == nil ? "" : "bad", message.receivedAt, "",
            message.refusal == nil ? "received" : "refused",
            message.refusal ?? "It came by \(message.card?.provider ?? "SMTP").")
        let rest = events.map { event in
            item(
                Self.kind(event.verdict), event.at,
                "+" + HTMLText.span(milliseconds: (event.at - message.receivedAt).wholeMilliseconds), event.kind,
                event.text)
        }
        let hint =
            events.isEmpty
            ? MessageDetail.empty(
                "Nothing yet. Results, bounces and fallbacks appear here when their time comes on the bench's clock; "
                    + "send to <code>bounce-5.1.1@example.com</code> or to a number that ends in <code>3018</code> to see one."
            )
            : ""
        return "<ol class=\"history\">\(first)\(rest.joined())</ol>\(hint)"
    }

    private static func kind(_ verdict: MessageEvent.Verdict) -> String {
        switch verdict {
        case .good: "good"
        case .bad: "bad"
        case .neutral: ""
        }
    }

    private func item(_ kind: String, _ at: Timestamp, _ after: String, _ word: String, _ text: String) -> String {
        "<li class=\"\(kind)\"><span class=\"state \(kind)\">\(HTMLText.text(word, maxBytes: 60))</span> "
            + "<span class=\"grow\">\(HTMLText.text(text, maxBytes: 4_000))</span> "
            + "<span class=\"quiet small number\">\(after.isEmpty ? "" : after + " · ")\(HTMLText.moment(at))</span></li>"
    }
}
