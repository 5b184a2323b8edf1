// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import Values

/// Posts one webhook and tells what came back.
struct WebhookPost: Sendable {
    let loop: CurlLoop
    /// An answer that takes longer is none.
    let answerWithin: Duration

    /// What came back.
    struct Outcome: Sendable {
        /// The status code; nil when no answer came in time.
        let code: Int?
        let milliseconds: Int64
        /// Why no answer came.
        let failure: String?

        /// Whether the webhook counts as delivered.
        ///
        /// A redirect does not: it is never followed.
        var isAccepted: Bool { (200..<300).contains(code ?? 0) }
    }

    /// Posts a body.
    ///
    /// - Parameters:
    ///   - body: JSON.
    ///   - target: Where to.
    ///   - headers: The signature and what belongs to it; none for a probe.
    func send(
        _ body: [UInt8], to target: WebhookTarget, headers: [(name: String, value: String)]
    ) async -> Outcome {
        let request = HTTPTransfer(
            method: "POST", url: target.url,
            headers: [("Content-Type", "application/json"), ("User-Agent", "Parcelpost-mock/1.0 (DeliveryAPI)")]
                + headers,
            body: body, timeout: answerWithin, connectTimeout: answerWithin, maxResponseBytes: 65_536)
        let start = ContinuousClock().now
        var code: Int?
        var failure: String?
        do throws(TransferFailure) {
            code = try await loop.perform(request).status
        } catch {
            failure = error.description
        }
        return Outcome(
            code: code, milliseconds: (ContinuousClock().now - start).wholeMilliseconds, failure: failure)
    }
}
