// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Values

/// The `--config` of every command that needs the settings.
struct ConfigOption: ParsableArguments {
    @Option(name: .long, help: "The settings file.")
    var config = "parcelpost.yaml"

    /// Reads the settings, or says all that is wrong with them and exits with 78.
    func load() throws -> Installation {
        do {
            return try Installation.load(config, environment: ProcessInfo.processInfo.environment)
        } catch {
            throw CommandFailure.report(error)
        }
    }
}
