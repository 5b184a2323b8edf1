// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Settings
import Values

/// Reads a text as `shop.yaml` and returns what the problems say: `line field rule`.
func problems(
    in text: String, environment: [String: String] = [:], reading: (SettingsSection) -> Void
) -> [Problem] {
    do {
        let file = try SettingsFile.parse(text, name: "shop.yaml", environment: environment)
        reading(file.root)
        return file.problems
    } catch {
        return error.list
    }
}

/// The short form of problems, for comparing whole lists: `3 server.port wrong-type`.
func short(_ problems: [Problem]) -> [String] {
    problems.map { "\($0.line ?? 0) \($0.field ?? "-") \($0.rule)" }
}

/// Writes a file and returns its path.
func write(_ name: String, _ bytes: [UInt8], in folder: URL) throws -> String {
    let file = folder.appendingPathComponent(name)
    try Data(bytes).write(to: file)
    return file.path
}
