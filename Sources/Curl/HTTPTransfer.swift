// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// One HTTP request; redirects are not followed.
public struct HTTPTransfer: Sendable {
    /// The method, upper case.
    public var method: String
    /// An http or https URL.
    public var url: String
    /// Header names and values, in order.
    public var headers: [(name: String, value: String)]
    /// The body; nil sends none.
    public var body: [UInt8]?
    /// For the whole exchange.
    public var timeout: Duration
    /// From the first packet to the end of the TLS handshake.
    public var connectTimeout: Duration
    /// The largest answer taken.
    public var maxResponseBytes: Int
    /// A PEM file of certificates to trust instead of the system's.
    public var caFile: String?
    /// Whether HTTP/2 is offered over TLS.
    public var offersHTTP2: Bool

    /// Makes a request.
    public init(
        method: String = "GET", url: String, headers: [(name: String, value: String)] = [], body: [UInt8]? = nil,
        timeout: Duration = .seconds(30), connectTimeout: Duration = .seconds(10),
        maxResponseBytes: Int = 1_048_576, caFile: String? = nil, offersHTTP2: Bool = true
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.connectTimeout = connectTimeout
        self.maxResponseBytes = maxResponseBytes
        self.caFile = caFile
        self.offersHTTP2 = offersHTTP2
    }

    /// Scheme, host and port, for which connections are counted.
    ///
    /// - Throws: `TransferFailure` of kind `invalid` when the request cannot be sent as it is.
    func checkedOrigin() throws(TransferFailure) -> String {
        let lowered = url.prefix(8).lowercased()
        guard lowered.hasPrefix("http://") || lowered == "https://", !Line.hasControls(url), !url.contains(" ") else {
            throw TransferFailure(.invalid, "The URL must start with http:// or https:// and hold no spaces.")
        }
        let tokenMarks = "!#$%&'*+-.^_`|~"
        func isToken(_ text: String) -> Bool {
            !text.isEmpty && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || tokenMarks.contains($0)) }
        }
        guard isToken(method) else { throw TransferFailure(.invalid, "The HTTP method holds a forbidden character.") }
        for header in headers {
            guard isToken(header.name), !Line.hasControls(header.value) else {
                throw TransferFailure(.invalid, "An HTTP header holds a control character or has a malformed name.")
            }
        }
        if let caFile, caFile.isEmpty || Line.hasControls(caFile) {
            throw TransferFailure(.certificateFile, "The path of the trusted certificates is malformed.")
        }
        let scheme = url.prefix { $0 != ":" }
        let authority = url.dropFirst(scheme.count + 3).prefix { !"/?#".contains($0) }
        guard !authority.isEmpty else { throw TransferFailure(.invalid, "The URL names no host.") }
        return (scheme + "://" + authority).lowercased()
    }
}
