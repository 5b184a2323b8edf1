// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Settings
import Synchronization

/// What listens where.
public struct MockAddresses: Hashable, Sendable {
    /// SMTP, with STARTTLS.
    public let smtp: HostPort
    /// SMTP inside TLS from the first byte; nil when it is off.
    public let smtps: HostPort?
    /// The inbox page, the API and the providers.
    public let http: HostPort
    /// The same inside TLS, HTTP/1.1 and HTTP/2; nil when it is off.
    public let https: HostPort?

    /// The inbox page's URL.
    public var inboxURL: String { "http://\(http)/" }

    /// Makes it.
    public init(smtp: HostPort, smtps: HostPort? = nil, http: HostPort, https: HostPort? = nil) {
        self.smtp = smtp
        self.smtps = smtps
        self.http = http
        self.https = https
    }
}

/// Waits until everything listens and tells it once.
package final class Places: Sendable {
    /// One of the doors.
    package enum Door: Hashable, Sendable, CaseIterable {
        case smtp, smtps, http, https
    }

    private let expected: Set<Door>
    private let open = Mutex<[Door: HostPort]>([:])
    private let tell: @Sendable (MockAddresses) async -> Void

    /// Waits for these doors; `smtp` and `http` are always among them.
    package init(_ expected: Set<Door>, tell: @escaping @Sendable (MockAddresses) async -> Void = { _ in }) {
        self.expected = expected.union([.smtp, .http])
        self.tell = tell
    }

    /// What listens where, once all of it does.
    package var addresses: MockAddresses? { open.withLock { all($0) } }

    private func all(_ open: [Door: HostPort]) -> MockAddresses? {
        guard open.count == expected.count, let smtp = open[.smtp], let http = open[.http] else { return nil }
        return MockAddresses(smtp: smtp, smtps: open[.smtps], http: http, https: open[.https])
    }

    /// A door is open.
    package func opened(_ door: Door, at address: HostPort) async {
        // The last of them sees all.
        let addresses = open.withLock { open in
            open[door] = address
            return all(open)
        }
        if let addresses { await tell(addresses) }
    }
}
