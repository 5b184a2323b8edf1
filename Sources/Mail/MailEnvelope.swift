// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Values

/// Who a mail is handed over from and to in SMTP, whatever its header says (RFC 5321 section 2.3.1).
public struct MailEnvelope: Hashable, Sendable {
    /// The return path, where bounces go; a VERP address names the delivery.
    public var sender: EmailAddress
    /// The one recipient of the transaction.
    public var recipient: EmailAddress

    /// Makes an envelope.
    public init(sender: EmailAddress, recipient: EmailAddress) {
        self.sender = sender
        self.recipient = recipient
    }
}
