// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import Foundation
import Hummingbird
import MockConsole
import MockTestSupport
import MockWorld
import Synchronization
import TestSupport
import Testing
import Values
import Web

/// The description of the mock's API.
struct OpenAPITests {
    @Test("it is OpenAPI, as the specification's own validator reads it")
    func valid() async throws {
        let script = """
            import sys, json, urllib.request
            from openapi_spec_validator import validate
            document = json.load(urllib.request.urlopen(sys.argv[1] + "/openapi.json"))
            validate(document)
            names = [operation["operationId"] for path in document["paths"].values() for operation in path.values()]
            assert len(names) == len(set(names)), "an operationId stands twice"
            print(document["openapi"])
            """
        try await Console.with { running in
            let output = try await Console.python(script, running)
            #expect(output == "3.1.0\n")
        }
    }

    @Test("every path of the API that the console serves is in it, and none that it does not")
    func complete() async throws {
        let served = Mutex<Set<String>>([])
        try await RunningBench.with(routes: { bench, router in
            ConsoleRoutes(bench: bench).add(to: router)
            let paths = router.routes.map { route in
                route.method.rawValue.lowercased() + " "
                    + route.path.description.split(separator: "/").map {
                        $0.hasPrefix(":") ? "/{\($0.dropFirst())}" : "/" + $0
                    }.joined()
            }
            served.withLock { $0 = Set(paths) }
        }) { _ in }
        let api = served.withLock { $0 }.filter {
            ($0.contains(" /api/") || $0.contains("openapi")) && !$0.hasPrefix("head ")
        }
        #expect(api.subtracting(Self.described).isEmpty)
        let own = Self.described.filter {
            $0.contains("/api/messages") || $0.contains("/api/hooks") || $0.contains("/api/wait")
        }
        #expect(!own.isEmpty && own.subtracting(api).isEmpty)
    }

    @Test("every path of the API in the sources of the mock is in it")
    func completeSources() throws {
        var served: Set<String> = []
        let sources = Repository.root.appendingPathComponent("Sources")
        let files = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
        for case let file as URL in files where file.pathExtension == "swift" && file.path.contains("/Sources/Mock") {
            let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
            for match in text.matches(of: /router\.(get|put|post|delete|patch)\(\s*"(\/api\/[^"]+)"/) {
                let path = match.2.split(separator: "/").map { $0.hasPrefix(":") ? "/{\($0.dropFirst())}" : "/" + $0 }
                served.insert(match.1 + " " + path.joined())
            }
        }
        #expect(served.count > 30 && served.subtracting(Self.described) == [])
        #expect(Self.described.subtracting(served) == ["get /openapi.json"])
    }

    private static var described: Set<String> {
        var described: Set<String> = []
        for path in OpenAPI.document["paths"]?.members ?? [] {
            for method in path.value.members ?? [] { described.insert(method.name + " " + path.name) }
        }
        return described
    }

    @Test("answers are as described")
    func answers() async throws {
        let script = """
            import sys, json, urllib.request
            from jsonschema import Draft202012Validator
            base = sys.argv[1]
            def get(path): return json.load(urllib.request.urlopen(base + path))
            document = get("/openapi.json")
            def check(path, pattern):
                schema = document["paths"][pattern]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
                Draft202012Validator({**schema, "components": document["components"]}).validate(get(path))
                return pattern
            id = get("/api/messages?limit=1")["messages"][0]["id"]
            for path, pattern in [("/api/messages", "/api/messages"), ("/api/messages/latest", "/api/messages/latest"),
                ("/api/messages/" + id, "/api/messages/{id}"), ("/api/wait", "/api/wait"), ("/api/stats", "/api/stats"),
                ("/api/hooks", "/api/hooks"), ("/api/messages/" + id + "/related", "/api/messages/{id}/related")]:
                check(path, pattern)
            print("fine")
            """
        try await Console.with { running in
            let inbox = running.bench.inbox
            let talk = inbox.add(Console.alimtalk("송장 1234-5678-9012"))
            inbox.add(MessageEvent(at: Console.start, kind: "result", text: "ok", verdict: .good), to: talk.id)
            inbox.add(Console.mail("x", headers: "List-Unsubscribe: <https://example.com/u>\r\n"))
            let output = try await Console.python(script, running)
            #expect(output == "fine\n")
        }
    }
}
