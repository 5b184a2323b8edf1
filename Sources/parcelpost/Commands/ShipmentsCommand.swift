// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Notices
import Shipping
import Storage
import Values

/// `parcelpost shipments`: the parcels a shop registered.
struct ShipmentsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shipments", abstract: "List and show registered shipments.",
        subcommands: [ListCommand.self, ShowCommand.self], defaultSubcommand: ListCommand.self)

    /// `parcelpost shipments list`.
    struct ListCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List a shop's shipments, newest first.")

        @Option(name: .long, help: "The shop.")
        var shop = "default"

        @Option(name: .long, help: "How many.")
        var limit = 50

        @Flag(name: .long, help: "Print JSON, one shipment a line.")
        var json = false

        @OptionGroup var config: ConfigOption

        func run() async throws {
            try await reporting {
                let shop = try ShopID(shop)
                let store = try config.load().openStore()
                let shipments = try await store.shipments(of: shop, before: nil, limit: max(1, min(limit, 10_000)))
                try store.close()
                if json {
                    for shipment in shipments { Terminal.say(shipment.summary.text) }
                } else if shipments.isEmpty {
                    Terminal.say("No shipments yet. Register one: PUT /v1/shipments/{courier}/{trackingNumber}")
                } else {
                    Terminal.table(["courier", "number", "stage", "registered", "orders"], shipments.map(\.row))
                }
            }
        }
    }

    /// `parcelpost shipments show`.
    struct ShowCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show one shipment and its journey.")

        @Argument(help: "The courier: any code of it, such as cj or 04.")
        var courier: String

        @Argument(help: "The tracking number.")
        var trackingNumber: String

        @Option(name: .long, help: "The shop.")
        var shop = "default"

        @Flag(name: .long, help: "Print JSON.")
        var json = false

        @OptionGroup var config: ConfigOption

        func run() async throws {
            try await reporting {
                let key = ShipmentKey(
                    shop: try ShopID(shop), courier: try CourierCode(courier),
                    trackingNumber: try TrackingNumber(trackingNumber))
                let store = try config.load().openStore()
                let shipment = try await store.shipment(key)
                try store.close()
                guard let shipment else {
                    throw CommandFailure.report("\(key.courier) \(key.trackingNumber) is not registered.")
                }
                if json {
                    Terminal.say(shipment.summary.text)
                } else {
                    show(shipment)
                }
            }
        }

        private func show(_ shipment: Shipment) {
            Terminal.table(["courier", "number", "stage", "registered", "orders"], [shipment.row])
            guard let scans = shipment.snapshot?.scans, !scans.isEmpty else { return }
            Terminal.say()
            Terminal.table(
                ["when", "where", "what"],
                scans.reversed().map { [$0.time.map(Terminal.time) ?? "-", $0.location?.text ?? "-", $0.text.text] })
        }
    }
}

extension Shipment {
    /// One row of the list; no names, no addresses.
    fileprivate var row: [String] {
        [
            key.courier.courier?.koreanName ?? key.courier.value, key.trackingNumber.value, stage.rawValue,
            Terminal.time(registeredAt), registration.orders.map(\.id.text).joined(separator: " "),
        ]
    }

    /// The same as JSON.
    fileprivate var summary: JSON {
        [
            "courier": .string(key.courier.value), "trackingNumber": .string(key.trackingNumber.value),
            "generation": .integer(Int64(generation)), "stage": .string(stage.rawValue),
            "registeredAt": .string(registeredAt.rfc3339), "token": .string(token),
            "orders": .array(registration.orders.map { .string($0.id.text) }),
        ]
    }
}
