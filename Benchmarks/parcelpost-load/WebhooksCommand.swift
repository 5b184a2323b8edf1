// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Values

/// Posts signed webhooks as fast as they are answered.
struct WebhooksCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhooks", abstract: "Post signed DeliveryAPI webhooks, one parcel each.",
        discussion:
            "Each of `count / stages` parcels goes through the stages; all reach one before any reaches the next.")

    @Option(help: "The webhook's address on this machine, e.g. http://127.0.0.1:8080/webhooks/default/delivery.")
    var url: LoopbackURL

    @Option(help: "The webhook's signing secret.")
    var secret: String

    @Option(parsing: .upToNextOption, help: "What happens to each parcel, in order.")
    var stages: [WebhookStage] = [.pickedUp, .outForDelivery, .delivered]

    @OptionGroup var load: LoadOptions

    func validate() throws {
        guard !stages.isEmpty, load.count.isMultiple(of: stages.count) else {
            throw ValidationError("--count is a multiple of the number of stages")
        }
    }

    func run() async throws {
        let source = WebhookSource(
            url: url, secret: secret, stages: stages, parcels: load.count / stages.count, first: load.first,
            now: SystemWallClock().now)
        let report = try await LoadRunner.run(load, url, source)
        print(JSON.object((report.members ?? []) + [.init("bodyBytes", .integer(Int64(source.bodyBytes)))]).text)
    }
}
