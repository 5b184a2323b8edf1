// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Values

/// The `.env` file beside the settings: `NAME=value` a line, `#` for comments, quotes around a value taken off.
enum EnvironmentFile {
    /// The file's names and values under those of the process, which win; the process's alone when there is no file.
    ///
    /// - Throws: `Problems` naming the lines that are no `NAME=value`.
    static func merged(into environment: [String: String], beside settings: String) throws(Problems) -> [String: String]
    {
        let path = URL(fileURLWithPath: settings).deletingLastPathComponent().appendingPathComponent(".env").path
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return environment }
        var values = [String: String]()
        var problems = [Problem]()
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = line.trimmingCharacters(in: .whitespacesAndNewlines)
            if line.isEmpty || line.hasPrefix("#") { continue }
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = parts[0].trimmingCharacters(in: .whitespaces)
            guard parts.count == 2, !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) else {
                problems.append(
                    Problem(
                        file: path, line: index + 1, rule: "bad-line", message: "expected NAME=value.",
                        wayOut: "Start a comment with #."))
                continue
            }
            var value = parts[1].trimmingCharacters(in: .whitespaces)
            if value.count >= 2, let quote = value.first, quote == value.last, quote == "\"" || quote == "'" {
                value = String(value.dropFirst().dropLast())
            }
            values[name] = value
        }
        guard problems.isEmpty else { throw Problems(problems) }
        return values.merging(environment) { $1 }
    }
}
