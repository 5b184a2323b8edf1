// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
package import Settings
package import Values

extension DeliveryAPISettings {
    /// Reads a file such as `mocks/providers/deliveryapi.yaml`; every problem is told with its line.
    ///
    /// - Throws: `Problems`.
    package static func load(
        path: String, environment: [String: String] = [:]
    ) throws(Problems) -> DeliveryAPISettings {
        let file = try SettingsFile.load(path: path, environment: environment)
        let settings = DeliveryAPISettings(reading: file.root)
        try file.finish()
        return settings
    }

    /// Reads a section; what it leaves out stays as documented.
    package init(reading section: SettingsSection) {
        self.init()
        let day = Duration.seconds(86_400)
        keys = section.sectionList("keys", about: "the keys that are let in; any when there are none") { key in
            Key(
                api: key.requiredString("api", about: "the API key (pk_...)"),
                secret: key.requiredSecret("secret", about: "the secret key (sk_...)"))
        }
        seed = UInt64(section.int("seed", default: 1, in: 0...Int.max, about: "the same seed gives the same ids"))
        answerWithin = section.duration(
            "answerWithin", default: answerWithin, in: .milliseconds(1)...(.seconds(60)),
            about: "how long a webhook may take to be answered")
        retryAfter = Self.spans(
            section, "retryAfter", else: retryAfter, about: "how long after each failed attempt the next one is made")
        lookUpAgainAfter = Self.spans(
            section, "lookUpAgainAfter", else: lookUpAgainAfter,
            about: "how long after each failed look-up at a courier the next one is made")
        let poll = section.section("poll", about: "how often parcels are looked up")
        let spans = Duration.seconds(1)...day
        pollMoving = poll.duration("moving", default: pollMoving, in: spans, about: "one that is on its way")
        pollWaiting = poll.duration("waiting", default: pollWaiting, in: spans, about: "any other")
        pollNight = poll.duration("night", default: pollNight, in: spans, about: "at least, at night in Korea")
        night = (
            poll.int("nightFrom", default: night.from, in: 0...23, about: "the hour the night begins"),
            poll.int("nightTo", default: night.to, in: 0...23, about: "the hour it ends")
        )
        follows = poll.duration("for", default: follows, in: spans.lowerBound...(day * 60), about: "how long at most")
        tellsUnchanged = poll.bool(
            "tellsUnchanged", default: tellsUnchanged, about: "whether polls that found nothing new are told of")
        let limits = section.section("limits", about: "the most of everything")
        mostTraced = limits.int("traced", default: mostTraced, in: 1...1_000, about: "parcels of one trace")
        mostRegistered = limits.int(
            "registered", default: mostRegistered, in: 1...1_000, about: "parcels of one registration")
        mostEndpoints = limits.int("endpoints", default: mostEndpoints, in: 1...1_000, about: "endpoints of one key")
        endpointOffAfter = limits.int(
            "endpointOffAfter", default: endpointOffAfter, in: 0...10_000,
            about: "failed attempts in a row until an endpoint is switched off; 0 for never")
        namesDrivers = section.bool("namesDrivers", default: namesDrivers, about: "whether scans name drivers")
        readParcels(section)
        let words = section.section("texts", about: "the words of the errors, by their codes")
        for code in Self.codes {
            if let text = words.string(code, about: "the words of this error") { texts[code] = text }
        }
    }

    private mutating func readParcels(_ section: SettingsSection) {
        parcels = section.sectionList("parcels", about: "parcels whose journeys are told beforehand") { parcel in
            KnownParcel(
                courier: parcel.requiredString("courier", about: "the courier's code").lowercased(),
                number: parcel.requiredString("number", about: "the tracking number, in quotes"),
                upTo: parcel.choice("upTo", default: .delivered, about: "where the journey ends"),
                trouble: parcel.choice("trouble", about: "what else happens"),
                productName: parcel.string("product", about: "what is in it"),
                receiverName: parcel.string("receiver", about: "who gets it, as couriers write it"))
        }
    }

    private static let codes = [
        "UNAUTHORIZED", "NOT_FOUND", "INVALID_PARAMS", "RATE_LIMITED", "WEBHOOK_ENDPOINT_UNREACHABLE",
        "MISSING_PARAMS", "INVALID_TRACKING_NUMBER", "UNSUPPORTED_COURIER", "TRACKING_FAILED", "INTERNAL_ERROR",
    ]

    private static func spans(
        _ section: SettingsSection, _ key: String, else fallback: [Duration], about: String
    ) -> [Duration] {
        let spans = section.customList(key, type: "durations", about: about) { text throws(ValueError) in
            guard let span = TimeSpan.read(text[...]), span > .zero else {
                throw ValueError("write a span as 90s, 5m or 2h")
            }
            return span
        }
        return spans.isEmpty ? fallback : spans
    }
}
