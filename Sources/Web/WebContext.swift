// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Glibc
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

    /// Whether the request came by HTTP/2.
    public var isHTTP2: Bool { channel.isHTTP2Stream }

    /// The pattern of the matched route (`/t/{token}`), which unlike the path holds no token.
    public var route: String { endpointPath ?? "none" }

    /// What tells the request's connection from all others that are open.
    public var connectionID: String { String(UInt(bitPattern: ObjectIdentifier(connection).hashValue), radix: 36) }

    /// Breaks the connection off, as a crash or a broken network does: whoever mocks a failing provider calls it.
    ///
    /// Nothing that waits to be written is written, and TLS is not told goodbye. With HTTP/2 all requests of the
    /// connection end. What the handler returns afterwards reaches nobody.
    ///
    /// - Parameters:
    ///   - resetting: Whether the peer sees a reset (RST) instead of an end (FIN).
    ///   - bytes: Bytes to send first as they are, past HTTP and TLS.
    public func disconnect(resetting: Bool = false, sending bytes: [UInt8] = []) async {
        let connection = connection
        let eventLoop = connection.eventLoop
        let closed = eventLoop.submit {
            if resetting, let socket = connection as? any SocketOptionProvider {
                // Closed with no time to linger, a socket drops what it holds and resets.
                _ = socket.setSoLinger(linger(l_onoff: 1, l_linger: 0))
            }
            let core = connection._channelCore
            guard !bytes.isEmpty else { return core.close0(error: ChannelError.eof, mode: .all, promise: nil) }
            let written = eventLoop.makePromise(of: Void.self)
            core.write0(NIOAny(ByteBuffer(bytes: bytes)), promise: written)
            core.flush0()
            written.futureResult.assumeIsolated().whenComplete { _ in
                core.close0(error: ChannelError.eof, mode: .all, promise: nil)
            }
        }
        try? await closed.get()
        // A peer that reads nothing must not hold the handler for ever; the idle timeout ends it.
        try? await connection.closeFuture.get()
    }

    /// The socket's channel; that of a stream of HTTP/2 is no socket.
    private var connection: any Channel {
        channel is any SocketOptionProvider ? channel : channel.parent ?? channel
    }
}

extension Channel {
    /// Whether this is one stream of an HTTP/2 connection: its parent is the connection, whose parent is the listener.
    var isHTTP2Stream: Bool { parent?.parent != nil }
}
