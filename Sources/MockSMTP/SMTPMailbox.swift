// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

package import MockWorld

/// Where the SMTP server puts the mails that have come to their end.
package protocol SMTPMailbox: Sendable {
    /// Keeps a mail, accepted or refused, and returns the reply for the client.
    ///
    /// - Parameters:
    ///   - body: The bytes as they came, dots unstuffed.
    ///   - envelope: Who sent it to whom.
    ///   - refusal: What the client is told if it is refused; the mail is kept for people to look at.
    ///   - finish: Makes the reply and the transcript from the id of the mail; called once, at once.
    func keep(
        _ body: [UInt8], envelope: SMTPEnvelope, refusal: SMTPReply?,
        finish: (String) -> (SMTPReply, Transcript)
    ) -> SMTPReply
}
