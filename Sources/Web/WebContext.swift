// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Hummingbird
import NIOCore

/// What a request carries through our servers, beside what Hummingbird itself needs.
public struct WebContext: RequestContext {
    /// Hummingbird's own part: parameters, route pattern, logger.
    public var coreContext: CoreRequestContextStorage
    private let channel: any Channel

    /// Makes the context of one request.
    public init(source: Source) {
        self.coreContext = CoreRequestContextStorage(source: source)
        self.channel = source.channel
    }

    /// The address of the peer, for rate limits; nil without a socket.
    ///
    /// Never log it whole.
    public var peerAddress: String? { channel.remoteAddress?.ipAddress }

    /// The pattern of the matched route (`/t/{token}`), which unlike the path holds no token.
    public var route: String { endpointPath ?? "none" }
}
