// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import HummingbirdCore
import HummingbirdHTTP2
import Logging
import NIOCore
import NIOSSL

/// Connections inside TLS that speak HTTP/2 or HTTP/1.1, as the client prefers (ALPN).
///
/// Hummingbird's own has no deadline for the handshake, and ends an idle connection of HTTP/2 only once the client has
/// answered a PING; `TLSConnectionHandler` ends those too.
struct TLSWebChannel: ServerChildChannel {
    typealias Value = HTTP2UpgradeChannel.Value

    private let base: HTTP2UpgradeChannel
    private let idleTimeout: Duration

    init(_ base: HTTP2UpgradeChannel, idleTimeout: Duration) {
        self.base = base
        self.idleTimeout = idleTimeout
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        base.setup(channel: channel, logger: logger).flatMapThrowing { [idleTimeout] value in
            let pipeline = channel.pipeline.syncOperations
            let tls = try pipeline.handler(type: NIOSSLServerHandler.self)
            try pipeline.addHandler(TLSConnectionHandler(idleTimeout: idleTimeout), position: .after(tls))
            return value
        }
    }

    func handle(value: Value, logger: Logger) async {
        await base.handle(value: value, logger: logger)
    }
}
