// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// How far a mail got on its way to the server.
public enum SMTPStage: Int, CaseIterable, Comparable, Sendable {
    /// It never left the queue.
    case waiting
    /// Resolving, connecting, implicit TLS, the server's greeting.
    case connect
    /// EHLO.
    case hello
    /// STARTTLS and the handshake behind it.
    case startTLS
    /// AUTH.
    case login
    /// MAIL FROM.
    case sender
    /// RCPT TO.
    case recipient
    /// DATA.
    case data
    /// The message is being sent; what was sent of it counts for nothing (RFC 5321 section 4.1.1.4).
    case message
    /// The final dot is sent and its answer is awaited: from here on the server may have taken the mail.
    case ending

    /// The earlier stage first.
    public static func < (left: SMTPStage, right: SMTPStage) -> Bool { left.rawValue < right.rawValue }
}
