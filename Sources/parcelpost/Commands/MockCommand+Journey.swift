// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import MockTracking
import Settings
import Values
import Web

extension MockCommand {
    /// `parcelpost mock journey`: plays parcels' journeys to a gateway.
    struct JourneyCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "journey", abstract: "Play parcels' journeys: signed webhooks, as DeliveryAPI sends them.",
            discussion: """
                Makes up parcels of Korean couriers by a seed and posts what happens to them to your webhook. The same seed plays \
                the same journeys. Numbers that the gateway does not know send nothing: register them first, --list prints them.

                Try it:
                  parcelpost mock journey --parcels 10 --seed 1 --list
                  parcelpost mock journey --parcels 100 --speed 600x --secret whsec_... \\
                    --webhook-url http://127.0.0.1:8080/webhooks/default/delivery --duplicate 5% --reorder 3%
                """)

        @Option(name: .long, help: "How many parcels, 1 to 100,000.")
        var parcels = 10

        @Option(name: .long, help: "Where the webhooks go.")
        var webhookURL = "http://127.0.0.1:8080/webhooks/default/delivery"

        @Option(name: .long, help: "The shared secret; or set PARCELPOST_WEBHOOK_SECRET, which other users do not see.")
        var secret: String?

        @Option(
            name: .long, help: "How many times faster than the parcels travel, as in 600x; left out, it does not wait.")
        var speed: String?

        @Option(name: .long, help: "How long to wait at least between two webhooks, as in 350ms.")
        var pause: String?

        @Option(name: .long, help: "The same seed plays the same journeys.")
        var seed = 1

        @Option(name: .long, help: "How bodies look: polled, completed, status_changed.")
        var shape = "completed"

        @Option(name: .long, help: "How they are signed: deliveryapi, body-only, standard.")
        var scheme = "deliveryapi"

        @Option(name: .long, help: "Where journeys end, as in OUT_FOR_DELIVERY.")
        var upTo: String?

        @Option(name: .long, help: "Only these couriers, as in cj,post.")
        var couriers: String?

        @Option(name: .long, help: "How many parcels one webhook tells of, 1 to 50.")
        var batch = 1

        @Option(name: .long, help: "How many registrations are told of side by side: a burst.")
        var concurrency = 1

        @Option(name: .long, help: "Over how many days the journeys are spread.")
        var days = 1

        @Flag(name: .long, help: "Journeys begin now and take days; move the mock's clock (with --mock).")
        var live = false

        @Flag(name: .long, help: "The last scans lie on today.")
        var arrivesToday = false

        @Flag(name: .long, help: "Scans name drivers and their phones.")
        var drivers = false

        @OptionGroup(title: "How many of a hundred parcels, as in 5%") var rates: JourneyRateOptions

        @Option(
            name: .long, help: "Let a running mock play, as in http://127.0.0.1:8026; left out, this command plays.")
        var mock: String?

        @Option(name: .long, help: "The space of that mock.")
        var space: String?

        @Flag(name: .long, help: "Print the parcels as JSON, one a line, and send nothing.")
        var list = false

        @Flag(name: .long, help: "Print the result as JSON.")
        var json = false

        func run() async throws {
            try await reporting {
                let body = try order()
                if live, mock == nil, !list {
                    throw ValueError("live journeys take days; let a mock play them (--mock) and move its clock")
                }
                if list {
                    let order = try JourneyOrder(
                        reading: JSONFields(body), now: SystemWallClock().now, allowsRemote: true)
                    for parcel in order.parcels { Terminal.say(parcel.text) }
                    return
                }
                let stage = JourneyStage(showsProgress: isatty(STDERR_FILENO) == 1)
                let summary: JSON
                if let mock {
                    summary = try await stage.ask(try HTTPURL(mock), to: body, space: space)
                } else {
                    summary = try await stage.play(body)
                }
                report(summary)
                let counts = summary["summary"]
                if counts?["unanswered"]?.integer ?? 0 > 0 || summary["status"] != "ended" {
                    throw CommandFailure.problems
                }
            }
        }

        /// The options as the body of `POST /api/journeys`, which judges them.
        private func order() throws -> JSON {
            let secret = secret ?? ProcessInfo.processInfo.environment["PARCELPOST_WEBHOOK_SECRET"]
            guard let secret = secret ?? (list ? "unused" : nil) else {
                throw ValueError("give the shared secret with --secret or in PARCELPOST_WEBHOOK_SECRET")
            }
            var members: [JSON.Member] = [
                .init("webhookURL", .string(webhookURL)), .init("secret", .string(secret)), .init("wait", false),
                .init("parcels", .integer(Int64(parcels))), .init("seed", .integer(Int64(seed))),
                .init("shape", .string(shape)), .init("scheme", .string(scheme)),
                .init("batch", .integer(Int64(batch))), .init("concurrency", .integer(Int64(concurrency))),
                .init("days", .integer(Int64(days))), .init("live", .bool(live)),
                .init("arrivesToday", .bool(arrivesToday)), .init("drivers", .bool(drivers)),
            ]
            for (name, value) in [("speed", speed), ("pause", pause), ("upTo", upTo)] {
                if let value { members.append(.init(name, .string(value))) }
            }
            if let couriers {
                members.append(.init("couriers", .array(couriers.split(separator: ",").map { .string(String($0)) })))
            }
            if let rates = rates.json { members.append(.init("rates", rates)) }
            return .object(members)
        }

        private func report(_ summary: JSON) {
            if json { return Terminal.say(summary.text) }
            let counts = summary["summary"]
            func number(_ name: String) -> String { String(counts?[name]?.integer ?? 0) }
            Terminal.table(
                ["parcels", "webhooks", "accepted", "refused", "unanswered", "median", "p95"],
                [
                    [
                        String(summary["parcels"]?.integer ?? 0), number("total"), number("accepted"),
                        number("refused"), number("unanswered"),
                        "\(summary["milliseconds"]?["median"]?.integer ?? 0) ms",
                        "\(summary["milliseconds"]?["p95"]?.integer ?? 0) ms",
                    ]
                ])
            for code in summary["codes"]?.members ?? [] where code.name != "200" {
                Terminal.say("\(code.value.integer ?? 0) answered with \(code.name)")
            }
            if let failure = summary["failure"]?.string { Terminal.say("No answer, for example: \(failure)") }
            if summary["status"] == "cancelled" { Terminal.say("It was ended before its end.") }
            Terminal.say(
                "The same again: --seed \(seed). The parcels: --list. Wrongly signed and stale ones must be refused.")
        }
    }
}

