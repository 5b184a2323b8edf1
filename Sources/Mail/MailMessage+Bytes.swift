// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

extension MailMessage {
    /// The message as it goes over the wire (RFC 5322, 2045, 2046, 2047), without dot-stuffing.
    ///
    /// Every line ends in CRLF, encoded bodies have at most 76 bytes a line, header lines at most 998 and 78 where their
    /// words allow it. All bytes are ASCII unless an address is internationalised (`needsSMTPUTF8`). It has no Bcc, and an
    /// `Auto-Submitted: auto-generated` (RFC 3834) that keeps holiday answers away.
    public func bytes() -> [UInt8] {
        let encodedText = EncodedBody(text, endsInLineBreak: html == nil)
        let encodedHTML = html.map { EncodedBody($0, endsInLineBreak: false) }

        var header = HeaderWriter(capacity: 1024)
        writeFields(to: &header)
        header.field("MIME-Version", token: "1.0")
        // One array for all of it, so that the bodies are copied once.
        var output: [UInt8] = []
        output.reserveCapacity(
            inlineParts.reduce(
                header.bytes.count + encodedText.bytes.count + (encodedHTML?.bytes.count ?? 0) + 1024
            ) { $0 + $1.encoded.count + 48 })
        output += header.bytes
        guard let encodedHTML else {
            output += "Content-Type: text/plain; charset=utf-8\r\n".utf8
            output += encodedText.encoding.headerLine.utf8
            output += lineBreak
            output += encodedText.bytes
            if encodedText.encoding == .base64 { output += lineBreak }
            return output
        }
        let boundary = MIMEBoundary(messageID)
        output += "Content-Type: multipart/alternative;\r\n boundary=\"".utf8
        output += boundary.bytes
        output += "\"\r\n\r\n--".utf8
        output += boundary.bytes
        output += "\r\nContent-Type: text/plain; charset=utf-8\r\n".utf8
        output += encodedText.encoding.headerLine.utf8
        output += lineBreak
        output += encodedText.bytes
        // The line break before a delimiter belongs to the delimiter (RFC 2046 section 5.1.1), so bodies stay exact.
        output += "\r\n--".utf8
        output += boundary.bytes
        output += lineBreak
        if inlineParts.isEmpty {
            append(encodedHTML, to: &output)
        } else {
            appendRelated(encodedHTML, to: &output)
        }
        output += "\r\n--".utf8
        output += boundary.bytes
        output += "--\r\n".utf8
        return output
    }

    /// The HTML with the images it shows, as one part (RFC 2387): the first part is the one to show.
    private func appendRelated(_ html: EncodedBody, to output: inout [UInt8]) {
        let boundary = MIMEBoundary(messageID, depth: 1)
        output += "Content-Type: multipart/related; type=\"text/html\";\r\n boundary=\"".utf8
        output += boundary.bytes
        output += "\"\r\n\r\n--".utf8
        output += boundary.bytes
        output += lineBreak
        append(html, to: &output)
        var written: Set<String> = []
        for part in inlineParts where written.insert(part.contentID).inserted {
            output += "\r\n--".utf8
            output += boundary.bytes
            output += lineBreak
            output += part.encoded
        }
        output += "\r\n--".utf8
        output += boundary.bytes
        output += "--\r\n".utf8
    }

    private func append(_ html: EncodedBody, to output: inout [UInt8]) {
        output += "Content-Type: text/html; charset=utf-8\r\n".utf8
        output += html.encoding.headerLine.utf8
        output += lineBreak
        output += html.bytes
    }

    private var lineBreak: String.UTF8View { "\r\n".utf8 }

    private func writeFields(to header: inout HeaderWriter) {
        header.field("Date", token: MailDate.text(date, zoneOffsetSeconds: zoneOffsetSeconds))
        header.field("From", mailbox: from)
        header.field("To", mailbox: to)
        if let replyTo { header.field("Reply-To", mailbox: replyTo) }
        header.field("Subject", unstructured: subject.text)
        header.field("Message-ID", token: messageID.header)
        if let inReplyTo { header.field("In-Reply-To", token: inReplyTo.header) }
        if !references.isEmpty { header.field("References", tokens: boundedReferences.map(\.header)) }
        header.field("Auto-Submitted", token: "auto-generated")
        if let listUnsubscribe {
            // Folded nowhere while it fits one line: some relays refold it and break DKIM signatures.
            var value = "<" + listUnsubscribe.url + ">"
            if let mailto = listUnsubscribe.mailto {
                let fits = value.utf8.count + mailto.utf8.count + 24 <= HeaderWriter.longestLine
                value += (fits ? ", <" : ",\r\n <") + mailto + ">"
            }
            header.field("List-Unsubscribe", token: value)
            header.field("List-Unsubscribe-Post", token: "List-Unsubscribe=One-Click")
        }
        for extra in extraHeaders { header.field(extra.name, unstructured: extra.value.text) }
    }

    private var boundedReferences: [MessageID] {
        references.count <= 50 ? references : Array(references.prefix(1) + references.suffix(49))
    }
}
