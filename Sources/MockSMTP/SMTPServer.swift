// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Glibc
import NIOCore
import NIOPosix
import ServiceLifecycle
package import Settings
import Synchronization
import Values

/// The mock's SMTP server: listens, counts connections, stops gracefully.
package final class SMTPServer: Sendable {
    private let settings: SMTPSettings
    private let mailbox: any SMTPMailbox
    private let connections = Connections()

    /// Makes a server that does not listen yet.
    package init(settings: SMTPSettings, mailbox: any SMTPMailbox) {
        self.settings = settings
        self.mailbox = mailbox
    }

    /// Listens until graceful shutdown or cancellation.
    ///
    /// - Parameters:
    ///   - address: Where; port 0 for any free one.
    ///   - onBound: Told the address once clients can connect.
    /// - Throws: `ValueError` for an address that cannot be bound.
    package func run(_ address: HostPort, onBound: @Sendable (HostPort) async -> Void) async throws {
        let listener: any Channel
        do {
            listener = try await bootstrap.bind(host: address.host, port: address.port).get()
        } catch let error as IOError {
            throw ValueError(
                "cannot listen for SMTP on \(address): \(String(cString: strerror(error.errnoCode))); choose another "
                    + "port, or 0 for a free one")
        } catch {
            throw ValueError("cannot listen for SMTP on \(address): choose an IP address such as 127.0.0.1")
        }
        await onBound(HostPort(host: address.host, port: listener.localAddress?.port ?? address.port))
        let clock = connections.tick(every: tickInterval)
        try? await gracefulShutdown()
        clock.cancel()
        try? await listener.close()
        await connections.end(within: .seconds(3))
    }

    /// How often connections are looked at: often enough for the shortest limit.
    private var tickInterval: TimeAmount {
        let shortest = min(settings.commandTimeout, settings.dataTimeout)
        return max(.milliseconds(10), min(.seconds(1), TimeAmount(shortest / 4)))
    }

    private var bootstrap: ServerBootstrap {
        let settings = settings
        let mailbox = mailbox
        let connections = connections
        return ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 1_024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            // Most mails fit: one read and one copy for each.
            .childChannelOption(
                .recvAllocator, value: AdaptiveRecvByteBufferAllocator(minimum: 1_024, initial: 4_096, maximum: 65_536)
            )
            .childChannelInitializer { channel in
                let isTurnedAway = !connections.add(channel, limit: settings.maxConnections)
                channel.closeFuture.whenComplete { _ in connections.remove(channel) }
                return channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        SMTPConnectionHandler(settings: settings, mailbox: mailbox, isTurnedAway: isTurnedAway))
                }
            }
    }
}

/// The connections that are open now.
private final class Connections: Sendable {
    private struct State {
        var open: [ObjectIdentifier: any Channel] = [:]
        var whenEmpty: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// Counts a connection.
    ///
    /// - Returns: Whether it is within the limit.
    func add(_ channel: any Channel, limit: Int) -> Bool {
        state.withLock { state in
            state.open[ObjectIdentifier(channel)] = channel
            return state.open.count <= limit
        }
    }

    func remove(_ channel: any Channel) {
        let waiting = state.withLock { state -> CheckedContinuation<Void, Never>? in
            state.open[ObjectIdentifier(channel)] = nil
            return state.open.isEmpty ? state.whenEmpty.take() : nil
        }
        waiting?.resume()
    }

    /// Lets all connections look at their clocks again and again: one timer, not one a connection.
    func tick(every interval: TimeAmount) -> RepeatedTask {
        MultiThreadedEventLoopGroup.singleton.next().scheduleRepeatedTask(
            initialDelay: interval, delay: interval
        ) { _ in
            for channel in self.state.withLock({ Array($0.open.values) }) {
                channel.pipeline.fireUserInboundEventTriggered(SMTPConnectionHandler.Tick())
            }
        }
    }

    /// Tells all clients that the server stops, and closes what is left after a while.
    func end(within patience: Duration) async {
        for channel in state.withLock({ Array($0.open.values) }) {
            channel.pipeline.fireUserInboundEventTriggered(SMTPConnectionHandler.ShutDown())
        }
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let timer = loop.scheduleTask(in: TimeAmount(patience)) {
            for channel in self.state.withLock({ Array($0.open.values) }) { channel.close(promise: nil) }
        }
        await withCheckedContinuation { continuation in
            let isEmpty = state.withLock { state in
                if state.open.isEmpty { return true }
                state.whenEmpty = continuation
                return false
            }
            if isEmpty { continuation.resume() }
        }
        timer.cancel()
    }
}
