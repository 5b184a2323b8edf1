// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import MockSMTP
public import Settings
public import Values

/// Where the mock listens and how much it takes.
public struct MockServerSettings: Sendable {
    /// Where SMTP listens; port 0 lets the system choose.
    public var smtp = HostPort(host: "127.0.0.1", port: 2525)
    /// Where the inbox page and the API listen; port 0 lets the system choose.
    public var http = HostPort(host: "127.0.0.1", port: 8026)
    /// Whether it may listen for other machines, and send webhooks to them.
    public var allowRemote = false
    /// How the SMTP server behaves.
    public var smtpServer = SMTPSettings()
    /// The most messages kept; the oldest are dropped.
    public var maxMessages = 100_000
    /// About the most memory for messages in bytes; the oldest are dropped.
    public var maxMessageMemory = 512 * 1024 * 1024

    /// The defaults of `parcelpost mock`.
    public init() {}

    /// What is wrong with the settings.
    ///
    /// - Throws: `ValueError` in words for the person who started it.
    public func check() throws(ValueError) {
        for address in [smtp, http] where !allowRemote && !address.isLoopback {
            throw ValueError(
                "the mock listens on this machine only; \(address) needs --allow-remote, and then everybody who reaches "
                    + "it reads all mails")
        }
        guard maxMessages > 0, maxMessageMemory > 0 else {
            throw ValueError("the inbox must hold at least one message")
        }
    }
}
