// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import Foundation
import TestSupport
import Testing
import Values

/// docs/mock-quickstart.md, done as it says: each file written, each command run, in its order.
struct QuickstartTests {
    /// A block of the page: its language, what stands behind that, and its text.
    private struct Block {
        let language: String
        let words: String
        let text: String
    }

    private func blocks(of page: String) -> [Block] {
        var blocks: [Block] = []
        var open: (language: String, words: String, lines: [Substring])?
        for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") {
                if let done = open {
                    blocks.append(
                        Block(
                            language: done.language, words: done.words,
                            text: done.lines.joined(separator: "\n") + "\n"))
                    open = nil
                } else {
                    let words = line.dropFirst(3).split(separator: " ", maxSplits: 1)
                    open = (words.first.map(String.init) ?? "", words.count > 1 ? String(words[1]) : "", [])
                }
            } else {
                open?.lines.append(line)
            }
        }
        return blocks
    }

    @Test("Every file and command of the quickstart does what the page says")
    func followsThePage() async throws {
        try await withTemporaryFolder { folder in
            let town = try Town(folder: folder)
            try await town.startMock()
            do {
                try follow(town, in: folder)
            } catch {
                town.close()
                await town.loop.shutdown()
                throw error
            }
            town.close()
            await town.loop.shutdown()
        }
    }

    private func follow(_ town: Town, in folder: URL) throws {
        let page = try String(
            contentsOf: Repository.root.appendingPathComponent("docs/mock-quickstart.md"), encoding: .utf8)
        // The page's ports are the mock's own; ours are free ones.
        func placed(_ text: String) -> String {
            text.replacingOccurrences(of: "http://127.0.0.1:8026", with: town.inbox)
                .replacingOccurrences(
                    of: "(\"127.0.0.1\", 2525)", with: "(\"127.0.0.1\", \(town.smtp.split(separator: ":")[1]))")
        }
        var commands = 0
        var answer = ""
        for block in blocks(of: page) {
            switch block.language {
            case "python":
                try placed(block.text).write(
                    to: folder.appendingPathComponent(block.words), atomically: true, encoding: .utf8)
            case "sh":
                commands += 1
                let result = try Binary.run(
                    ["-euo", "pipefail", "-c", placed(block.text)], in: folder,
                    environment: ["PYTHONDONTWRITEBYTECODE": "1"], program: "/bin/bash")
                #expect(
                    (result.status != 0) == (block.words == "fails"), "\(block.text)\(result.output)\(result.errors)")
                if block.words == "fails" { #expect(result.errors.contains("68-653-012-901"), "\(result.errors)") }
                answer = result.output
            case "json":
                #expect(try JSON(parsing: Array(answer.utf8)) == JSON(parsing: Array(block.text.utf8)))
            default: break
            }
        }
        #expect(commands == 6)
    }
}
