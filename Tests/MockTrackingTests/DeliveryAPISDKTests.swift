// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MockTestSupport
import MockTracking
import TestSupport
import Testing
import Values

/// DeliveryAPI's official Python SDK 1.4.0 (PyPI) against the mock: every call it has for tracking and webhooks.
struct DeliveryAPISDKTests {
    /// A shop that uses the SDK and a small server of its own that verifies what arrives.
    private static let script = """
        import http.server, json, queue, sys, threading
        import deliveryapi, deliveryapi._http
        from deliveryapi import (DeliveryAPIClient, ApiError, AuthenticationError, NotFoundError, WebhookSignatureError,
                                 verify_webhook_signature)
        deliveryapi._http._BASE_URL = sys.argv[1]
        got = queue.Queue()
        class Shop(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                got.put((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"])).decode()))
                self.send_response(200); self.send_header("Content-Length", "0"); self.end_headers()
            def log_message(self, *a): pass
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Shop)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_address[1]}/hook"
        out = {}

        def refused(name, call):
            try:
                call(); out[name] = "accepted"
            except ApiError as e:
                out[name] = [type(e).__name__, e.code, e.status, bool(str(e)), e.data]

        with DeliveryAPIClient(api_key="pk_test_a", secret_key="sk_test_a") as client:
            couriers = client.tracking.get_couriers()
            out["couriers"] = [couriers["total"], couriers["couriers"][0]]
            out["trace"] = client.tracking.trace(items=[
                {"courierCode": "cj", "trackingNumber": "686530129013", "clientId": "a"},
                {"courierCode": "LOTTE", "trackingNumber": "404000000404"},
                {"courierCode": "dhl", "trackingNumber": "1234567890"},
                {"courierCode": "post", "trackingNumber": "12"}])
            out["brief"] = client.tracking.trace(
                items=[{"courierCode": "cj", "trackingNumber": "686530129013"}], include_progresses=False)
            refused("eleven", lambda: client.tracking.trace(
                items=[{"courierCode": "cj", "trackingNumber": "686530129012"}] * 11))
            endpoint = client.webhooks.endpoints.create(url=url, name="운영 서버")
            out["endpoint"] = endpoint
            headers, body = got.get(timeout=20)
            out["probe"] = ["X-Webhook-Signature" in headers, "items" in json.loads(body)]
            refused("unreachable", lambda: client.webhooks.endpoints.create(url="http://127.0.0.1:1/"))
            refused("elsewhere", lambda: client.webhooks.endpoints.create(url="https://example.com/"))
            refused("short", lambda: client.webhooks.endpoints.create(url=url, webhook_secret="abc"))
            client.webhooks.endpoints.update(endpoint["endpointId"], name="스테이징")
            out["endpoints"] = client.webhooks.endpoints.list()
            registered = client.webhooks.subscriptions.register(
                items=[{"courierCode": "cj", "trackingNumber": "686530129012", "clientId": "order_001"}],
                recurring=True, endpoint_id=endpoint["endpointId"], metadata={"orderId": "ORD-001"})
            out["registered"] = registered
            headers, body = got.get(timeout=20)
            def verify(secret, body=body):
                try:
                    verify_webhook_signature(
                        payload=body, signature=headers["X-Webhook-Signature"],
                        timestamp=headers["X-Webhook-Timestamp"], secret=secret)
                    return True
                except WebhookSignatureError:
                    return False
            out["verified"] = [verify(endpoint["webhookSecret"]), verify("whsec_other"),
                               verify(endpoint["webhookSecret"], body + " ")]
            out["webhook"] = json.loads(body)
            out["detail"] = client.webhooks.subscriptions.get(registered["requestId"])
            out["results"] = client.webhooks.subscriptions.batch_results(
                items=[{"courierCode": "CJ", "trackingNumber": "6865-3012-9012"},
                       {"courierCode": "cj", "trackingNumber": "111111111111"}])
            rotated = client.webhooks.endpoints.rotate_secret(endpoint["endpointId"], webhook_secret="whsec_mine")
            out["rotated"] = rotated
            second = client.webhooks.subscriptions.register(
                items=[{"courierCode": "post", "trackingNumber": "6091234567890"}], recurring=False,
                endpoint_id=endpoint["endpointId"])
            headers, body = got.get(timeout=20)
            out["reverified"] = [verify("whsec_mine", body), verify(endpoint["webhookSecret"], body)]
            refused("invalid", lambda: client.webhooks.subscriptions.register(
                items=[{"courierCode": "cj", "trackingNumber": "1"}], recurring=True))
            for number in range(60):
                client.webhooks.subscriptions.register(
                    items=[{"courierCode": "hanjin", "trackingNumber": f"{421234560000 + number}"}], recurring=True)
            page = client.webhooks.subscriptions.list()
            more = client.webhooks.subscriptions.list(cursor=page["nextCursor"])
            ids = [s["requestId"] for s in page["subscriptions"] + more["subscriptions"]]
            out["pages"] = [len(page["subscriptions"]), len(more["subscriptions"]), len(set(ids)), page["total"],
                            "nextCursor" in more]
            client.webhooks.subscriptions.cancel(registered["requestId"])
            out["cancelled"] = client.webhooks.subscriptions.get(registered["requestId"])["isActive"]
            client.webhooks.endpoints.delete(endpoint["endpointId"])
            refused("gone", lambda: client.webhooks.subscriptions.get(registered["requestId"]))
            refused("deleted", lambda: client.webhooks.endpoints.rotate_secret(endpoint["endpointId"]))
        with DeliveryAPIClient(api_key="pk_other", secret_key="sk_test_a") as client:
            refused("stranger", lambda: client.tracking.get_couriers())
        server.shutdown()
        print(json.dumps(out))
        """

