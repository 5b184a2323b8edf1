// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

package import Values

/// Writes what mail servers send back: delivery status notifications (RFC 3461, 3464, 6533) and abuse reports (RFC 5965).
package struct BounceWriter: Sendable {
    /// What became of a mail for its recipient (RFC 3464 section 2.3.3).
    package enum Action: String, Sendable {
        case failed, delayed, delivered

        /// The NOTIFY keyword that asks for it.
        var wish: SMTPRecipientOptions.Notify {
            switch self {
            case .failed: .failure
            case .delayed: .delay
            case .delivered: .success
            }
        }
    }

    /// What is told of one recipient.
    package struct Report: Sendable {
        /// What became of it.
        package var action: Action
        /// The enhanced status, such as `5.1.1`.
        package var status: String
        /// What the last server said, without its codes; line feeds divide lines.
        package var text: String

        /// Makes a report.
        package init(_ action: Action, status: String, text: String) {
            self.action = action
            self.status = status
            self.text = text
        }
    }

    /// The name of the server that reports.
    package let host: String

    /// Makes a writer that reports as this host.
    package init(host: String) {
        self.host = host
    }

    /// Why nobody may be told of this, in words; nil when the sender is to be told.
    package func silence(_ action: Action, about message: InboxMessage, recipient: Int) -> String? {
        // A notification about a notification would go round for ever (RFC 5321 section 6.1).
        guard !message.envelope.sender.isEmpty else { return "the mail has no sender to tell (MAIL FROM:<>)" }
        guard let notify = message.envelope.options[recipient]?.notify else {
            return action == .delivered ? "the sender did not ask for it" : nil
        }
        return notify.contains(action.wish) ? nil : "the sender asked with NOTIFY=" + notify.keywords
    }

    /// A notification about some recipients of a mail.
    ///
    /// - Parameters:
    ///   - message: The mail.
    ///   - reports: What became of it, by the recipient's place in the envelope.
    ///   - id: The notification's Message-ID, left of the at sign.
    ///   - now: When it is written.
    package func notification(
        about message: InboxMessage, _ reports: [(recipient: Int, report: Report)], id: String, at now: Timestamp
    ) -> [UInt8] {
        let envelope = message.envelope
        let isGlobal =
            Self.isGlobal(envelope.sender)
            || reports.contains { entry in
                envelope.recipients.indices.contains(entry.recipient)
                    && Self.isGlobal(envelope.recipients[entry.recipient])
                    || Self.isGlobal(envelope.options[entry.recipient]?.originalAddress ?? "")
            }
        let worst = reports.first?.report.action ?? .failed
        let isWhole = worst == .failed && envelope.parameters.returned != .headers
        let part = ReportPart(message.raw, isWhole: isWhole, isGlobal: isGlobal)
        let boundary = Self.boundary(id, in: message.raw)
        var mail = top(
            to: envelope.sender, subject: Self.subject(worst), id: id, at: now, type: "delivery-status",
            boundary: boundary)
        mail += Self.open(boundary, "text/plain; charset=utf-8") + encoding(isGlobal)
        mail += words(envelope, reports, worst)
        mail += Self.open(boundary, isGlobal ? "message/global-delivery-status" : "message/delivery-status")
        mail += encoding(isGlobal)
        mail += "Reporting-MTA: dns; \(host)\r\n"
        if let id = envelope.parameters.envelopeID { mail += "Original-Envelope-Id: \(Self.line(id))\r\n" }
        mail += "Arrival-Date: \(Self.date(message.receivedAt))\r\n"
        for (recipient, report) in reports where envelope.recipients.indices.contains(recipient) {
            mail += "\r\n" + fields(envelope, recipient, report, at: now)
        }
        mail += Self.open(boundary, part.type) + part.encoding
        return Array(mail.utf8) + part.bytes + Array("\r\n--\(boundary)--\r\n".utf8)
    }

    /// A report that a recipient calls a mail spam (RFC 5965), as mailbox providers send it to the sender.
    package func complaint(about message: InboxMessage, recipient: String, id: String, at now: Timestamp) -> [UInt8] {
        let envelope = message.envelope
        let domain = envelope.sender.split(separator: "@").last.map(String.init) ?? "unknown.invalid"
        let isGlobal = Self.isGlobal(envelope.sender) || Self.isGlobal(recipient)
        let part = ReportPart(message.raw, isWhole: true, isGlobal: isGlobal)
        let boundary = Self.boundary(id, in: message.raw)
        var mail = top(
            to: envelope.sender.isEmpty ? "postmaster@" + domain : envelope.sender, subject: "Abuse report", id: id,
            at: now, type: "feedback-report", boundary: boundary)
        mail += Self.open(boundary, "text/plain; charset=utf-8") + encoding(isGlobal)
        mail += "A recipient of this mail has called it spam.\r\nRecipient: \(Self.line(recipient))\r\n"
        mail += Self.open(boundary, "message/feedback-report") + encoding(isGlobal)
        mail += "Feedback-Type: abuse\r\nUser-Agent: Parcelpost-mock/1\r\nVersion: 1\r\n"
        mail += "Original-Mail-From: <\(Self.line(envelope.sender))>\r\nOriginal-Rcpt-To: <\(Self.line(recipient))>\r\n"
        if let id = envelope.parameters.envelopeID { mail += "Original-Envelope-Id: \(Self.line(id))\r\n" }
        mail += "Arrival-Date: \(Self.date(message.receivedAt))\r\nReporting-MTA: dns; \(host)\r\n"
        mail += "Source-IP: 127.0.0.1\r\nReported-Domain: \(Self.line(domain))\r\n"
        mail += Self.open(boundary, part.type) + part.encoding
        return Array(mail.utf8) + part.bytes + Array("\r\n--\(boundary)--\r\n".utf8)
    }
}
