// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Notices
public import Shipping
import Values

/// A made-up parcel of `templates/fixtures`, for previews, trial letters and tests.
///
/// Its journey is complete; a letter for a milestone shows it up to there.
public struct LetterFixture: Sendable {
    /// The file's name without its ending.
    public let name: String
    /// What is special about it, in one sentence.
    public let about: String
    /// The letter's language, unless another is asked for.
    public let language: Language
    /// Whom its letters are for.
    public let audience: Audience
    private let shop: ShopProfile
    private let parcel: Parcel
    /// The other parcels of the order, for a digest.
    private let others: [Parcel]

    /// A parcel with its whole journey.
    struct Parcel: Sendable {
        let registration: Registration
        let snapshot: TrackingSnapshot
    }

    init(
        name: String, about: String, language: Language, audience: Audience, shop: ShopProfile, parcel: Parcel,
        others: [Parcel]
    ) {
        self.name = name
        self.about = about
        self.language = language
        self.audience = audience
        self.shop = shop
        self.parcel = parcel
        self.others = others
    }

    /// The letter for a milestone, or the page of the whole journey.
    ///
    /// - Parameters:
    ///   - milestone: What is told; nil for a page.
    ///   - audience: Somebody else than the fixture is for: `staff` for the alert of the shop's own people.
    ///   - language: Another language than the fixture's own.
    public func letter(_ milestone: Milestone?, audience: Audience? = nil, language: Language? = nil) -> ShippingLetter
    {
        var snapshot = parcel.snapshot
        if let milestone { cut(&snapshot, at: milestone) }
        let first = Self.shipment(parcel.registration, snapshot, 1)
        let page = try? WebURL("https://notify.example.com/t/5Qk2mZr8Yw")
        var parcels = [ShippingLetter.Parcel]()
        if milestone == .digest {
            parcels = [ShippingLetter.Parcel(shipment: first, trackingPage: page)]
            for (index, other) in others.enumerated() {
                parcels.append(
                    ShippingLetter.Parcel(
                        shipment: Self.shipment(other.registration, other.snapshot, index + 2),
                        trackingPage: try? WebURL("https://notify.example.com/t/7Hd4nQp\(index)Xs")))
            }
        }
        // Two days and some hours after the last scan it is time to say so.
        let silence = Duration.seconds(milestone == .delayed ? 53 * 3600 : 300)
        return ShippingLetter(
            shop: shop, shipment: first, milestone: milestone, audience: audience ?? self.audience,
            language: language ?? self.language, trackingPage: page,
            unsubscribe: try? WebURL("https://notify.example.com/u/ZGVmYXVsdHwxfG9yZGVyZXI"), parcels: parcels,
            now: snapshot.scans.last?.time.map { $0 + silence })
    }

    private static func shipment(_ registration: Registration, _ snapshot: TrackingSnapshot, _ id: Int) -> Shipment {
        Shipment(
            id: Int64(id), generation: 1, token: "fixture", registration: registration, snapshot: snapshot,
            stage: snapshot.stage, registeredAt: Timestamp(seconds: 1_795_000_000))
    }

    /// Ends the journey where a milestone is told, with a scan that says so where it has none.
    private func cut(_ snapshot: inout TrackingSnapshot, at milestone: Milestone) {
        let way = snapshot.scans
        func upTo(_ stages: Set<Stage>) -> [Scan] {
            Array(way.prefix((way.lastIndex { $0.stage.map(stages.contains) ?? false } ?? -1) + 1))
        }
        let moving = upTo([.registered, .pickedUp, .inTransit])
        let out = upTo([.outForDelivery])
        let onTheWay: [Scan]
        switch milestone {
        case .shipped, .hold, .cancelled, .delayed: onTheWay = moving
        case .outForDelivery, .failed: onTheWay = out.isEmpty ? moving : out
        case .delivered, .returned, .correction, .digest: onTheWay = way
        }
        snapshot.scans = onTheWay
        snapshot.queriedAt = onTheWay.last?.time
        if milestone != .delivered { snapshot.deliveredAt = nil }
        switch milestone {
        case .shipped, .delayed: snapshot.stage = onTheWay.isEmpty ? .pickedUp : .inTransit
        case .outForDelivery: snapshot.stage = .outForDelivery
        case .delivered, .digest: snapshot.stage = .delivered
        case .failed: end(&snapshot, .failed, "미배달(고객부재)")
        case .hold: end(&snapshot, .hold, "보관")
        case .cancelled: end(&snapshot, .cancelled, "접수취소")
        case .returned, .correction: end(&snapshot, .returned, "반송")
        }
    }

    private func end(_ snapshot: inout TrackingSnapshot, _ stage: Stage, _ words: String) {
        let last = snapshot.scans.last
        snapshot.stage = stage
        snapshot.scans.append(
            Scan(
                time: last?.time.map { $0 + .seconds(4 * 3600) }, location: last?.location,
                text: Line(cleaning: words), stage: stage))
    }
}
