// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// How long to wait for a mail server.
///
/// RFC 5321 section 4.5.3.2 asks for five minutes a command and ten after the final dot; relays that want our mail
/// answer sooner, but giving up after the final dot leaves the mail's fate unknown, so that wait stays long.
public struct SMTPTimeouts: Hashable, Sendable {
    /// From the first packet to the end of the login.
    public var connect: Duration
    /// For each answer to MAIL, RCPT and DATA, and for each piece of the message to get out.
    public var command: Duration
    /// For the answer to the final dot.
    public var ending: Duration
    /// For the whole message to get out, however slowly the server reads.
    public var message: Duration
    /// How long an unused connection is kept.
    public var idle: Duration

    /// Takes the times; the defaults suit a relay on the internet.
    public init(
        connect: Duration = .seconds(30), command: Duration = .seconds(60), ending: Duration = .seconds(600),
        message: Duration = .seconds(600), idle: Duration = .seconds(30)
    ) {
        self.connect = connect
        self.command = command
        self.ending = ending
        self.message = message
        self.idle = idle
    }
}
