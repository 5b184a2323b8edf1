// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Notices
import Shipping
import Storage
import Values

/// `parcelpost queue`: the outbox, by hand.
struct QueueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue", abstract: "Look into the outbox; retry what was given up, cancel what is queued.",
        subcommands: [StatsCommand.self, ListCommand.self, RetryCommand.self, CancelCommand.self],
        defaultSubcommand: StatsCommand.self)

    /// `parcelpost queue stats`.
    struct StatsCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "stats", abstract: "Count deliveries by state.")

        @Flag(name: .long, help: "Print JSON.")
        var json = false

        @OptionGroup var config: ConfigOption

        func run() async throws {
            try await reporting {
                let store = try config.load().openStore()
                let clock = SystemWallClock()
                let statistics = try await store.statistics(now: clock.now)
                let counters = try await store.counters()
                try store.close()
                var rows = Delivery.State.allCases.map { ($0.rawValue, statistics.byState[$0] ?? 0) }
                rows.append(("due", statistics.due))
                rows.append(("parkedEvents", statistics.parkedEvents))
                rows += counters.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
                if json {
                    Terminal.say(JSON.object(rows.map { JSON.Member($0.0, .integer(Int64($0.1))) }).text)
                } else {
                    Terminal.table(["what", "count"], rows.map { [$0.0, String($0.1)] })
                    if let oldest = statistics.oldestDueAt { Terminal.say("oldest due: \(Terminal.time(oldest))") }
                }
            }
        }
    }

    /// `parcelpost queue list`.
    struct ListCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List deliveries in a state, newest first.")

        @Option(name: .long, help: "The state: \(Delivery.State.allCases.map(\.rawValue).joined(separator: ", ")).")
        var state: Delivery.State = .dead

        @Option(name: .long, help: "Only this shop's.")
        var shop: String?

        @Option(name: .long, help: "How many.")
        var limit = 50

        @Flag(name: .long, help: "Print JSON, one delivery a line.")
        var json = false

        @OptionGroup var config: ConfigOption

        func run() async throws {
            try await reporting {
                let shop = try shop.map { text throws(ValueError) in try ShopID(text) }
                let store = try config.load().openStore()
                let entries = try await store.deliveries(
                    state, shop: shop, before: nil, limit: max(1, min(limit, 10_000)))
                try store.close()
                if json {
                    for entry in entries { Terminal.say(entry.json.text) }
                } else if entries.isEmpty {
                    Terminal.say("No delivery is \(state.rawValue).")
                } else {
                    Terminal.table(["id", "number", "what", "attempts", "due", "last answer"], entries.map(\.row))
                    if state == .dead {
                        Terminal.say("\nTry them again: parcelpost queue retry --all, or with their ids")
                    }
                }
            }
        }
    }

    /// `parcelpost queue retry`.
    struct RetryCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "retry", abstract: "Make dead deliveries due again, with the same Message-ID.")

        @Argument(help: "The deliveries' ids.")
        var ids: [Int64] = []

        @Flag(name: .long, help: "All dead deliveries.")
        var all = false

        @OptionGroup var config: ConfigOption

        func validate() throws {
            guard all != !ids.isEmpty else { throw ValidationError("Name deliveries by id, or say --all.") }
        }

        func run() async throws {
            try await reporting {
                let store = try config.load().openStore()
                let count = try await store.retry(all ? nil : ids, now: SystemWallClock().now)
                try store.close()
                Terminal.say("\(count) deliver\(count == 1 ? "y is" : "ies are") due again.")
            }
        }
    }

    /// `parcelpost queue cancel`.
    struct CancelCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "cancel", abstract: "Call off queued deliveries.")

        @Argument(help: "The deliveries' ids.")
        var ids: [Int64]

        @OptionGroup var config: ConfigOption

        func run() async throws {
            try await reporting {
                let store = try config.load().openStore()
                let count = try await store.cancel(ids, now: SystemWallClock().now)
                try store.close()
                Terminal.say("\(count) deliver\(count == 1 ? "y was" : "ies were") called off.")
            }
        }
    }
}

extension QueueEntry {
    /// One row of the list; no names, no addresses.
    fileprivate var row: [String] {
        [
            String(delivery.id), shipment.trackingNumber.value, delivery.key.description, String(delivery.attempts),
            Terminal.time(delivery.dueAt), lastAnswer ?? "-",
        ]
    }

    /// The same as JSON.
    fileprivate var json: JSON {
        [
            "id": .integer(delivery.id), "shop": .string(shipment.shop.value),
            "courier": .string(shipment.courier.value),
            "trackingNumber": .string(shipment.trackingNumber.value),
            "milestone": .string(delivery.key.milestone.rawValue),
            "channel": .string(delivery.channel.rawValue), "state": .string(delivery.state.rawValue),
            "attempts": .integer(Int64(delivery.attempts)), "dueAt": .string(delivery.dueAt.rfc3339),
            "lastAnswer": lastAnswer.map { .string($0) } ?? .null,
        ]
    }
}
