// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import HTTPTypes
import Hummingbird
import MockTestSupport
import MockWorld
import Synchronization
import Testing
import Values
import Web

/// Events and hooks: what comes is told, and nothing is lost.
struct APIEventTests {
    @Test("messages, changes and deletions are told; who comes back goes on where he stopped")
    func events() async throws {
        let script = """
            import sys, json, urllib.request
            base = sys.argv[1]
            def call(method, path, body=None):
                headers = {"Content-Type": "application/json"} if body and body[:1] == b"{" else {}
                request = urllib.request.Request(base + path, data=body, method=method, headers=headers)
                return json.load(urllib.request.urlopen(request, timeout=30))
            def mail(subject): return call("POST", "/test/mail", f"Subject: {subject}\\r\\n\\r\\nx\\r\\n".encode())["id"]
            def tags(id, *tags): call("PUT", f"/api/messages/{id}/tags", json.dumps({"tags": tags}).encode())
            def listen(last=None):
                headers = {"Last-Event-ID": last} if last else {}
                stream = urllib.request.urlopen(urllib.request.Request(base + "/api/events", headers=headers), timeout=30)
                assert stream.readline().startswith(b":")
                return stream
            def read(stream, count):
                seen, last, name = [], None, None
                while len(seen) < count:
                    line = stream.readline().decode().rstrip("\\n")
                    if line.startswith("event: "): name = line[7:]
                    if line.startswith("id: "): last = line[4:]
                    if line.startswith("data: "):
                        data = json.loads(line[6:])
                        seen.append(name + ":" + data.get("subject", "") + "".join(data.get("tags", [])))
                return seen, last
            stream = listen()
            first = mail("one")
            seen, last = read(stream, 1)
            tags(first, "a")
            more, last = read(stream, 1)
            stream.close()
            second = mail("two")
            tags(first, "b")
            tags(first, "c")
            tags(second, "d")
            stream = listen(last)
            again, last = read(stream, 3)
            stream.close()
            call("DELETE", f"/api/messages/{second}")
            mail("three")
            stream = listen(last)
            end, last = read(stream, 2)
            print(seen + more + again + end)
            """
        try await Console.with { running in
            let output = try await Console.python(script, running)
            #expect(
                output
                    == "['message:one', 'changed:onea', 'message:twod', 'changed:onec', 'changed:twod', 'deleted:', 'message:three']\n"
            )
        }
    }

    @Test("a page of another site is not told anything")
    func strangers() async throws {
        try await Console.with { running in
            let answer = try await running.send("GET", "/api/events", headers: [("Origin", "https://evil.example")])
            #expect(answer.status == 403)
            let rebound = try await running.send("GET", "/api/events", headers: [("Host", "evil.example")])
            #expect(rebound.status == 421)
            let null = try await running.send("GET", "/api/events", headers: [("Origin", "null")])
            #expect(null.status == 403)
        }
    }

    /// What came to a receiver, and what it answers.
    private final class Receiver: Sendable {
        struct Post: Sendable {
            let headers: [String: String]
            let body: [UInt8]
            var subject: String { (try? JSON(parsing: body))?["data"]?["subject"]?.string ?? "" }
        }
        let posts = Mutex<[Post]>([])
        let refusals = Mutex(0)

        func take(_ post: Post) -> Bool {
            posts.withLock { $0.append(post) }
            return refusals.withLock { left in
                left -= 1
                return left < 0
            }
        }
        var subjects: [String] { posts.withLock { $0.map(\.subject) } }
    }

    private static func withReceiver(_ body: @escaping @Sendable (RunningBench, Receiver) async throws -> Void)
        async throws
    {
        let receiver = Receiver()
        try await Console.with { _, router in
            router.post("/test/receiver") { request, _ in
                var headers: [String: String] = [:]
                for field in request.headers { headers[field.name.canonicalName] = field.value }
                let isFine = receiver.take(.init(headers: headers, body: try await request.bytes()))
                return JSONResponse([:], status: isFine ? .ok : .internalServerError)
            }
        } _: { running in
            try await body(running, receiver)
        }
    }

    @Test("hooks: each message once, in order, signed as Standard Webhooks says")
    func hooks() async throws {
        try await Self.withReceiver { running, receiver in
            let inbox = running.bench.inbox
            inbox.add(Console.mail("before"))
            let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
            let set = try await running.send(
                "PUT", "/api/hooks",
                json: [
                    "url": .string("http://\(running.address)/test/receiver"), "query": "-subject:other",
                    "secret": .string(secret),
                ])
            #expect(set.status == 200)
            let id = try JSON(parsing: set.body)["id"]?.string ?? ""
            for number in 0..<200 {
                inbox.add(Console.mail("h\(number)"))
                inbox.add(Console.mail("other"))
            }
            await running.bench.agenda.settle()
            #expect(receiver.subjects == (0..<200).map { "h\($0)" })
            let post = try #require(receiver.posts.withLock { $0.first })
            let script = """
                import sys, hmac, hashlib, base64
                key = base64.b64decode(sys.argv[2][6:])
                signed = hmac.new(key, f"{sys.argv[3]}.{sys.argv[4]}.".encode() + sys.argv[5].encode(), hashlib.sha256)
                print("v1," + base64.b64encode(signed.digest()).decode())
                """
            let expected = try await Console.python(
                script, running,
                [
                    secret, post.headers["webhook-id"] ?? "", post.headers["webhook-timestamp"] ?? "",
                    String(decoding: post.body, as: UTF8.self),
                ])
            #expect(post.headers["webhook-signature"].map { $0 + "\n" } == expected)
            let listed = try await running.json("/api/hooks")
            #expect(listed["hooks"]?.array?.first?["delivered"] == 200 && !listed.text.contains(secret))
            #expect(try await running.send("DELETE", "/api/hooks/\(id)").status == 200)
            inbox.add(Console.mail("h after"))
            await running.bench.agenda.settle()
            #expect(receiver.subjects.count == 200)
            #expect(try await running.send("DELETE", "/api/hooks/\(id)").status == 404)
        }
    }

    @Test("a hook that fails is tried again on the mock's clock, and what came meanwhile follows in order")
    func retries() async throws {
        try await Self.withReceiver { running, receiver in
            let bench = running.bench
            bench.inbox.add(Console.mail("one"))
            receiver.refusals.withLock { $0 = 3 }
            _ = try await running.send(
                "PUT", "/api/hooks",
                json: ["url": .string("http://\(running.address)/test/receiver"), "id": "ci", "fromStart": true])
            await bench.agenda.settle()
            bench.inbox.add(Console.mail("two"))
            await bench.agenda.settle()
            #expect(receiver.subjects == ["one"])
            let hook = try await running.json("/api/hooks")["hooks"]?.array?.first
            #expect(hook?["attempts"] == 1 && hook?["lastResult"] == "HTTP 500")
            for (seconds, count) in [(1, 2), (1, 2), (1, 3), (4, 5)] {
                bench.clock.advance(by: .seconds(seconds))
                await bench.agenda.settle()
                #expect(receiver.subjects.count == count)
            }
            #expect(receiver.subjects == ["one", "one", "one", "one", "two"])
        }
    }

    @Test("a hook that waits to try again goes on when the messages without a space are emptied")
    func emptied() async throws {
        try await Self.withReceiver { running, receiver in
            let bench = running.bench
            receiver.refusals.withLock { $0 = 1 }
            _ = try await running.send(
                "PUT", "/api/hooks", json: ["url": .string("http://\(running.address)/test/receiver")])
            bench.inbox.add(Console.mail("one"))
            await bench.agenda.settle()
            #expect(bench.agenda.cancel(space: "") == 0)
            _ = bench.inbox.delete(InboxFilter())
            bench.inbox.add(Console.mail("two"))
            bench.clock.advance(by: .seconds(1))
            await bench.agenda.settle()
            #expect(receiver.subjects == ["one", "two"])
        }
    }

    @Test("hooks go to this machine only; what is wrong is told at once")
    func wrongHooks() async throws {
        try await Console.with { running in
            for bad: JSON in [
                ["url": "http://192.168.0.1/x"], ["url": "ftp://127.0.0.1"],
                ["url": "http://127.0.0.1:1", "query": "is:odd"],
                ["url": "http://user:pw@127.0.0.1/"], ["url": "http://127.0.0.1:1", "id": "../x"], [:],
                ["url": "http://169.254.169.254/"], ["url": "http://localhost.evil.example/"], ["urls": "x"],
            ] {
                #expect(try await running.send("PUT", "/api/hooks", json: bad).status == 400, "\(bad.text)")
            }
            #expect(try await running.json("/api/hooks") == ["hooks": []])
            // A secret made here is told once.
            let made = try await running.send("PUT", "/api/hooks", json: ["url": "http://127.0.0.1:1/"])
            #expect(try JSON(parsing: made.body)["secret"]?.string?.hasPrefix("whsec_") == true)
        }
    }
}
