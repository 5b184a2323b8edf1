// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Values

/// The bench at a glance: what time it is there, what is still to come, what goes wrong on purpose.
struct BenchPanel {
    let bench: Bench

    /// The pane's HTML.
    var html: String {
        let counts = bench.inbox.counts
        return """
            <article class="message bench" data-bench>
            <header class="head"><p class="back"><a href="/">← All messages</a></p>
            <div class="head-line"><span class="tile">\(Icons.use("bench"))</span><h2 class="subject">Bench</h2></div></header>
            \(clock)
            \(agenda)
            \(FaultsPanel(bench: bench).html)
            <section class="panel"><h3>Ledger</h3><p>What was sent, what is stored, what came twice and what is missing: \
            <a href="/ledger">open the ledger</a>.</p></section>
            <section class="panel"><h3>Kept here</h3><dl class="facts"><dt>Messages</dt><dd class="number">\(HTMLText.grouped(counts.messages))</dd>
            <dt>Memory</dt><dd class="number">about \(HTMLText.size(counts.bytes))</dd>
            <dt>Dropped</dt><dd class="number">\(HTMLText.grouped(counts.dropped)) at the limits</dd></dl></section>
            </article>
            """
    }

    private var clock: String {
        let now = bench.clock.now
        let shift = bench.clock.offset.wholeMilliseconds
        let moved =
            shift == 0 ? "the machine's time" : "\(HTMLText.span(milliseconds: shift)) ahead of the machine's time"
        let buttons = [("10m", "+10 min"), ("1h", "+1 h"), ("9h", "+9 h"), ("1d", "+1 day")].map {
            "<button type=\"button\" data-advance=\"\($0.0)\" hidden>\($0.1)</button>"
        }
        return """
            <section class="panel"><h3>Clock</h3>
            <p class="clock"><strong class="number" id="bench-now" data-now="\(now.milliseconds)">\(HTMLText.moment(now))</strong> \
            <span class="quiet">KST, \(moved)</span></p>
            <p class="actions">\(buttons.joined())<span id="clock-note" class="quiet small" role="status"></span></p>
            <p class="quiet small">Moves the mock's calendar and every gateway that follows it: retries, late results, quiet hours. \
            <code>curl -X POST -d '{"advance":"9h","settle":true}' …/api/clock</code></p></section>
            """
    }

    private var agenda: String {
        let entries = bench.agenda.entries
        guard !entries.isEmpty else {
            return
                "<section class=\"panel\"><h3>To come</h3><p class=\"quiet\">Nothing is waiting for its time.</p></section>"
        }
        let now = bench.clock.now
        let rows = entries.prefix(50).map { entry in
            "<tr><td class=\"number\">in \(HTMLText.span(milliseconds: max(0, (entry.at - now).wholeMilliseconds)))</td>"
                + "<td>\(HTMLText.text(entry.what, maxBytes: 200))</td><td class=\"quiet\">\(HTMLText.text(entry.space, maxBytes: 60))</td></tr>"
        }
        let more =
            entries.count > 50 ? "<p class=\"quiet small\">\(HTMLText.grouped(entries.count - 50)) more.</p>" : ""
        return
            "<section class=\"panel\"><h3>To come</h3><table><thead><tr><th>When</th><th>What</th><th>Space</th></tr></thead>"
            + "<tbody>\(rows.joined())</tbody></table>\(more)</section>"
    }
}

/// The faults in force and what they have done.
struct FaultsPanel {
    let bench: Bench

    /// The HTML.
    var html: String {
        let lines = bench.faults.lines
        let hint =
            "<p class=\"quiet small\">Lose the reply to the next mail: <code>curl -X POST "
            + "-d '{\"match\":{\"channel\":\"email\",\"step\":\"accepted\",\"times\":1},\"action\":\"disconnect\"}' "
            + "…/api/faults</code>, or send to <code>lost@example.com</code>.</p>"
        guard !lines.isEmpty else {
            return
                "<section class=\"panel\" id=\"faults\"><h3>Faults</h3><p class=\"quiet\">No fault is in force: everything takes its "
                + "true course, but for magic recipients.</p>\(hint)</section>"
        }
        let rows = lines.prefix(100).map { line in
            "<tr><th scope=\"row\">\(HTMLText.text(line.name, maxBytes: 100))</th>"
                + "<td class=\"rule\"><code>\(HTMLText.text(Self.rule(line.rule), maxBytes: 1_000))</code></td>"
                + "<td class=\"number\" data-name=\"met\">\(HTMLText.grouped(line.met))</td><td class=\"number\" data-name=\"struck\">"
                + (line.struck > 0 ? "<span class=\"state warn\">\(HTMLText.grouped(line.struck))</span>" : "0")
                + "</td><td class=\"quiet\">\(line.space.isEmpty ? "all" : HTMLText.text(line.space, maxBytes: 60))</td></tr>"
        }
        return
            "<section class=\"panel\" id=\"faults\"><h3>Faults</h3>\(scenario)<div class=\"table-scroll\" tabindex=\"0\" role=\"region\" "
            + "aria-label=\"Faults\"><table class=\"rules\"><thead><tr><th>Name</th><th>Rule</th><th class=\"number\">Met</th>"
            + "<th class=\"number\">Struck</th><th>Space</th></tr></thead><tbody>\(rows.joined())</tbody></table></div>\(hint)</section>"
    }

    /// Which scenario is in force; nothing where the rules come one by one.
    private var scenario: String {
        guard let name = bench.faults.json(space: "")["scenario"]?.string else { return "" }
        return "<p>The scenario <strong>\(HTMLText.text(name, maxBytes: 100))</strong> is in force. "
            + "<span class=\"quiet small\">End it: <code>curl -X DELETE …/api/faults</code></span></p>"
    }

    /// A rule without its name, which stands beside it, and with room to break its line.
    private static func rule(_ text: String) -> String {
        var text = text[...]
        if text.hasPrefix("{\"name\":\""), let end = text.firstRange(of: "\",") {
            text = "{" + text[end.upperBound...]
        }
        return String(text).replacing(",\"", with: ", \"").replacing("\":", with: "\": ")
    }
}
