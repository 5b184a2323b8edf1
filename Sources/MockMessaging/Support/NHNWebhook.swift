// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import MockWorld
import Settings
import Values

/// Where NHN's webhooks go, and the words that were typed into its console.
struct NHNWebhook: Hashable, Sendable {
    /// The URL.
    var url: HTTPURL
    /// What `X-Toast-Webhook-Signature` says; nil leaves the field out.
    var signature: String?

    /// Makes it.
    init(url: HTTPURL, signature: String? = nil) {
        self.url = url
        self.signature = signature
    }
}

extension Bench {
    /// Posts one webhook of NHN's and notes the answer beside the messages it is about.
    func post(
        _ webhook: NHNWebhook?, product: String, appKey: String, event: String, hooksID: String, hooks: [JSON],
        about messages: [MessageKey]
    ) async {
        guard let webhook, !hooks.isEmpty else { return }
        let told: (text: String, verdict: MessageEvent.Verdict)
        if allowsRemote || HostPort.isLoopback(webhook.url.host) {
            let body: JSON = [
                "hooksId": .string(hooksID), "webhookConfigId": "mock-webhook", "productName": .string(product),
                "appKey": .string(appKey), "event": .string(event), "hooks": .array(hooks),
            ]
            var headers: [(name: String, value: String)] = [("Content-Type", "application/json;charset=UTF-8")]
            if let signature = webhook.signature { headers.append(("X-Toast-Webhook-Signature", signature)) }
            do throws(TransferFailure) {
                let answer = try await loop.perform(
                    HTTPTransfer(
                        method: "POST", url: webhook.url.text, headers: headers, body: body.bytes,
                        timeout: .seconds(15)))
                told = ("The webhook \(event) was answered with \(answer.status).", .neutral)
            } catch {
                told = ("The webhook \(event) was not answered: \(error.description)", .neutral)
            }
        } else {
            told = ("The webhook \(event) was not sent: it goes to this machine only without --allow-remote.", .neutral)
        }
        let event = MessageEvent(at: clock.now, kind: "receipt", text: told.text, verdict: told.verdict)
        for id in messages { inbox.add(event, to: id) }
    }
}
