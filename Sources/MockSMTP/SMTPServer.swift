// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Glibc
import NIOCore
import NIOPosix
import NIOSSL
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
    ///   - tlsAddress: Where it listens inside TLS from the first byte; nil for nowhere.
    ///   - onBound: Told the address once clients can connect.
    ///   - onBoundTLS: Told the address inside TLS once clients can connect.
    /// - Throws: `ValueError` for an address that cannot be bound or a certificate that cannot be used.
    package func run(
        _ address: HostPort, tls tlsAddress: HostPort? = nil, onBound: @Sendable (HostPort) async -> Void,
        onBoundTLS: @Sendable (HostPort) async -> Void = { _ in }
    ) async throws {
        let context = try tlsContext()
        let listener = try await bind(address, context, isInsideTLS: false)
        var listeners = [listener]
        if let tlsAddress {
            guard context != nil else {
                try? await listener.close()
                throw ValueError("SMTP inside TLS on \(tlsAddress) needs a certificate")
            }
            do {
                let listener = try await bind(tlsAddress, context, isInsideTLS: true)
                listeners.append(listener)
                await onBoundTLS(HostPort(host: tlsAddress.host, port: listener.localAddress?.port ?? tlsAddress.port))
            } catch {
                try? await listener.close()
                throw error
            }
        }
        await onBound(HostPort(host: address.host, port: listener.localAddress?.port ?? address.port))
        let clock = connections.tick(every: tickInterval)
        try? await gracefulShutdown()
        clock.cancel()
        for listener in listeners { try? await listener.close() }
        await connections.end(within: .seconds(3))
    }

    private func bind(_ address: HostPort, _ tls: NIOSSLContext?, isInsideTLS: Bool) async throws -> any Channel {
        do {
            return try await bootstrap(tls, isInsideTLS: isInsideTLS).bind(host: address.host, port: address.port).get()
        } catch let error as IOError {
            throw ValueError(
                "cannot listen for SMTP on \(address): \(String(cString: strerror(error.errnoCode))); choose another "
                    + "port, or 0 for a free one")
        } catch {
            throw ValueError("cannot listen for SMTP on \(address): choose an IP address such as 127.0.0.1")
        }
    }

    private func tlsContext() throws -> NIOSSLContext? {
        guard let tls = settings.tls else { return nil }
        do {
            let chain = try NIOSSLCertificate.fromPEMBytes(Array(tls.certificatePEM.utf8))
            let key = try NIOSSLPrivateKey(bytes: Array(tls.keyPEM.reveal().utf8), format: .pem)
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
            configuration.minimumTLSVersion = .tlsv12
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw ValueError(
                "the certificate of the SMTP server or its key cannot be used: both must be PEM and belong together")
        }
    }

    /// How often connections are looked at: often enough for the shortest limit.
    private var tickInterval: TimeAmount {
        let shortest = min(settings.commandTimeout, settings.dataTimeout)
        return max(.milliseconds(10), min(.seconds(1), TimeAmount(shortest / 4)))
    }

    private func bootstrap(_ tls: NIOSSLContext?, isInsideTLS: Bool) -> ServerBootstrap {
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
                    if isInsideTLS, let tls {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls))
                    }
                    try channel.pipeline.syncOperations.addHandler(
                        SMTPConnectionHandler(
                            settings: settings, mailbox: mailbox, tls: tls, isInsideTLS: isInsideTLS,
                            isTurnedAway: isTurnedAway))
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
