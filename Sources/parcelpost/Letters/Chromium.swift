// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A Chromium of this machine, which makes a picture of a letter and reaches no network while it does.
struct Chromium {
    private let program: String

    /// Finds one.
    init() throws {
        let names = ["chromium", "chromium-browser", "google-chrome"]
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        let candidates = names.flatMap { name in folders.map { "\($0)/\(name)" } }
        guard let found = candidates.first(where: { FileManager.default.isExecutableFile(atPath: $0) }) else {
            throw CommandFailure.report(
                "a picture needs a Chromium, and none of \(names.joined(separator: ", ")) is in the PATH. "
                    + "On Debian and Ubuntu: apt install chromium.")
        }
        program = found
    }

    /// What the picture is like.
    struct Look {
        /// The width in pixels.
        var width: Int
        /// Whether the reader prefers dark.
        var isDark: Bool
    }

    /// Makes a PNG of a whole letter.
    func picture(of html: String, _ look: Look) throws -> [UInt8] {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("parcelpost-" + UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let letter = folder.appendingPathComponent("letter.html")
            let ruler = folder.appendingPathComponent("ruler.html")
            let picture = folder.appendingPathComponent("letter.png")
            let closed = Self.closed(html)
            try closed.write(to: letter, atomically: false, encoding: .utf8)
            try Self.ruler(closed, width: look.width).write(to: ruler, atomically: false, encoding: .utf8)
            let measured = try run(["--window-size=\(look.width),800", "--dump-dom", ruler.absoluteString], in: folder)
            guard let height = measured.firstMatch(of: /<title>(\d+)<\/title>/).flatMap({ Int($0.output.1) }),
                height > 0
            else { throw CommandFailure.report("Chromium did not tell how tall the letter is.") }
            _ = try run(
                [
                    "--window-size=\(look.width),\(min(height, Self.tallest))",
                    "--blink-settings=preferredColorScheme=\(look.isDark ? 0 : 1)", "--screenshot=\(picture.path)",
                    letter.absoluteString,
                ], in: folder)
            return [UInt8](try Data(contentsOf: picture))
        } catch let error as CocoaError {
            throw CommandFailure.report("the picture could not be made: \(error.code.rawValue). Is there room in /tmp?")
        }
    }

    /// The tallest picture Chromium makes without a graphics card.
    private static let tallest = 16_000

    /// The letter with nothing allowed in it that comes from elsewhere.
    private static func closed(_ html: String) -> String {
        let policy =
            #"<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">"#
        guard let head = html.firstRange(of: /<head[^>]*>/.ignoresCase()) else { return policy + html }
        return html[..<head.upperBound] + policy + html[head.upperBound...]
    }

    /// A page that knows how tall the letter is at a width.
    private static func ruler(_ html: String, width: Int) -> String {
        let quoted = html.replacing("&", with: "&amp;").replacing("\"", with: "&quot;")
        return """
            <!DOCTYPE html><meta charset="utf-8"><title>0</title>
            <iframe id="letter" style="border:0;width:\(width)px;height:1px" srcdoc="\(quoted)"></iframe>
            <script>letter.onload = () => { document.title = letter.contentDocument.documentElement.scrollHeight }</script>
            """
    }

    private func run(_ arguments: [String], in folder: URL) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments =
            [
                "--headless", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--disable-extensions",
                "--disable-background-networking", "--disable-component-update", "--disable-sync", "--mute-audio",
                "--host-resolver-rules=MAP * ~NOTFOUND", "--timeout=10000",
                "--user-data-dir=" + folder.appendingPathComponent("profile").path,
            ] + (geteuid() == 0 ? ["--no-sandbox"] : []) + arguments
        let output = folder.appendingPathComponent("output")
        let errors = folder.appendingPathComponent("errors")
        for file in [output, errors] { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        let end = ContinuousClock().now + .seconds(60)
        while process.isRunning, ContinuousClock().now < end { usleep(10_000) }
        if process.isRunning {
            process.terminate()
            throw CommandFailure.report("\(program) did not end within a minute.")
        }
        guard process.terminationStatus == 0 else {
            let words = (try? String(contentsOf: errors, encoding: .utf8))?.split(separator: "\n").last.map(String.init)
            throw CommandFailure.report("\(program) failed: \(words ?? "it did not say why")")
        }
        return try String(contentsOf: output, encoding: .utf8)
    }
}
