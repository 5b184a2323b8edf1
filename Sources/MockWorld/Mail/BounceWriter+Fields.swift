// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

extension BounceWriter {
    func top(to: String, subject: String, id: String, at now: Timestamp, type: String, boundary: String) -> String {
        """
        Return-Path: <>\r
        Date: \(Self.date(now))\r
        From: Mail Delivery System <MAILER-DAEMON@\(host)>\r
        To: <\(Self.line(to))>\r
        Subject: \(subject)\r
        Message-ID: <\(id)@\(host)>\r
        Auto-Submitted: auto-replied\r
        MIME-Version: 1.0\r
        Content-Type: multipart/report; report-type=\(type);\r
        \tboundary="\(boundary)"\r
        \r
        This is a report in MIME.\r

        """
    }

    /// What a person reads.
    func words(_ envelope: SMTPEnvelope, _ reports: [(recipient: Int, report: Report)], _ action: Action) -> String {
        var text = "This is the mail server \(host).\r\n\r\n"
        switch action {
        case .failed:
            text += "Your mail could not be delivered to the recipients below. It will not be tried again.\r\n"
        case .delayed: text += "Your mail is not delivered yet. You need not send it again; it will be tried again.\r\n"
        case .delivered: text += "Your mail was delivered to the recipients below.\r\n"
        }
        for (recipient, report) in reports where envelope.recipients.indices.contains(recipient) {
            text += "\r\n<\(Self.line(envelope.recipients[recipient]))>: \(report.status) \(Self.line(report.text))\r\n"
        }
        return text
    }

    /// The fields of one recipient (RFC 3464 section 2.3).
    func fields(_ envelope: SMTPEnvelope, _ recipient: Int, _ report: Report, at now: Timestamp) -> String {
        var text = ""
        let options = envelope.options[recipient]
        if let type = options?.originalType, let address = options?.originalAddress {
            text += "Original-Recipient: \(type); \(Self.line(address))\r\n"
        }
        let address = Self.line(envelope.recipients[recipient])
        text += "Final-Recipient: \(Self.isGlobal(address) ? "utf-8" : "rfc822"); \(address)\r\n"
        text += "Action: \(report.action.rawValue)\r\nStatus: \(report.status)\r\n"
        if report.action != .delivered {
            text += "Remote-MTA: dns; \(host)\r\n"
            text += "Diagnostic-Code: smtp; \(Self.code(report.status)) \(report.status) \(Self.line(report.text))\r\n"
        }
        text += "Last-Attempt-Date: \(Self.date(now))\r\n"
        if report.action == .delayed { text += "Will-Retry-Until: \(Self.date(now + .seconds(5 * 86_400)))\r\n" }
        return text
    }

    func encoding(_ isGlobal: Bool) -> String {
        (isGlobal ? "Content-Transfer-Encoding: 8bit\r\n" : "") + "\r\n"
    }

    static func open(_ boundary: String, _ type: String) -> String {
        "\r\n--\(boundary)\r\nContent-Type: \(type)\r\n"
    }

    static func subject(_ action: Action) -> String {
        switch action {
        case .failed: "Undelivered Mail Returned to Sender"
        case .delayed: "Delayed Mail (still being retried)"
        case .delivered: "Successful Mail Delivery Report"
        }
    }

    /// The basic code that goes with a status (RFC 5248).
    static func code(_ status: String) -> Int {
        switch status {
        case "4.2.2": 452
        case "5.2.2", "5.3.4": 552
        case "5.7.8": 535
        case _ where status.hasPrefix("4.7") || status.hasPrefix("4.4"): 421
        case _ where status.hasPrefix("4"): 450
        case _ where status.hasPrefix("2"): 250
        default: 550
        }
    }

    /// A text that stays on its line, whatever came over the wire.
    static func line(_ text: String) -> String { Line(cleaning: text.replacing("\n", with: " "), maxBytes: 900).text }

    static func isGlobal(_ text: String) -> Bool { text.utf8.contains { $0 >= 0x80 } }

    /// A boundary that does not stand in the mail.
    static func boundary(_ id: String, in mail: [UInt8]) -> String {
        var boundary = "=_" + id
        let text = String(decoding: mail.prefix(1 << 20), as: UTF8.self)
        while text.contains(boundary) { boundary += "x" }
        return boundary
    }

    /// The moment as a Date field has it, in Korean time.
    static func date(_ moment: Timestamp) -> String {
        let civil = CivilTime(moment, offsetSeconds: 9 * 3_600)
        let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        return "\(weekdays[civil.weekday]), \(civil.day) \(months[civil.month - 1]) \(civil.year) \(civil.time) +0900"
    }

    /// The third part: the mail, or its header.
    struct ReportPart {
        let type: String
        let encoding: String
        let bytes: [UInt8]

        init(_ mail: [UInt8], isWhole: Bool, isGlobal: Bool) {
            let shown = isWhole ? mail : Self.header(mail)
            let is8Bit = shown.contains { $0 >= 0x80 }
            let headerIs8Bit = Self.header(mail).contains { $0 >= 0x80 }
            // A header beyond ASCII is none of message/rfc822 (RFC 6532 section 3.7, RFC 6533 section 6).
            if isWhole {
                type = headerIs8Bit || isGlobal ? "message/global" : "message/rfc822"
            } else {
                type = headerIs8Bit || isGlobal ? "message/global-headers" : "text/rfc822-headers"
            }
            encoding = (is8Bit ? "Content-Transfer-Encoding: 8bit\r\n" : "") + "\r\n"
            bytes = shown
        }

        private static func header(_ mail: [UInt8]) -> [UInt8] {
            var lineStart = 0
            for index in mail.indices where mail[index] == 0x0A {
                let isEmpty = index == lineStart || index == lineStart + 1 && mail[lineStart] == 0x0D
                if isEmpty { return Array(mail[..<lineStart]) }
                lineStart = index + 1
            }
            return mail
        }
    }
}
