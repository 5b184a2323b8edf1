// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Values

/// What the mock's SMTP server allows and for how long it waits.
///
/// The defaults are those of a strict server of the open internet, so that a client with a fault fails here and not at
/// the customer's provider.
public struct SMTPSettings: Sendable {
    /// How the server treats line ends and other bytes that break the protocol.
    public struct Discipline: Hashable, Sendable, CustomStringConvertible {
        private enum Kind: String { case strict, normalize, lenient }
        private let kind: Kind

        /// Breaks of the protocol are refused with 550 5.5.2 and kept beside the mail.
        public static let strict = Discipline(kind: .strict)
        /// Breaks are noted; bare CR and LF are stored as CRLF.
        public static let normalize = Discipline(kind: .normalize)
        /// Breaks are noted and the bytes stored as they came.
        public static let lenient = Discipline(kind: .lenient)

        /// Reads `strict`, `normalize` or `lenient`.
        public init?(_ name: String) {
            guard let kind = Kind(rawValue: name) else { return nil }
            self.kind = kind
        }

        private init(kind: Kind) {
            self.kind = kind
        }

        /// Its name in settings.
        public var description: String { kind.rawValue }
    }

    /// A certificate with its key, for STARTTLS and for TLS from the first byte.
    public struct TLS: Sendable {
        /// The certificate and those between it and the root, PEM.
        public var certificatePEM: String
        /// Its private key, PEM.
        public var keyPEM: Secret<String>

        /// Takes them as they are; `SMTPServer` refuses what cannot be read.
        public init(certificatePEM: String, keyPEM: String) {
            self.certificatePEM = certificatePEM
            self.keyPEM = Secret(keyPEM)
        }
    }

    /// The name in the greeting and in EHLO.
    public var hostName = "mock.parcelpost.test"
    /// How breaks of the protocol are treated.
    public var discipline = Discipline.strict
    /// The largest mail in bytes (RFC 1870); larger ones get 552 5.3.4.
    public var maxMessageBytes = 25 * 1024 * 1024
    /// The most recipients of one mail.
    ///
    /// RFC 5321 section 4.5.3.1.8 asks for at least 100; more get 452 4.5.3.
    public var maxRecipients = 1_000
    /// The longest line of a mail with its CRLF (RFC 5321 section 4.5.3.1.6).
    public var maxTextLineBytes = 1_000
    /// The longest command with its CRLF.
    ///
    /// RFC 5321 section 4.5.3.1.4 asks for 512; SIZE, 8BITMIME, SMTPUTF8, AUTH and DSN together add 660.
    public var maxCommandBytes = 2_048
    /// The longest line of an AUTH dialogue (RFC 4954 section 4).
    public var maxAuthBytes = 12_288
    /// The most connections at a time; more get 421 4.3.2.
    public var maxConnections = 1_000
    /// After so many refused commands without an accepted mail between them the session ends with 421 4.7.0.
    public var maxErrors = 20
    /// How long a client may take for its next whole command (RFC 5321 section 4.5.3.2.7).
    public var commandTimeout: Duration = .seconds(300)
    /// How long a client may take for a whole mail after DATA.
    public var dataTimeout: Duration = .seconds(600)
    /// How long the greeting is held back to notice a client that talks first; zero greets at once.
    public var greetingPause: Duration = .milliseconds(1)
    /// User names and passwords that AUTH takes; with none, any pair is taken.
    public var users: [String: Secret<String>] = [:]
    /// Whether MAIL needs AUTH before it (530 5.7.0).
    public var requiresAuth = false

    /// The certificate; nil offers no TLS.
    public var tls: TLS?
    /// Whether MAIL and AUTH need TLS before them (530 5.7.0, RFC 3207 section 4).
    public var requiresTLS = false

    /// Makes the defaults.
    public init() {}
}
