// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Cryptography
import Hummingbird
import MockConsole
import MockMessaging
import MockPush
import MockTracking
import MockWorld
import Settings
import Values
import Web

/// Everything that answers HTTP, made once and served on both doors.
struct MockRoutes: Sendable {
    private let console: ConsoleRoutes
    private let control: ControlRoutes
    private let ledger: LedgerRoutes
    private let messaging: MessagingRoutes
    private let push: PushRoutes
    private let tracking: TrackingRoutes
    private let gate: PasswordGate?
    private let authority: CertificateAuthority?

    init(bench: Bench, settings: MockServerSettings, files: ProviderFiles, authority: CertificateAuthority?) {
        let messaging = MessagingRoutes(bench: bench, settings: files.messaging)
        let push = PushRoutes(bench: bench, settings: files.push)
        let tracking = TrackingRoutes(bench: bench, settings: files.tracking)
        self.messaging = messaging
        self.push = push
        self.tracking = tracking
        self.console = ConsoleRoutes(bench: bench)
        self.control = ControlRoutes(
            bench: bench, scenarios: settings.mocksFolder.map { $0 + "/scenarios" },
            onReset: [
                { messaging.reset(space: $0) }, { push.reset(space: $0) }, { tracking.reset(space: $0) },
            ])
        self.ledger = LedgerRoutes(
            bench: bench, gateway: settings.gateway.flatMap { try? WebURL($0.text) }, key: settings.gatewayKey)
        self.gate = settings.password.map { PasswordGate(password: $0) }
        self.authority = authority
    }

    /// Adds them to a server.
    func add(to router: Router<WebContext>) {
        if let gate { router.add(middleware: gate) }
        console.add(to: router)
        control.add(to: router)
        ledger.add(to: router)
        messaging.add(to: router)
        push.add(to: router)
        tracking.add(to: router)
        router.get("/api/ca.pem") { _, _ in try certificate() }
    }

    /// The authority's certificate, for clients to trust.
    private func certificate() throws -> Response {
        guard let authority else {
            throw ProblemDetails.notFound("This mock has no TLS ports: it was started with --no-tls.")
        }
        return Response(
            status: .ok,
            headers: [
                .contentType: "application/x-pem-file", .cacheControl: "no-store",
                .contentDisposition: "attachment; filename=\"parcelpost-mock-ca.pem\"",
            ], body: ResponseBody(byteBuffer: ByteBuffer(string: authority.certificatePEM)))
    }
}
