// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Settings

extension WebServer {
    /// Where a server listens and what it allows (DESIGN promise 5: nothing unbounded).
    public struct Configuration: Sendable {
        /// Where to listen; port 0 lets the system choose.
        public var address: HostPort
        /// How long a connection may stay without a request, or without the rest of its header.
        public var idleTimeout: Duration = .seconds(60)
        /// How long a body may take from the end of the header to its last byte; then the answer is 408.
        ///
        /// One that keeps coming at 8 KiB a second or more gets as much again.
        public var bodyDeadline: Duration = .seconds(20)
        /// How long a client may refuse to take what was written for it.
        public var stallTimeout: Duration = .seconds(30)
        /// How many connections are served at once; more wait in the system's queue.
        public var maximumConnections = 4_096
        /// The largest request header, in bytes, all fields together.
        public var headerBytes = 16 * 1024
        /// The most fields a request header may have.
        public var headerFields = 100
        /// The certificate to show; nil for plain HTTP/1.1.
        ///
        /// Inside TLS a client may choose HTTP/2 (ALPN). All limits hold there too, each stream being one request, with
        /// what HTTP/2 has of its own: 100 streams at once, a header list of 16 KiB whatever `headerBytes` says (past
        /// it the connection ends), and no deadline for the connection as a whole but `idleTimeout` without streams.
        public var tls: TLSFiles?
        /// Which hosts a request may be for; nil takes all.
        ///
        /// A tool on loopback uses `.loopback`: else any web page could reach it through a name of its own that
        /// resolves to 127.0.0.1 (DNS rebinding).
        public var allowedHosts: AllowedHosts?
        /// The content security policy of answers that bring none themselves.
        public var pagePolicy: PagePolicy = .nothing

        /// Makes a configuration with the default limits.
        public init(address: HostPort, allowedHosts: AllowedHosts? = nil) {
            self.address = address
            self.allowedHosts = allowedHosts
        }
    }
}
