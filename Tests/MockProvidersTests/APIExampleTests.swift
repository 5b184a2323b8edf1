// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MockWorld
import TestSupport
import Testing
import Values

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

// What docs/mock-api.md shows as its Swift example, word for word: `documented` holds the two together.
// example begins
struct Mail: Decodable {
    struct Link: Decodable, Equatable { let text: String, href: String }
    let subject: String
    let numbers: [String]
    let anchors: [Link]
}

func latestMail(_ query: String, mock: String = "http://127.0.0.1:8026") async throws -> Mail {
    var url = URLComponents(string: mock + "/api/messages/latest")!
    url.queryItems = [URLQueryItem(name: "query", value: query), URLQueryItem(name: "timeout", value: "20s")]
    let (body, answer) = try await URLSession.shared.data(from: url.url!)
    #expect((answer as? HTTPURLResponse)?.statusCode == 200, "\(String(decoding: body, as: UTF8.self))")
    return try JSONDecoder().decode(Mail.self, from: body)
}
// example ends

/// The examples of docs/mock-api.md, run as they stand there.
struct APIExampleTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static func page() throws -> String {
        String(decoding: try Data(contentsOf: root.appendingPathComponent("docs/mock-api.md")), as: UTF8.self)
    }

    /// The first block of a language.
    private static func example(_ language: String) throws -> String {
        let page = try page()
        let start = try #require(page.range(of: "```\(language)\n"))
        let end = try #require(page.range(of: "\n```", range: start.upperBound..<page.endIndex))
        return String(page[start.upperBound..<end.lowerBound])
    }

    private static func send(_ mock: RunningMock, to name: String) async throws {
        let mail = """
            From: shop@example.com\r
            To: \(name)@example.com\r
            Subject: 배송 출발 1234-5678-9012\r
            Content-Type: text/html; charset=utf-8\r
            \r
            <p>배송 출발</p><a href="https://example.com/t/1">배송 조회</a>\r

            """
        let sent = try await Command.run(
            "curl",
            [
                "-sS", "--url", "smtp://" + mock.smtp, "--mail-from", "a@example.com", "--mail-rcpt",
                name + "@example.com", "-T", "-",
            ], input: Array(mail.utf8))
        #expect(sent.status == 0, "\(sent.error)")
    }

    @Test(
        "each example runs as it is written, while the application sends",
        arguments: [("sh", "curl", "sh"), ("python", "python", "python3"), ("javascript", "javascript", "node")])
    func run(language: String, name: String, program: String) async throws {
        let example = try Self.example(language)
        try await RunningMock.with { mock in
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let file = folder.appendingPathComponent("example." + language)
            try Data(example.utf8).write(to: file)
            let flags = language == "sh" ? "cd \"$2\" && sh -e" : program
            async let running = Command.run(
                "env",
                ["MOCK=http://\(mock.addresses.http)", "sh", "-c", flags + " \"$1\"", "sh", file.path, folder.path])
            try await Self.send(mock, to: name)
            let ran = try await running
            #expect(ran.status == 0, "\(ran.output)\(ran.error)")
        }
    }

    @Test("the Swift example is the one that stands in this file, and it works")
    func documented() async throws {
        let source = String(decoding: try Data(contentsOf: URL(fileURLWithPath: #filePath)), as: UTF8.self)
        let start = try #require(source.range(of: "// example begins\n"))
        let end = try #require(source.range(of: "\n// example ends"))
        #expect(String(source[start.upperBound..<end.lowerBound]) == (try Self.example("swift")))
        try await RunningMock.with { mock in
            async let waiting = latestMail("to:swift@example.com", mock: "http://\(mock.addresses.http)")
            try await Self.send(mock, to: "swift")
            let mail = try await waiting
            #expect(mail.subject == "배송 출발 1234-5678-9012" && mail.numbers == ["123456789012"])
            #expect(mail.anchors.contains(.init(text: "배송 조회", href: "https://example.com/t/1")))
        }
    }
}
