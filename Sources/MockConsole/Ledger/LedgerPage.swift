// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import MockWorld
import Web

/// The ledger's page: a form that names the gateway, and what came of the comparison.
struct LedgerPage {
    var gateway: String
    var space: String
    var report: LedgerReport?
    /// What is wrong, in sentences.
    var problem: String?

    /// The page; with a problem its status is 502, so that scripts see it too.
    var response: PageResponse {
        // Under `no-referrer` a browser sends a form with "Origin: null", which no server can tell from a stranger's.
        PageResponse(
            html, status: problem == nil ? .ok : .badGateway, headers: [.referrerPolicy: "same-origin"])
    }

    private var html: String {
        """
        <!doctype html>
        <html lang="en" dir="ltr">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>\(heading) · Parcelpost ledger</title>
        <link rel="stylesheet" href="/assets/tools.css">
        <link rel="icon" href="data:,">
        </head>
        <body>
        <header class="bar"><h1>Parcelpost <span class="quiet">ledger</span></h1><span class="grow"></span>\
        <a class="button" href="/">Inbox</a></header>
        <main class="body">
        \(form)
        \(result)
        </main>
        </body>
        </html>
        """
    }

    private var heading: String {
        if problem != nil { return "Not compared" }
        guard let report else { return "Compare" }
        return report.holds ? "Holds" : "\(report.totals.wrong) wrong"
    }

    private var form: String {
        """
        <form action="/ledger" method="post" class="bar">
        <label>Gateway <input name="gateway" type="url" required size="26" value="\(HTMLText.text(gateway))" \
        placeholder="http://127.0.0.1:8080" autocomplete="off"></label>
        <label>API key <input name="key" type="password" size="16" autocomplete="off"></label>
        <label>Space <input name="space" size="10" value="\(HTMLText.text(space))" autocomplete="off" placeholder="all"></label>
        <button class="primary">Compare</button>
        </form>
        """
    }

    private var result: String {
        if let problem { return "<p class=\"notice bad\" role=\"alert\">\(HTMLText.text(problem))</p>" }
        guard let report else {
            return """
                <section><h2>What was sent, against what came</h2>
                <p>The gateway's journal says what it has sent. The mock knows what came. Name the gateway and one of its API \
                keys, and this page shows what is missing, what came twice, and why.</p>
                <p>For tests and CI:</p>
                <pre tabindex="0">curl -s -H 'X-Gateway-Key: KEY' \\
                  'http://127.0.0.1:8026/api/ledger?gateway=http://127.0.0.1:8080&amp;format=junit'</pre></section>
                """
        }
        return [verdict(report), Self.warnings(report), Self.findings(report), Self.totals(report)].joined(
            separator: "\n")
    }

    private func verdict(_ report: LedgerReport) -> String {
        let totals = report.totals
        let facts =
            "\(HTMLText.count(totals.sent, "delivery")) said to be sent".replacing("deliverys", with: "deliveries")
            + ", \(HTMLText.count(totals.stored, "message")) here."
        let words =
            report.holds
            ? "<span class=\"state good\">holds</span> Nothing is missing, and nothing came twice without a reason."
            : "<span class=\"state bad\">\(HTMLText.grouped(totals.wrong)) wrong</span> "
                + "The gateway's journal and the inbox do not agree."
        return
            "<h2>\(words)</h2>\n<p class=\"quiet\">\(facts) \(HTMLText.count(report.lines, "line")) of the journal were read.</p>"
    }

    private static func warnings(_ report: LedgerReport) -> String {
        var warnings: [String] = []
        if report.isIdle == false {
            warnings.append("The gateway still has something to do: what is open now may come in a moment.")
        }
        if report.dropped > 0 {
            warnings.append(
                "The inbox has dropped its \(HTMLText.count(report.dropped, "oldest message")) at its limit: what they were looks missing."
            )
        }
        return warnings.map { "<p class=\"notice warn\">\($0)</p>" }.joined(separator: "\n")
    }

    private static func findings(_ report: LedgerReport) -> String {
        guard !report.findings.isEmpty else { return "" }
        let rows = report.findings.map { finding in
            let messages = finding.messages.map { "<a href=\"/messages/\($0)\">\($0)</a>" }.joined(separator: " ")
            let identity = finding.messageID.map {
                "<br><span class=\"mono\">\(HTMLText.text($0, maxBytes: 300))</span>"
            }
            return """
                <tr><td><span class="state \(finding.kind.isWrong ? "bad" : "warn")">\(finding.kind.rawValue)</span></td>\
                <td>\(HTMLText.text(finding.title))<br><span class="quiet small">\(finding.kind.sentence) \
                \(HTMLText.text(finding.text, maxBytes: 500))</span>\(identity ?? "")\
                \(messages.isEmpty ? "" : "<br><span class=\"small\">In the inbox: \(messages)</span>")</td></tr>
                """
        }
        return table("What is worth a look", ["What", "Which"], rows)
    }

    private static func totals(_ report: LedgerReport) -> String {
        let rows = report.totals.named.map { total in
            "<tr><th scope=\"row\">\(total.name)</th><td>\(total.what)</td>"
                + "<td class=\"number\">\(HTMLText.grouped(total.count))</td></tr>"
        }
        return table("Totals", ["Name", "What it counts", "Count"], rows)
    }

    private static func table(_ title: String, _ columns: [String], _ rows: [String]) -> String {
        let head = columns.map { "<th scope=\"col\">\($0)</th>" }.joined()
        return """
            <section aria-label="\(title)"><h2>\(title)</h2>
            <div class="table-scroll" tabindex="0" role="region" aria-label="\(title), table"><table>
            <thead><tr>\(head)</tr></thead>
            <tbody>
            \(rows.joined(separator: "\n"))
            </tbody></table></div></section>
            """
    }
}

extension HTTPField.Name {
    /// `Referrer-Policy`.
    fileprivate static let referrerPolicy = HTTPField.Name("Referrer-Policy") ?? .from
}