    @Test("every call of the SDK, and its verification of a webhook that arrived")
    func sdk() async throws {
        var settings = DeliveryAPISettings()
        settings.keys = [DeliveryAPISettings.Key(api: "pk_test_a", secret: Secret("sk_test_a"))]
        // The SDK judges signatures by the real time.
        try await TrackingBench.with(settings, start: SystemWallClock().now) { mock in
            let python = Repository.root.appendingPathComponent(".venv/bin/python3").path
            let run = try await Command.run(python, ["-c", Self.script, "http://\(mock.running.address)"])
            try #require(run.status == 0, "\(run.error)")
            let out = try JSON(parsing: Array(run.output.utf8))
            Self.check(tracking: out)
            Self.check(webhooks: out)
            Self.check(refusals: out)
        }
    }

    private static func check(tracking out: JSON) {
        #expect(out["couriers"] == [10, ["trackingApiCode": "cj", "displayName": "CJ대한통운"]])
        let results = out["trace"]?["results"]?.array ?? []
        #expect(results.count == 4)
        #expect(results.first?["success"] == true && results.first?["clientId"] == "a")
        #expect(results.first?["data"]?["courierName"] == "CJ대한통운")
        #expect(results.first?["data"]?["progresses"]?.array?.isEmpty == false)
        let codes = results.dropFirst().map { $0["error"]?["code"]?.string ?? "" }
        #expect(codes == ["NOT_FOUND", "UNSUPPORTED_COURIER", "INVALID_TRACKING_NUMBER"])
        #expect(out["trace"]?["summary"] == ["total": 4, "successful": 1, "failed": 3, "billable": 2])
        let brief = out["brief"]?["results"]?.array?.first?["data"]
        #expect(brief?["progresses"] == [] && brief?["deliveryStatus"] == results.first?["data"]?["deliveryStatus"])
    }

    private static func check(webhooks out: JSON) {
        #expect(out["endpoint"]?["endpointId"]?.string?.hasPrefix("ep_") == true)
        #expect(out["endpoint"]?["webhookSecret"]?.string?.hasPrefix("whsec_") == true)
        #expect(out["endpoint"]?["name"] == "운영 서버" && out["endpoint"]?["dateCreated"] != nil)
        #expect(out["probe"] == [false, false])
        let endpoint = out["endpoints"]?["endpoints"]?.array?.first
        #expect(out["endpoints"]?["total"] == 1 && endpoint?["name"] == "스테이징" && endpoint?["status"] == "active")
        #expect(endpoint?["consecutiveFailures"] == 0 && endpoint?["webhookSecret"] == nil)
        #expect(out["registered"]?["itemCount"] == 1 && out["registered"]?["recurring"] == true)
        #expect(out["verified"] == [true, false, false] && out["reverified"] == [true, false])
        let webhook = out["webhook"]
        #expect(webhook?["event"] == "tracking.polled" && webhook?["requestId"] == out["registered"]?["requestId"])
        #expect(webhook?["metadata"] == ["orderId": "ORD-001"])
        let item = webhook?["items"]?.array?.first
        #expect(item?["clientId"] == "order_001" && item?["hasChanged"] == true && item?["isDelivered"] == false)
        let detail = out["detail"]
        #expect(
            detail?["isActive"] == true && detail?["itemCount"] == 1 && detail?["metadata"] == ["orderId": "ORD-001"])
        #expect(detail?["lastPolledAt"] != nil && detail?["nextPollAt"] != nil)
        #expect(detail?["summary"] == ["total": 1, "delivered": 0, "active": 1, "failed": 0])
        #expect(out["results"]?["total"] == 1)
        #expect(out["results"]?["results"]?.array?.first?["requestId"] == out["registered"]?["requestId"])
        #expect(out["rotated"]?["webhookSecret"] == "whsec_mine" && out["rotated"]?["dateRotated"] != nil)
        #expect(out["pages"] == [50, 12, 62, 62, false] && out["cancelled"] == false)
    }

    private static func check(refusals out: JSON) {
        func refusal(_ name: String) -> [JSON] { Array(out[name]?.array?.prefix(4) ?? []) }
        #expect(refusal("eleven") == ["ApiError", "INVALID_PARAMS", 400, true])
        #expect(refusal("unreachable") == ["ApiError", "WEBHOOK_ENDPOINT_UNREACHABLE", 400, true])
        #expect(refusal("elsewhere") == ["ApiError", "INVALID_PARAMS", 400, true])
        #expect(refusal("short") == ["ApiError", "INVALID_PARAMS", 400, true])
        #expect(refusal("invalid") == ["ApiError", "INVALID_TRACKING_NUMBER", 400, true])
        #expect(out["invalid"]?.array?.last?.array?.first?["errorCode"] == "INVALID_TRACKING_NUMBER")
        #expect(refusal("gone") == ["NotFoundError", "NOT_FOUND", 404, true])
        #expect(refusal("deleted") == ["NotFoundError", "NOT_FOUND", 404, true])
        #expect(refusal("stranger") == ["AuthenticationError", "UNAUTHORIZED", 401, true])
    }
}
