// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Settings
package import Values

/// The folder of scenario files; they are known by their names only, never by paths.
package struct FaultScenarios: Sendable {
    private let folder: String?
    private let texts: [String: FaultReply]

    /// Looks into a folder.
    ///
    /// - Parameters:
    ///   - folder: Where the files are; nil for none.
    ///   - texts: The replies that they may name.
    package init(folder: String?, texts: [String: FaultReply] = RefusalTexts.all) {
        self.folder = folder
        self.texts = texts
    }

    /// The scenarios that are there, by name, and what each is about.
    package var list: [(name: String, about: String)] {
        names.map { name in
            do throws(Problems) {
                return (name, try load(name).about)
            } catch {
                return (name, "cannot be read: " + (error.list.first?.description ?? ""))
            }
        }
    }

    private var names: [String] {
        guard let folder, let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory), names.count < 1_000 {
            let file = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard file.hasSuffix(".yaml"), Self.isName(file.dropLast(5)) else { continue }
            names.append(String(file.dropLast(5)))
        }
        return names.sorted()
    }

    /// Reads one, anew each time.
    ///
    /// - Throws: Everything that is wrong, with file and line; also when there is none of this name.
    package func load(_ name: String) throws(Problems) -> FaultScenario {
        guard Self.isName(name) else {
            throw Problems([
                Problem(
                    field: "scenario", rule: "bad-name", message: "a scenario is known by its name.",
                    wayOut: "Write `gmail-bad-day` for gmail-bad-day.yaml: small letters, digits and hyphens.")
            ])
        }
        guard let folder, names.contains(name) else {
            throw Problems([
                Problem(
                    field: "scenario", rule: "no-such-scenario", message: "there is no scenario of this name.",
                    wayOut: names.isEmpty
                        ? "There are none here; name the folder that holds scenarios/ with --mocks."
                        : "There are: " + names.joined(separator: ", ") + ".")
            ])
        }
        let path = folder + "/" + name + ".yaml"
        return try FaultScenario(reading: SettingsFile.load(path: path, environment: [:]), name: name, texts: texts)
    }

    private static func isName(_ text: some StringProtocol) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
    }
}
