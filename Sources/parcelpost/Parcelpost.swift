// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// The command line: reads the settings, builds the parts, runs them; owns no logic.
@main
struct Parcelpost: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parcelpost",
        abstract: "A mail-first notification gateway for parcels.",
        discussion: """
            A shop registers a shipment; the tracking service's webhook says that the parcel moved; Parcelpost tells the \
            customer.

            Start here:
              parcelpost init shop          make a working shop in ./shop
              parcelpost mock               a mail server that keeps what it gets, with an inbox page
              parcelpost serve              the gateway (run it in the shop's folder)
              parcelpost why 686530129012   why a customer got a letter, or did not
            """,
        version: Version.text,
        groupedSubcommands: [
            CommandGroup(name: "Run", subcommands: [InitCommand.self, ServeCommand.self, MockCommand.self]),
            CommandGroup(
                name: "Ask and act",
                subcommands: [WhyCommand.self, ShipmentsCommand.self, QueueCommand.self, SendCommand.self]),
            CommandGroup(name: "Templates and settings", subcommands: [RenderCommand.self, CheckCommand.self]),
        ])
}

/// What this build calls itself.
enum Version {
    /// The version of the product.
    static let text = "0.1.0"
}
