// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// The load generator and the counting sink behind `make bench`.
@main
struct ParcelpostLoad: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parcelpost-load",
        abstract: "Loads a gateway on this machine and counts what comes out of it.",
        discussion: """
            Only loopback addresses are accepted, every run is bounded in number and time, and every number printed was \
            measured. Results go to standard output as one JSON object.
            """,
        subcommands: [WebhooksCommand.self, RegisterCommand.self, SinkCommand.self])
}
