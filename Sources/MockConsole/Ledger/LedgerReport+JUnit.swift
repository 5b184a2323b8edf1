// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Values

extension LedgerReport {
    /// The report as JUnit XML, which every CI shows: a test case for each promise, and one for each finding that is wrong.
    ///
    /// What stands in it was written by others and may hold anything: XML 1.0 has no way to write most controls, so they
    /// become spaces.
    var junit: String {
        let wrong = findings.filter(\.kind.isWrong)
        let promises: [(name: String, count: Int)] = [
            ("nothing is missing", totals.missing), ("nothing is doubled without a lost answer", totals.unexplained),
            ("nothing came that was given up", totals.unsaid), ("nothing came that nobody sent", totals.unexpected),
        ]
        let failures = promises.count { $0.count > 0 } + wrong.count
        let counts =
            "tests=\"\(promises.count + wrong.count)\" failures=\"\(failures)\" errors=\"0\" skipped=\"0\" time=\"0\""
        var xml = """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites name="parcelpost ledger" \(counts)>
            <testsuite name="ledger" \(counts) timestamp="\(at.rfc3339.prefix(19))" hostname="\(Self.escaped(gateway))">
            <properties>

            """
        for total in totals.named { xml += "<property name=\"\(total.name)\" value=\"\(total.count)\"/>\n" }
        xml += "</properties>\n"
        for promise in promises {
            xml += Self.testCase(
                "ledger", promise.name,
                failure: promise.count == 0 ? nil : ("\(promise.count) of \(totals.deliveries) deliveries", ""))
        }
        for finding in wrong {
            xml += Self.testCase(
                "ledger." + finding.kind.rawValue, finding.title, failure: (finding.kind.sentence, finding.details))
        }
        return xml + "</testsuite>\n</testsuites>\n"
    }

    private static func testCase(_ group: String, _ name: String, failure: (message: String, text: String)?) -> String {
        let start = "<testcase classname=\"\(group)\" name=\"\(escaped(name))\" time=\"0\""
        guard let failure else { return start + "/>\n" }
        return start + ">\n<failure type=\"\(group)\" message=\"\(escaped(failure.message))\">\(escaped(failure.text))"
            + "</failure>\n</testcase>\n"
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\n": escaped += "\n"
            case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: escaped += " "
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}

extension LedgerReport.Finding {
    /// What it is about, in a few words.
    var title: String {
        let what = [trackingNumber, milestone].filter { !$0.isEmpty }.joined(separator: " ")
        let name = delivery.map { "delivery \($0)" } ?? messages.first.map { "message \($0)" } ?? "message"
        return what.isEmpty ? name : name + ": " + what
    }

    /// What else is known, a line each.
    var details: String {
        [
            messageID.map { "Message-ID: \($0)" }, copies > 0 ? "came \(copies) times" : nil,
            messages.isEmpty ? nil : "in the inbox: " + messages.map(\.description).joined(separator: " "),
            line.map { "journal line \($0): \(text)" },
        ].compactMap { $0 }.joined(separator: "\n")
    }
}
