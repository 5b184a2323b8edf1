// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Values

/// One mail on its way to one recipient.
public struct SMTPTransfer: Sendable {
    /// Whom to hand it to.
    public let relay: SMTPRelay
    /// Where bounces go.
    public let sender: EmailAddress
    /// Who gets it; one a transaction, so that one refusal concerns one mail.
    public let recipient: EmailAddress
    /// The message, with CRLF line ends.
    public let message: [UInt8]

    /// Whether the message's header holds addresses outside ASCII, so that the server must offer SMTPUTF8 (RFC 6531).
    public let requiresSMTPUTF8: Bool

    /// Makes a transfer.
    public init(
        relay: SMTPRelay, sender: EmailAddress, recipient: EmailAddress, message: [UInt8],
        requiresSMTPUTF8: Bool = false
    ) {
        self.requiresSMTPUTF8 = requiresSMTPUTF8
        self.relay = relay
        self.sender = sender
        self.recipient = recipient
        self.message = message
    }
}
