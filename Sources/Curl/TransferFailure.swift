// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import CCurl

/// Why a transfer came to nothing, when the other side did not say it in a reply.
public struct TransferFailure: Error, Hashable, Sendable {
    /// What kind of failure it is.
    public enum Kind: String, CaseIterable, Sendable {
        /// The loop holds as many transfers as it may; nothing was sent.
        case queueFull
        /// The loop is shutting down; nothing was sent.
        case shuttingDown
        /// The caller gave up.
        case cancelled
        /// The request itself cannot be sent: a bad URL, header or message.
        case invalid
        /// The host's name has no address, or no name server answered.
        case resolve
        /// Nobody listens there, or the network does not lead there.
        case connect
        /// The certificate is not valid for that host, or nobody we trust signed it.
        case certificate
        /// The file of trusted certificates cannot be read.
        case certificateFile
        /// TLS failed for another reason.
        case tls
        /// TLS is required and the server does not offer STARTTLS.
        case tlsUnavailable
        /// The server offers no login, or none of the mechanisms allowed, or refused without a reply.
        case login
        /// Time ran out.
        case timeout
        /// The connection ended early.
        case disconnected
        /// The answer is larger than the limit.
        case responseTooLarge
        /// An address needs SMTPUTF8 and the server does not offer it.
        case needsSMTPUTF8
        /// The recipient's domain is no valid internationalised name.
        case invalidRecipient
        /// The sender's domain is no valid internationalised name.
        case invalidSender
        /// The message holds bytes above 127 and the server does not offer 8BITMIME.
        case needs8BitMIME
        /// The message is larger than the server announced to take.
        case messageTooLarge
        /// The server does not speak the protocol.
        case protocolViolation
        /// libcurl failed in another way.
        case other
    }

    /// What kind of failure it is.
    public let kind: Kind
    /// What happened and what to do about it, in one or two sentences, without addresses and secrets.
    public let description: String
    /// libcurl's code (`CURLE_...`), 0 when it did not come from libcurl.
    public let curlCode: Int
    /// libcurl's own words, for staff; may name the host.
    public let detail: String
    /// Whether the request may have reached the other side all the same.
    public let mayHaveArrived: Bool

    init(
        _ kind: Kind, _ description: String, curlCode: Int = 0, detail: String = "", mayHaveArrived: Bool = false
    ) {
        self.kind = kind
        self.description = description
        self.curlCode = curlCode
        self.detail = detail
        self.mayHaveArrived = mayHaveArrived
    }

    /// Makes a failure of libcurl's code.
    init(code: CURLcode, detail: String, mayHaveArrived: Bool = false) {
        let kind = Kind(code)
        self.init(
            kind, TransferFailure.sentence(kind), curlCode: Int(code.rawValue), detail: detail,
            mayHaveArrived: mayHaveArrived)
    }

    /// The same failure, known to have left the request's fate open.
    func mayHaveArrived(_ mayHaveArrived: Bool) -> TransferFailure {
        TransferFailure(kind, description, curlCode: curlCode, detail: detail, mayHaveArrived: mayHaveArrived)
    }

    /// Makes a failure of a kind, in that kind's words.
    package static func of(_ kind: Kind, detail: String = "") -> TransferFailure {
        TransferFailure(kind, sentence(kind), detail: detail)
    }

    private static func sentence(_ kind: Kind) -> String {
        switch kind {
        case .queueFull: "Too many transfers are waiting; try again when some have ended."
        case .shuttingDown: "The program is shutting down; nothing was sent."
        case .cancelled: "The transfer was cancelled."
        case .invalid: "The request cannot be sent as it is; check its URL and headers."
        case .resolve: "The server's name could not be resolved; check the host name and the name servers."
        case .connect: "No connection could be made; check host, port and firewall."
        case .certificate:
            "The server's certificate is not trusted for that host name; check the host name, or set caFile to the "
                + "certificate that signed it."
        case .certificateFile: "The file of trusted certificates cannot be read; check caFile."
        case .tls: "TLS could not be set up; check the port and whether it wants implicit TLS or STARTTLS."
        case .tlsUnavailable:
            "The server offers no STARTTLS on this port; use its TLS port, or check that nobody is in between."
        case .login: "The server offers no login that is allowed here; check the port, security and auth settings."
        case .timeout: "The server did not answer in time."
        case .disconnected: "The connection ended before the answer."
        case .responseTooLarge: "The answer is larger than allowed."
        case .needsSMTPUTF8: "The address has letters outside ASCII and the server does not offer SMTPUTF8."
        case .invalidRecipient: "The recipient's domain is no valid internationalised name."
        case .invalidSender: "The sender's domain is no valid internationalised name; check the shop's address."
        case .needs8BitMIME: "The message has bytes above 127 and the server does not offer 8BITMIME."
        case .messageTooLarge: "The message is larger than the server takes."
        case .protocolViolation: "The answer is not what the protocol allows; check the port."
        case .other: "libcurl could not do the transfer."
        }
    }
}

extension TransferFailure: CustomStringConvertible, CustomDebugStringConvertible {
    /// The description, libcurl's code and its words.
    public var debugDescription: String {
        description + " [" + kind.rawValue + ", curl \(curlCode)" + (detail.isEmpty ? "" : ": " + detail) + "]"
    }
}

extension TransferFailure.Kind {
    /// Sorts libcurl's codes.
    init(_ code: CURLcode) {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: self = .resolve
        case CURLE_COULDNT_CONNECT, CURLE_INTERFACE_FAILED: self = .connect
        case CURLE_OPERATION_TIMEDOUT: self = .timeout
        case CURLE_PEER_FAILED_VERIFICATION: self = .certificate
        case CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CRL_BADFILE: self = .certificateFile
        case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_CIPHER, CURLE_SSL_ENGINE_INITFAILED, CURLE_SSL_SHUTDOWN_FAILED, CURLE_SSL_ISSUER_ERROR,
            CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_INVALIDCERTSTATUS:
            self = .tls
        case CURLE_USE_SSL_FAILED: self = .tlsUnavailable
        case CURLE_LOGIN_DENIED: self = .login
        case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE, CURLE_HTTP2,
            CURLE_HTTP2_STREAM:
            self = .disconnected
        case CURLE_WEIRD_SERVER_REPLY: self = .protocolViolation
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_URL_MALFORMAT: self = .invalid
        case CURLE_FILESIZE_EXCEEDED: self = .responseTooLarge
        default: self = .other
        }
    }
}
