// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import CCurl
import Values

/// The commands that carry an envelope to a server with certain capabilities.
struct SMTPCommands {
    /// MAIL, without its line end.
    let sender: String
    /// RCPT, without its line end.
    let recipient: String

    /// Writes the commands.
    ///
    /// - Throws: `TransferFailure` when the server cannot take the mail: `needsSMTPUTF8`, `needs8BitMIME` or
    ///   `messageTooLarge`. Nothing was sent then.
    init(_ job: MailJob, capabilities: SMTPCapabilities) throws(TransferFailure) {
        let transfer = job.transfer
        let needsUTF8 =
            transfer.requiresSMTPUTF8 || transfer.sender.needsSMTPUTF8 || transfer.recipient.needsSMTPUTF8
        guard !needsUTF8 || capabilities.offersSMTPUTF8 else { throw TransferFailure.of(.needsSMTPUTF8) }
        guard !job.message.isEightBit || capabilities.offers8BitMIME else { throw TransferFailure.of(.needs8BitMIME) }
        if let limit = capabilities.maxMessageBytes, job.message.size > limit {
            throw TransferFailure.of(
                .messageTooLarge, detail: "\(job.message.size) bytes; the server takes \(limit)")
        }
        var sender = "MAIL FROM:<" + (try SMTPCommands.path(transfer.sender, else: .invalidSender)) + ">"
        if capabilities.offersSize { sender += " SIZE=" + String(job.message.size) }
        if job.message.isEightBit { sender += " BODY=8BITMIME" }
        if needsUTF8 { sender += " SMTPUTF8" }
        self.sender = sender
        self.recipient = "RCPT TO:<" + (try SMTPCommands.path(transfer.recipient, else: .invalidRecipient)) + ">"
    }

    /// The address with its domain in ASCII (RFC 5890), which every server understands.
    private static func path(
        _ address: EmailAddress, else kind: TransferFailure.Kind
    ) throws(TransferFailure) -> String {
        guard address.domain.utf8.contains(where: { $0 >= 0x80 }) else { return address.address }
        guard let domain = asciiDomain(address.domain) else { throw TransferFailure.of(kind) }
        return address.localPart + "@" + domain
    }

    private static func asciiDomain(_ domain: String) -> String? {
        guard let url = curl_url() else { return nil }
        defer { curl_url_cleanup(url) }
        guard curl_url_set(url, CURLUPART_URL, "http://" + domain + "/", 0) == CURLUE_OK else { return nil }
        var host: UnsafeMutablePointer<CChar>?
        guard curl_url_get(url, CURLUPART_HOST, &host, UInt32(CURLU_PUNYCODE)) == CURLUE_OK, let host else {
            return nil
        }
        defer { curl_free(host) }
        let ascii = String(cString: host)
        return ascii.utf8.allSatisfy { $0 < 0x80 } ? ascii : nil
    }
}