/// The shares of what happens to parcels.
struct JourneyRateOptions: ParsableArguments {
    @Option(name: .long, help: "One webhook comes twice.")
    var duplicate: String?
    @Option(name: .long, help: "Two webhooks come in the wrong order.")
    var reorder: String?
    @Option(name: .long, help: "One webhook never comes.")
    var drop: String?
    @Option(name: .long, help: "A copy ten minutes old comes before the true one.")
    var stale: String?
    @Option(name: .long, help: "A copy signed with another secret comes before the true one.")
    var wrongSign: String?
    @Option(name: .long, help: "The last one comes again with hasChanged false.")
    var unchanged: String?
    @Option(name: .long, help: "Once the item has an error code and no data.")
    var itemError: String?
    @Option(name: .long, help: "Held at the office for a day, then delivered.")
    var held: String?
    @Option(name: .long, help: "Nobody was there; delivered on the second day.")
    var secondTry: String?
    @Option(name: .long, help: "Sent back and scanned until the sender has it.")
    var returnLeg: String?
    @Option(name: .long, help: "Ends at HOLD.")
    var hold: String?
    @Option(name: .long, help: "Ends at FAILED.")
    var failed: String?
    @Option(name: .long, help: "Ends at RETURNED.")
    var returned: String?
    @Option(name: .long, help: "Ends at CANCELLED.")
    var cancelled: String?

    /// The `rates` of an order; nil for none.
    var json: JSON? {
        let named = [
            ("duplicate", duplicate), ("reorder", reorder), ("drop", drop), ("stale", stale),
            ("wrong-sign", wrongSign), ("unchanged", unchanged), ("item-error", itemError), ("held", held),
            ("second-try", secondTry), ("return-leg", returnLeg), ("hold", hold), ("failed", failed),
            ("returned", returned), ("cancelled", cancelled),
        ]
        let members = named.compactMap { name, value in value.map { JSON.Member(name, .string($0)) } }
        return members.isEmpty ? nil : .object(members)
    }
}
