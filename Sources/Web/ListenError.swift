// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Glibc
import NIOCore
public import Settings

/// Why a server could not listen, and what to do.
public struct ListenError: Error, Sendable, CustomStringConvertible {
    /// The address asked for.
    public let address: HostPort
    /// The reason and the way out.
    public let reason: String

    init(address: HostPort, errno code: CInt) {
        self.address = address
        self.reason =
            switch code {
            case EADDRINUSE: "another program listens there; stop it, or choose another port (0 takes a free one)"
            case EACCES: "this user may not use that port; choose one from 1024 on"
            case EADDRNOTAVAIL: "this machine has no such address; choose 127.0.0.1 or 0.0.0.0"
            default: String(cString: strerror(code))
            }
    }

    init(address: HostPort, _ error: SocketAddressError) {
        self.address = address
        self.reason = "the host is not known here; choose an IP address such as 127.0.0.1"
    }

    /// One sentence.
    public var description: String { "Cannot listen on \(address): \(reason)." }
}
