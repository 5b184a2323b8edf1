// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import MockSMTP
public import Settings
public import Values

/// Where the mock listens, how much it takes and what it knows of the world around it.
public struct MockServerSettings: Sendable {
    /// Where SMTP listens; port 0 lets the system choose.
    public var smtp = HostPort(host: "127.0.0.1", port: 2525)
    /// Where SMTP inside TLS listens; nil for nowhere.
    public var smtps: HostPort? = HostPort(host: "127.0.0.1", port: 2465)
    /// Where the inbox page, the API and the providers listen; port 0 lets the system choose.
    public var http = HostPort(host: "127.0.0.1", port: 8026)
    /// Where the same listens inside TLS, HTTP/1.1 and HTTP/2; nil for nowhere.
    public var https: HostPort? = HostPort(host: "127.0.0.1", port: 8027)
    /// Whether it may listen for other machines, and send webhooks to them.
    public var allowRemote = false
    /// What the inbox page and the API ask for; needed by `allowRemote`.
    public var password: Secret<String>?
    /// How the SMTP server behaves.
    public var smtpServer = SMTPSettings()
    /// The most messages kept; the oldest are dropped.
    public var maxMessages = 100_000
    /// About the most memory for messages in bytes; the oldest are dropped.
    public var maxMessageMemory = 512 * 1024 * 1024
    /// A SQLite file in which messages outlive a restart; nil for memory alone.
    public var storeFile: String?
    /// The folder with `providers/*.yaml` and `scenarios/*.yaml`; nil for what is built in.
    public var mocksFolder: String?
    /// The fault scenario in force from the start, by its name.
    public var scenario: String?
    /// The gateway whose journal the ledger reads and to which bounces go; nil for none.
    public var gateway: HTTPURL?
    /// The key to that gateway's API.
    public var gatewayKey: Secret<String>?

    /// The defaults of `parcelpost mock`.
    public init() {}

    /// Lets the system choose every port.
    public mutating func chooseFreePorts() {
        smtp = HostPort(host: smtp.host, port: 0)
        http = HostPort(host: http.host, port: 0)
        smtps = smtps.map { HostPort(host: $0.host, port: 0) }
        https = https.map { HostPort(host: $0.host, port: 0) }
    }

    /// What is wrong with the settings.
    ///
    /// - Throws: `ValueError` in words for the person who started it.
    public func check() throws(ValueError) {
        for address in [smtp, http] + [smtps, https].compactMap({ $0 }) where !address.isLoopback {
            guard allowRemote else {
                throw ValueError(
                    "the mock listens on this machine only; \(address) needs --allow-remote and a password for those who "
                        + "read its messages")
            }
            guard password != nil else {
                throw ValueError(
                    "\(address) is open to other machines, so the inbox needs a password: put one into "
                        + "PARCELPOST_MOCK_PASSWORD or name a file with --password-file")
            }
        }
        guard maxMessages > 0, maxMessageMemory > 0 else {
            throw ValueError("the inbox must hold at least one message")
        }
    }
}
