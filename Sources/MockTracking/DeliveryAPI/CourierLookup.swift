// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Values

/// What a courier knows of a parcel: a journey made from the seed and the number, unless the number says otherwise.
///
/// The last four digits of a number steer it (docs/mock-journeys.md has the table): 0404 is not found, 0500 fails at every
/// look-up, 0501 to 0509 fail so many times, 0601 to 0606 end otherwise than delivered.
struct CourierLookup: Sendable {
    /// A number that was seen, and when its journey begins.
    struct Anchor: Sendable {
        var beginsAfter: Timestamp
        var upTo: JourneyPlan.Status?
        var trouble: JourneyPlan.Trouble?
        /// How many look-ups still fail because somebody asked for it.
        var failures = 0
        /// How many look-ups were made in all.
        var lookUps = 0
    }

    /// What is wrong with a number before any courier is asked; nil for nothing.
    static func refusal(courier: String, number: String) -> String? {
        guard !courier.isEmpty, !number.isEmpty else { return "MISSING_PARAMS" }
        let code = courier.lowercased()
        guard DeliveryAPISettings.couriers.contains(where: { $0.code == code }) else { return "UNSUPPORTED_COURIER" }
        return NumberShape.of(code).matches(number) ? nil : "INVALID_TRACKING_NUMBER"
    }

    /// The name of a parcel among the anchors.
    static func key(_ courier: String, _ number: String) -> String {
        courier.lowercased() + "/" + number.filter { $0 != "-" && $0 != " " && $0 != "_" }
    }

    /// Why this look-up fails; nil when it does not.
    ///
    /// - Parameters:
    ///   - number: The number.
    ///   - anchor: What is known of it; a look-up is counted.
    static func failure(_ number: String, _ anchor: inout Anchor) -> String? {
        anchor.lookUps += 1
        if anchor.failures > 0 {
            anchor.failures -= 1
            return "TRACKING_FAILED"
        }
        switch Int(number.suffix(4)) {
        case 404 where number.hasSuffix("0404"): return "NOT_FOUND"
        case 500 where number.hasSuffix("0500"): return "TRACKING_FAILED"
        case let ending? where (501...509).contains(ending) && number.hasSuffix("050\(ending - 500)"):
            return anchor.lookUps <= ending - 500 ? "TRACKING_FAILED" : nil
        default: return nil
        }
    }

    /// The parcel and its way.
    static func track(
        _ parcel: JourneyPlan.Parcel, _ anchor: Anchor, settings: DeliveryAPISettings
    ) -> (parcel: JourneyPlan.Parcel, track: ParcelTrack) {
        let number = key(parcel.courierCode, parcel.trackingNumber)
        // FNV-1a: a seed of the number that is the same on every machine.
        let hash = number.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        var chance = SeededGenerator(seed: hash ^ settings.seed)
        let made = ParcelMaker(
            count: 1, seed: chance.next(), couriers: [], upTo: .delivered, rates: JourneyRates(), day: "20260101"
        ).parcel(0)
        let known = settings.parcels.first { key($0.courier, $0.number) == number }
        var parcel = parcel
        parcel.productName = known?.productName ?? made.productName
        parcel.receiverName = known?.receiverName ?? made.receiverName
        (parcel.upTo, parcel.trouble) = ending(parcel.trackingNumber)
        if let known { (parcel.upTo, parcel.trouble) = (known.upTo, known.trouble) }
        if let upTo = anchor.upTo { (parcel.upTo, parcel.trouble) = (upTo, anchor.trouble) }
        var plan = JourneyPlan(
            parcels: [parcel], endsBefore: anchor.beginsAfter, namesDrivers: settings.namesDrivers)
        plan.beginsAfter = anchor.beginsAfter
        return (parcel, ParcelTrack(parcel, plan: plan, generator: &chance))
    }

    private static func ending(_ number: String) -> (JourneyPlan.Status, JourneyPlan.Trouble?) {
        switch number.suffix(4) {
        case "0601": (.failed, nil)
        case "0602": (.returned, nil)
        case "0603": (.hold, nil)
        case "0604": (.cancelled, nil)
        case "0605": (.delivered, .secondTry)
        case "0606": (.delivered, .returnLeg)
        case "0607": (.delivered, .held)
        default: (.delivered, nil)
        }
    }
}
