// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Values

/// A settings file that is being read, with everything that is wrong in it.
///
/// The reader asks its sections for values; what is wrong is collected, and `finish()` reports all of it at once, keys
/// that nobody asked for included.
///
/// ```swift
/// let file = try SettingsFile.load(path: "parcelpost.yaml", environment: environment)
/// let server = ServerSettings(reading: file.root.section("server", about: "Where the gateway listens."))
/// try file.finish()
/// ```
public final class SettingsFile {
    /// The largest file that is read.
    public static let maxBytes = 1 << 20

    let collector: SettingsCollector
    /// The section that is the whole file.
    public let root: SettingsSection

    private init(_ collector: SettingsCollector, root: SettingsNode?) {
        self.collector = collector
        self.root = SettingsSection(
            collector, path: [], pattern: [], line: 1, content: root, isPresent: true, isDry: false)
    }

    /// Reads and parses a file.
    ///
    /// - Parameters:
    ///   - path: Where it is; the problems name it as it is written here.
    ///   - environment: What `${NAME}` finds.
    /// - Throws: `Problems` when the file cannot be read or is not YAML.
    public static func load(path: String, environment: [String: String]) throws(Problems) -> SettingsFile {
        let text: String
        do {
            text = try TextFile.read(path, limit: maxBytes)
        } catch {
            throw Problems([
                Problem(
                    file: path, rule: "unreadable-file", message: "the file cannot be read: \(error.reason).",
                    wayOut: "Name another file with --config, or make one with `parcelpost init`.")
            ])
        }
        let slash = path.lastIndex(of: "/")
        let directory = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        return try parse(text, name: path, directory: directory, environment: environment)
    }

    /// Parses settings that are already in memory.
    ///
    /// - Parameters:
    ///   - text: The YAML.
    ///   - name: What problems call the file.
    ///   - directory: Where relative paths start.
    ///   - environment: What `${NAME}` finds.
    /// - Throws: `Problems` when it is not YAML.
    public static func parse(
        _ text: String, name: String, directory: String = ".", environment: [String: String] = [:]
    ) throws(Problems) -> SettingsFile {
        let text = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
        let node = try SettingsNode.parse(text, file: name)
        let collector = SettingsCollector(
            file: name, interpolation: Interpolation(environment: environment, directory: directory))
        if let node, !node.isNull {
            guard case .mapping = node.content else {
                throw Problems([
                    Problem(
                        file: name, line: node.line, rule: "wrong-type",
                        message: "the file is \(node.kindName), not keys with values.",
                        wayOut: "Start it like `server: { listen: 127.0.0.1:8080 }`.")
                ])
            }
            return SettingsFile(collector, root: node)
        }
        return SettingsFile(collector, root: nil)
    }

    /// Every key that readers ask for, found by running them over an empty file.
    ///
    /// A test holds `docs/configuration.md` against this list.
    public static func keys(reading: (SettingsSection) -> Void) -> [KeyDescription] {
        let collector = SettingsCollector(
            file: "", interpolation: Interpolation(environment: [:], directory: "."))
        reading(
            SettingsSection(collector, path: [], pattern: [], line: nil, content: nil, isPresent: false, isDry: true))
        return collector.keys
    }

    /// Every key asked for so far, in the order asked.
    public var keys: [KeyDescription] { collector.keys }

    /// What works but should not stay, such as a password written into the file.
    public var warnings: [Problem] { collector.warnings.sorted(by: SettingsCollector.byLine) }

    /// What is wrong so far, keys that nobody asked for included, in the order of the lines.
    public var problems: [Problem] {
        (collector.problems + collector.unknownKeys()).sorted(by: SettingsCollector.byLine)
    }

    /// Ends the reading.
    ///
    /// - Throws: `Problems` with everything that is wrong, in the order of the lines.
    public func finish() throws(Problems) {
        let problems = problems
        guard problems.isEmpty else { throw Problems(problems) }
    }
}
