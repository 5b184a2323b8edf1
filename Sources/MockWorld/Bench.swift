// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

package import Curl
package import Logging

/// What all mock providers share: where messages go, whose time it is, what goes wrong and what comes later.
package struct Bench: Sendable {
    /// Where everything that is sent is kept.
    package let inbox: Inbox
    /// The mock's calendar time, which people move forward.
    package let clock: MockClock
    /// What happens later on that clock: results, retries, bounces, journeys.
    package let agenda: Agenda
    /// What goes wrong on purpose.
    package let faults: FaultBook
    /// Carries what the mock itself sends: webhooks, receipts, bounces.
    package let loop: CurlLoop
    /// What listens where.
    package let places: Places
    /// Whether the mock may send to other machines.
    package let allowsRemote: Bool
    /// Where failures of its own are logged; never what a message holds.
    package let logger: Logger

    /// Makes a bench.
    package init(
        inbox: Inbox, clock: MockClock, agenda: Agenda, faults: FaultBook, loop: CurlLoop, places: Places,
        allowsRemote: Bool = false, logger: Logger
    ) {
        self.inbox = inbox
        self.clock = clock
        self.agenda = agenda
        self.faults = faults
        self.loop = loop
        self.places = places
        self.allowsRemote = allowsRemote
        self.logger = logger
    }
}
