// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import GatewayServer
import Notices
import Shipping
import Storage
import Values

/// `parcelpost why`: the trace of a tracking number, in words.
struct WhyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why", abstract: "Say why a customer got a letter, or did not.",
        discussion:
            "Every event, decision and answer about a tracking number, oldest first. Works while the gateway runs.")

    @Argument(help: "The tracking number.")
    var trackingNumber: String

    @Option(name: .long, help: "The shop.")
    var shop = "default"

    @Flag(name: .long, help: "Print JSON, one record a line.")
    var json = false

    @OptionGroup var config: ConfigOption

    func run() async throws {
        try await reporting {
            let number = try TrackingNumber(trackingNumber)
            let shop = try ShopID(shop)
            let store = try config.load().openStore()
            let records = try await store.trace(number, shop: shop, limit: 1_000)
            try store.close()
            guard !records.isEmpty else {
                throw CommandFailure.report(
                    "nothing is known of \(number) in shop \(shop): it was not registered and no webhook spoke of it.")
            }
            if json {
                for record in records { Terminal.say(record.json.text) }
            } else {
                show(records)
            }
        }
    }

    private func show(_ records: [TraceRecord]) {
        let first = records[0]
        let courier = CourierDirectory.courier(code: first.courier)?.koreanName ?? first.courier
        Terminal.say("\(courier) \(first.trackingNumber)")
        Terminal.say()
        let rows = records.map { record in
            [
                Terminal.time(record.at), record.entry.kind.rawValue, record.entry.rule,
                record.entry.text + facts(record),
            ]
        }
        Terminal.table(["when", "what", "rule", "why"], rows)
    }

    private func facts(_ record: TraceRecord) -> String {
        let shown = ["code", "enhancedCode", "answer", "proof", "key"]
        let facts = record.entry.facts.filter { shown.contains($0.name) }.map { "\($0.name) \($0.value)" }
        return facts.isEmpty ? "" : " (" + facts.joined(separator: ", ") + ")"
    }
}
