// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Notices
public import Settings
import Values

extension RetryPolicy {
    /// Reads the `retry:` section.
    public init(reading section: SettingsSection) {
        let fallback = RetryPolicy()
        self.init(
            base: section.duration(
                "base", default: fallback.base, in: .milliseconds(100)...(.seconds(3600)),
                about: "The longest wait before the second attempt; it doubles with each attempt."),
            cap: section.duration(
                "cap", default: fallback.cap, in: .seconds(1)...(.seconds(86_400)),
                about: "The longest wait between attempts."),
            configurationBase: section.duration(
                "configurationBase", default: fallback.configurationBase, in: .seconds(1)...(.seconds(86_400)),
                about: "The first wait when a relay refuses our settings or credentials."),
            maximumAge: section.duration(
                "maximumAge", default: fallback.maximumAge, in: .seconds(60)...(.seconds(14 * 86_400)),
                about: "The age at which a delivery is given up and becomes a dead letter."))
    }
}

extension Retention {
    /// Reads the `retention:` section.
    public init(reading section: SettingsSection) {
        let fallback = Retention()
        let range: ClosedRange<Duration> = .seconds(86_400)...(.seconds(3650 * 86_400))
        self.init(
            events: section.duration(
                "events", default: fallback.events, in: range, about: "How long webhook items are kept as received."),
            traces: section.duration(
                "traces", default: fallback.traces, in: range, about: "How long decisions are kept."),
            personalData: section.duration(
                "personalData", default: fallback.personalData, in: range,
                about: "How long names and addresses are kept after a parcel's journey ended."))
    }
}

extension Limits {
    /// Reads the `limits:` section.
    public init(reading section: SettingsSection) {
        let fallback = Limits()
        self.init(
            deliveriesInMemory: section.int(
                "deliveriesInMemory", default: fallback.deliveriesInMemory, in: 16...100_000,
                about: "Deliveries held in memory, ready to send; the rest waits in the store."),
            requestsWaiting: section.int(
                "requestsWaiting", default: fallback.requestsWaiting, in: 16...1_000_000,
                about: "Webhook requests that may wait for their commit; one more is told to come again."),
            requestsUnderWay: section.int(
                "requestsUnderWay", default: fallback.requestsUnderWay, in: 1...10_000,
                about: "Webhook requests in the store at once; they share commits."),
            patience: section.duration(
                "patience", default: fallback.patience, in: .milliseconds(100)...(.milliseconds(2_900)),
                about: "How long a webhook request may wait before it is told to come again."),
            farewell: section.duration(
                "farewell", default: fallback.farewell, in: .milliseconds(100)...(.seconds(600)),
                about: "How long a stopping gateway goes on sending what it holds."))
    }
}
