// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Shipping
public import Values

/// Ordinary things to test with; every test changes what it is about.
public enum Samples {
    /// 2026-11-22 10:00 in Korea.
    public static let now = time("2026-11-22 10:00:00")

    /// A time as the courier writes it, in Korea.
    public static func time(_ text: String) -> Timestamp {
        Timestamp(text, zonelessOffsetSeconds: CivilTime.kst)!
    }

    /// A parcel's key.
    public static func key(_ number: String = "686530129012", courier: String = "cj", shop: String = "default")
        -> ShipmentKey
    {
        ShipmentKey(
            shop: try! ShopID(shop), courier: try! CourierCode(courier), trackingNumber: try! TrackingNumber(number))
    }

    /// A scan.
    public static func scan(_ time: String?, _ text: String, _ stage: Stage?, at location: String? = "옥천HUB") -> Scan {
        Scan(
            time: time.map { Samples.time($0) }, location: location.map { try! Line($0) }, text: try! Line(text),
            stage: stage)
    }

    /// The scans of an ordinary journey up to a stage, the last at `2026-11-22 09:12:00`.
    public static func journey(to stage: Stage) -> [Scan] {
        let all = [
            scan("2026-11-21 18:40:00", "집화처리", .pickedUp, at: "강남직영"),
            scan("2026-11-22 01:20:00", "간선상차", .inTransit, at: "옥천HUB"),
            scan("2026-11-22 09:12:00", "배송출발", .outForDelivery, at: "송파가락"),
            scan("2026-11-22 14:31:00", "배송완료", .delivered, at: "송파가락"),
        ]
        let count =
            switch stage {
            case .pickedUp: 1
            case .inTransit: 2
            case .outForDelivery: 3
            case .delivered: 4
            default: 0
            }
        return Array(all.prefix(count))
    }

    /// An event about a parcel.
    public static func event(
        _ stage: Stage, key: ShipmentKey = Samples.key(), scans: [Scan]? = nil, sentAt: Timestamp = Samples.now,
        hasChanged: Bool? = true, kind: TrackingEvent.Kind = .polled, clientID: String? = nil
    ) -> TrackingEvent {
        TrackingEvent(
            key: key, kind: kind, clientID: clientID.map { try! Line($0) }, stage: stage, hasChanged: hasChanged,
            snapshot: TrackingSnapshot(stage: stage, scans: scans ?? journey(to: stage)), sentAt: sentAt,
            receivedAt: sentAt, proof: "deliveryapi: timestamped HMAC", body: Array(#"{"currentStatus":"x"}"#.utf8))
    }

    /// What a shop says of a parcel.
    public static func registration(
        _ key: ShipmentKey = Samples.key(), order: String = "ORD-12345", email: String? = "hong@example.com",
        kind: Shipment.Kind = .outbound
    ) -> Registration {
        Registration(
            key: key, kind: kind,
            orders: [
                Order(id: try! Line(order), items: [.init(name: try! Line("겨울 니트"), option: try! Line("아이보리 / M"))])
            ],
            orderer: Party(
                name: try! Line("홍길동"), email: email.map { try! EmailAddress($0) },
                phone: try! PhoneNumber("010-1234-5678"),
                address: try! Line("서울 송파구 가락로 1")))
    }

    /// A registered parcel of which nothing was heard yet.
    public static func shipment(_ registration: Registration = Samples.registration(), id: Int64 = 1) -> Shipment {
        Shipment(
            id: id, generation: 1, token: "token-\(id)", registration: registration,
            registeredAt: now - .seconds(86_400))
    }
}
