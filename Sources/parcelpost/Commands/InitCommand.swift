// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Cryptography
import Foundation
import Values

/// `parcelpost init`: a working shop in a folder.
struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Make a working shop: parcelpost.yaml, .env with fresh secrets, templates.",
        discussion: "Nothing that is there already is overwritten.")

    @Argument(help: "The folder; it is made when it is not there.")
    var folder = "."

    func run() async throws {
        try await reporting {
            let files = FileManager.default
            try make("the folder") {
                try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
            }
            for name in ["parcelpost.yaml", ".env"] where files.fileExists(atPath: folder + "/" + name) {
                throw CommandFailure.report("\(folder)/\(name) is there already; nothing was changed.")
            }
            try make("the shop's files") {
                try StarterShop.settings.write(toFile: folder + "/parcelpost.yaml", atomically: true, encoding: .utf8)
                try StarterShop.environment(secret: "whsec_change-me", key: "change-me")
                    .write(toFile: folder + "/.env.example", atomically: true, encoding: .utf8)
                let secret = "whsec_" + Base64.encode(RandomBytes.make(24))
                let key = "pp_" + Hex.encode(RandomBytes.make(20))
                let environment = Data(StarterShop.environment(secret: secret, key: key).utf8)
                _ = files.createFile(
                    atPath: folder + "/.env", contents: environment, attributes: [.posixPermissions: 0o600])
                try copyTemplates()
            }
            let place = folder == "." ? "" : "cd \(folder) && "
            Terminal.say(
                """
                A shop is ready in \(folder == "." ? "this folder" : folder).

                  parcelpost.yaml   its settings
                  .env              fresh secrets, read by serve; keep it out of version control
                  templates/        its letters

                Next, in two terminals:
                  parcelpost mock
                  \(place)parcelpost serve
                """)
        }
    }

    private func copyTemplates() throws {
        let target = folder + "/templates"
        guard !FileManager.default.fileExists(atPath: target) else { return }
        guard let source = ShareFolder.find("templates") else {
            throw CommandFailure.report("the templates that ship were not found; set PARCELPOST_SHARE to their folder.")
        }
        try FileManager.default.copyItem(atPath: source, toPath: target)
    }

    private func make(_ what: String, _ work: () throws -> Void) throws {
        do {
            try work()
        } catch let code as ExitCode {
            throw code
        } catch {
            throw CommandFailure.report("\(what) cannot be written in \(folder): \(error.localizedDescription)")
        }
    }
}
