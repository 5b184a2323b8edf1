// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MockProviders
import MockSMTP
import MockTracking
import MockWorld
import TestSupport
import Testing
import Values

/// `POST /api/journeys` against a receiver written in another language.
struct JourneyPlayingTests {
    /// A receiver that checks the signature as DeliveryAPI's documentation says, and asks the mock to play.
    private static let script = """
        import hashlib, hmac, http.server, json, sys, threading, time, urllib.request, urllib.error
        secret, got = b"whsec_test", []
        class Receiver(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                stamp = self.headers["X-Webhook-Timestamp"]
                want = "sha256=" + hmac.new(secret, stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
                fresh = abs(time.time() - int(stamp)) <= 300
                code = 200 if hmac.compare_digest(want, self.headers["X-Webhook-Signature"]) and fresh else 401
                got.append((code, json.loads(body)["items"][0]["currentStatus"]))
                self.send_response(code); self.send_header("Content-Length", "0"); self.end_headers()
            def log_message(self, *a): pass
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        order = json.loads(sys.argv[2].replace("PORT", str(server.server_address[1])))
        request = urllib.request.Request(sys.argv[1] + "/api/journeys", json.dumps(order).encode(),
                                         {"Content-Type": "application/json"})
        try: answer = urllib.request.urlopen(request).read().decode()
        except urllib.error.HTTPError as e: answer = e.read().decode()
        print(json.dumps({"answer": json.loads(answer), "got": got}))
        """

    private static func play(_ order: String) async throws -> JSON {
        let result = Mutexed()
        try await RunningMock.with { mock in
            let run = try await Command.run("python3", ["-c", script, "http://\(mock.addresses.http)", order])
            #expect(run.status == 0, "\(run.error)")
            await result.set(try JSON(parsing: Array(run.output.utf8)))
        }
        return await result.value
    }

    private actor Mutexed {
        var value: JSON = .null
        func set(_ value: JSON) { self.value = value }
    }

    @Test("the receiver accepts the true ones and refuses the wrongly signed and the stale one")
    func plays() async throws {
        let played = try await Self.play(
            """
            {"webhookURL":"http://127.0.0.1:PORT/webhook/delivery","secret":"whsec_test","seed":3,"pause":"5ms","speed":"1000000x","arrivesToday":true,"parcels":[
             {"courierCode":"cj","trackingNumber":"686530129012","orderId":"ORD-1","faults":["duplicate","wrong-sign","stale"]},
             {"courierCode":"post","trackingNumber":"6091234567890","upTo":"OUT_FOR_DELIVERY"}]}
            """)
        let sent = try #require(played["answer"]?["sent"]?.array)
        #expect(sent.count == 8 + 3 && played["got"]?.array?.count == sent.count)
        for one in sent {
            let isFalse = ["wrong-sign", "stale"].contains(one["fault"]?.string ?? "")
            #expect(one["code"] == (isFalse ? 401 : 200))
            #expect(one["milliseconds"]?.integer != nil && one["event"] == "tracking.polled")
        }
        #expect(played["answer"]?["summary"] == ["total": 11, "accepted": 9, "refused": 2, "unanswered": 0])
    }

    @Test("nobody listens: each webhook says so")
    func unanswered() async throws {
        let played = try await Self.play(
            """
            {"webhookURL":"http://127.0.0.1:1/x","secret":"s","parcels":[{"courierCode":"cj","trackingNumber":"123456","upTo":"PICKED_UP"}]}
            """)
        let sent = try #require(played["answer"]?["sent"]?.array)
        #expect(sent.count == 2 && sent.allSatisfy { $0["code"] == nil && $0["failure"]?.string?.isEmpty == false })
    }

    @Test(
        "what is wrong with an order is told all at once",
        arguments: [
            (#"{"webhookURL":"http://example.com/x","secret":"s","parcels":[]}"#, ["/webhookURL"]),
            (
                #"{"secret":"","parcels":[{"courierCode":"cj","upTo":"SOMEWHERE","faults":["late"]}],"sped":"x"}"#,
                [
                    "/webhookURL", "/secret", "/parcels/0/trackingNumber", "/parcels/0/upTo", "/parcels/0/faults",
                    "/sped",
                ]
            ),
            (#"{"webhookURL":"http://127.0.0.1:9/","secret":"s","parcels":[]}"#, ["/parcels"]),
            (
                #"{"webhookURL":"http://127.0.0.1:9/","secret":"s","speed":"0.5x","pause":"1h","scheme":"none","shape":"round","parcels":[]}"#,
                ["/speed", "/pause", "/scheme", "/shape"]
            ),
        ])
    func refused(order: String, fields: [String]) async throws {
        let problem = try #require(try await Self.play(order)["answer"])
        #expect(problem["status"] == 400)
        let named = problem["problems"]?.array?.compactMap { $0["pointer"]?.string ?? $0["field"]?.string } ?? []
        for field in fields { #expect(named.contains { $0.hasSuffix(field) }, "\(field) in \(named)") }
    }
}
