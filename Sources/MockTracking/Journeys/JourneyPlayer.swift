// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import Values

/// Sends a journey's webhooks to a gateway and records each answer.
struct JourneyPlayer: Sendable {
    /// One webhook that was sent, and what came back.
    struct Sent: Sendable {
        let webhook: Journey.Webhook
        /// The status code; nil when no answer came.
        let code: Int?
        let milliseconds: Int64
        /// Why no answer came.
        let failure: String?
    }

    let loop: CurlLoop
    let clock: any WallClock
    let url: String
    let signer: WebhookSigner
    /// What a webhook of the fault wrong-sign is signed with.
    let wrongSigner: WebhookSigner

    init(loop: CurlLoop, clock: any WallClock, url: String, scheme: WebhookSigner.Scheme, secret: Secret<String>) {
        self.loop = loop
        self.clock = clock
        self.url = url
        self.signer = WebhookSigner(scheme: scheme, secret: secret)
        self.wrongSigner = WebhookSigner(scheme: scheme, secret: Secret("whsec_bm90IHRoZSBzZWNyZXQgb2YgdGhpcyBzaG9w"))
    }

    /// Sends them one after the other, each when its time has come.
    ///
    /// - Parameters:
    ///   - journey: What to send.
    ///   - speed: How many times faster than the parcels travel; nil does not wait for their times.
    ///   - pause: How long to wait at least between two webhooks.
    /// - Throws: `CancellationError` when the caller is gone.
    func play(_ journey: Journey, speed: Double?, pause: Duration = .zero) async throws -> [Sent] {
        var sent: [Sent] = []
        var previous: Timestamp?
        for webhook in journey.webhooks {
            if let previous {
                var gap = pause
                if let speed, webhook.scannedAt > previous {
                    let milliseconds = Double((webhook.scannedAt - previous).wholeMilliseconds) / speed
                    gap = max(gap, .milliseconds(Int64(milliseconds)))
                }
                if gap > .zero { try await ContinuousClock().sleep(for: gap) }
            }
            previous = max(previous ?? webhook.scannedAt, webhook.scannedAt)
            try Task.checkCancellation()
            sent.append(await send(webhook))
        }
        return sent
    }

    private func send(_ webhook: Journey.Webhook) async -> Sent {
        let timestamp = clock.now.seconds - (webhook.fault == .stale ? 600 : 0)
        let signer = webhook.fault == .wrongSign ? wrongSigner : signer
        let request = HTTPTransfer(
            method: "POST", url: url,
            headers: [("Content-Type", "application/json"), ("User-Agent", "Parcelpost-mock/1.0 (DeliveryAPI)")]
                + signer.headers(body: webhook.body, id: webhook.id, timestamp: timestamp),
            body: webhook.body, timeout: .seconds(15))
        let start = ContinuousClock().now
        let code: Int?
        let failure: String?
        do throws(TransferFailure) {
            code = try await loop.perform(request).status
            failure = nil
        } catch {
            code = nil
            failure = error.description
        }
        return Sent(
            webhook: webhook, code: code, milliseconds: (ContinuousClock().now - start).wholeMilliseconds,
            failure: failure)
    }
}
