// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing
import Values
import Web

struct ReadyFileTests {
    @Test func theAddressesAreThereAllAtOnce() async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appendingPathComponent("ready.json")
            try Data("old and much longer than what comes now, to see it replaced as a whole".utf8).write(to: file)
            try ReadyFile.write(
                file.path, addresses: [("http", "http://127.0.0.1:8026"), ("smtp", "127.0.0.1:2525")])
            let text = try String(contentsOf: file, encoding: .utf8)
            #expect(text == "{\"http\":\"http://127.0.0.1:8026\",\"smtp\":\"127.0.0.1:2525\"}\n")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["ready.json"])
        }
    }

    @Test func aPlaceThatCannotBeWrittenIsNamed() throws {
        let error = #expect(throws: ValueError.self) { try ReadyFile.write("/nonexistent/ready.json", addresses: []) }
        #expect(
            error?.reason == "the ready file /nonexistent/ready.json cannot be written: No such file or directory")
    }

    @Test func theStylesheetIsThatOfItsFile() throws {
        let file = Repository.root.appendingPathComponent("Sources/Web/Assets/tools.css")
        #expect(try String(contentsOf: file, encoding: .utf8) == ToolsStylesheet.text)
    }

    @Test func theStylesheetKeepsTheLook() {
        // LOOK.md, "Tools": light and dark by the system, one accent, focus, reduced motion, narrow screens.
        for needed in [
            "#0969da", "#4493f8", "font: 14px", "prefers-color-scheme: dark", ":focus-visible",
            "prefers-reduced-motion: reduce", "max-width: 719px",
        ] {
            #expect(ToolsStylesheet.text.contains(needed), "\(needed) is missing")
        }
        #expect(!ToolsStylesheet.text.contains("url("), "one stylesheet, nothing loaded from elsewhere")
        #expect(!ToolsStylesheet.text.contains("@import"))
    }

    /// Text needs 4.5:1 on its ground (WCAG 2.2, 1.4.3).
    @Test(
        arguments: [
            ("#1f2328", "#ffffff"), ("#57606a", "#ffffff"), ("#57606a", "#f6f8fa"), ("#0969da", "#ffffff"),
            ("#1a7f37", "#ffffff"), ("#9a6700", "#ffffff"), ("#cf222e", "#ffffff"), ("#e6edf3", "#0d1117"),
            ("#9198a1", "#0d1117"), ("#9198a1", "#161b22"), ("#4493f8", "#0d1117"), ("#3fb950", "#0d1117"),
            ("#d29922", "#0d1117"), ("#f85149", "#0d1117"),
        ])
    func coloursCanBeRead(_ text: String, _ ground: String) {
        #expect(ToolsStylesheet.text.contains(text) && ToolsStylesheet.text.contains(ground))
        let (light, dark) = (max(luminance(text), luminance(ground)), min(luminance(text), luminance(ground)))
        #expect((light + 0.05) / (dark + 0.05) >= 4.5)
    }

    private func luminance(_ colour: String) -> Double {
        let bytes = Hex.decode(String(colour.dropFirst())) ?? []
        let linear = bytes.map { byte in
            let value = Double(byte) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        return linear.count == 3 ? 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] : 0
    }
}
