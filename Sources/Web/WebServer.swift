// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Hummingbird
import HummingbirdCore
import HummingbirdHTTP2
public import Logging
import NIOCore
public import ServiceLifecycle
public import Settings

/// An HTTP server set up once for all of ours: limits, deadlines, problem+json and security headers.
///
/// ```swift
/// let server = WebServer(.init(address: address), logger: logger) { router in
///     router.get("/healthz") { _, _ in JSONResponse(["status": "ok"]) }
/// } onRunning: { address in
///     ready(address)
/// }
/// try await server.run()   // or as a service of a ServiceGroup
/// ```
///
/// On graceful shutdown it stops accepting, finishes the requests it has, ends event streams and returns.
public struct WebServer: Service {
    /// The Hummingbird application, for `application.test(.router)` and `.test(.live)`.
    public let application: Application<RouterResponder<WebContext>>
    private let address: HostPort

    /// Builds a server.
    ///
    /// - Parameters:
    ///   - configuration: Where to listen and what to allow.
    ///   - logger: Where failures of our own are logged, by type and route pattern only.
    ///   - routes: Adds the routes. Middleware added here runs inside ours.
    ///   - onRunning: Told the bound address once connections are accepted.
    public init(
        _ configuration: Configuration, logger: Logger,
        routes: (Router<WebContext>) -> Void,
        onRunning: @escaping @Sendable (HostPort) async -> Void = { _ in }
    ) {
        let router = Router(context: WebContext.self, options: [.autoGenerateHeadEndpoints])
        let table = RouteTable()
        router.add(middleware: EdgeMiddleware(configuration, routes: table))
        routes(router)
        let responder = router.buildResponder()
        table.fill(router.routes.map { ($0.path, $0.method) })
        self.address = configuration.address
        let host = configuration.address.host
        self.application = Application(
            responder: responder,
            server: Self.builder(configuration),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: configuration.address.port),
                availableConnectionsDelegate: MaximumAvailableConnections(
                    configuration.maximumConnections, logger: logger)),
            onServerRunning: { channel in
                await onRunning(HostPort(host: host, port: channel.localAddress?.port ?? 0))
            },
            logger: logger)
    }

    /// Serves until the task is cancelled or its service group shuts down.
    ///
    /// - Throws: `ListenError` when the address cannot be bound.
    public func run() async throws {
        do {
            try await application.run()
        } catch let error as IOError {
            throw ListenError(address: address, errno: error.errnoCode)
        } catch let error as SocketAddressError {
            throw ListenError(address: address, error)
        }
    }

    private static func builder(_ configuration: Configuration) -> HTTPServerBuilder {
        guard let tls = configuration.tls else { return .http1(configuration: channel(configuration)) }
        return HTTPServerBuilder { responder in
            try TLSWebChannel(
                HTTP2UpgradeChannel(
                    tlsConfiguration: tls.configuration,
                    configuration: HTTP2ChannelConfiguration(
                        idleTimeout: configuration.idleTimeout, gracefulCloseTimeout: .seconds(5),
                        streamConfiguration: channel(configuration)),
                    responder: responder),
                idleTimeout: configuration.idleTimeout)
        }
    }

    private static func channel(_ configuration: Configuration) -> HTTP1Channel.Configuration {
        let limits = ConnectionGuard.Limits(
            bodyDeadline: configuration.bodyDeadline, stallTimeout: configuration.stallTimeout)
        return HTTP1Channel.Configuration(
            additionalChannelHandlers: [
                ConnectionGuardHandler(limits, headerFields: configuration.headerFields)
            ],
            idleTimeout: TimeAmount(configuration.idleTimeout),
            httpDecoderConfiguration: HTTP1Channel.Configuration.DecoderConfiguration(
                maxHeaderFieldSize: configuration.headerBytes, maxHeaderListSize: configuration.headerBytes,
                maxHeaderFieldCount: configuration.headerFields))
    }
}
