// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import HummingbirdTesting
import Testing

/// What a load balancer asks.
@Suite(.timeLimit(.minutes(1))) struct HealthRoutesTests {
    @Test("The process is healthy while it lives, and ready only while a durable write works")
    func health() async throws {
        let desk = try Desk()
        try await desk.open { window async throws in
            #expect(try await window.get("/healthz", key: nil).text == #"{"status":"ok"}"#)
            #expect(try await window.get("/readyz", key: nil).text == #"{"status":"ready"}"#)
            desk.store.fail(.probe)
            #expect(try await window.get("/healthz", key: nil).code == 200)
            let answer = try await window.get("/readyz", key: nil)
            #expect(answer.code == 503)
            #expect(answer.headers[.retryAfter] == "5")
            desk.store.before(.probe, nil)
            #expect(try await window.get("/readyz", key: nil).code == 200)
        }
    }
}
