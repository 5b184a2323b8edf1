// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Values

/// Makes up parcels as Korean shops send them, each from the seed and its place alone.
struct ParcelMaker: Sendable {
    /// How many there are.
    let count: Int
    let seed: UInt64
    /// The couriers to choose from; empty for the usual mixture.
    let couriers: [String]
    let upTo: JourneyPlan.Status
    let rates: JourneyRates
    /// The day the orders are named for, as in `20261122`.
    let day: String

    /// Couriers as often as parcels of a usual shop go with them.
    private static let usual: [String] =
        Array(repeating: "cj", count: 45) + Array(repeating: "post", count: 15) + Array(repeating: "hanjin", count: 13)
        + Array(repeating: "lotte", count: 13) + Array(repeating: "logen", count: 10) + ["kyungdong", "daesin"]
        + ["hapdong", "woori"]

    private static let families = Array("김이박최정강조윤장임한오서신권황안송류홍")
    private static let given = ["민준", "서연", "도윤", "지우", "하준", "수아", "예은", "건우", "유진", "은주", "솔", "현"]
    private static let products = [
        "제주 한라봉 선물세트 3kg", "유기농 현미 10kg", "핸드드립 원두 200g", "무선 이어폰 케이스", "겨울 극세사 이불 Q", "강아지 사료 2kg",
        "반팔 티셔츠 (블랙, L)", "아기 물티슈 10팩", "캠핑 의자 2개", "국산 참기름 선물세트", "독서대 원목형", "스테인리스 텀블러 500ml",
    ]

    /// One parcel; the same for the same place, whatever the count.
    func parcel(_ index: Int) -> JourneyPlan.Parcel {
        // Seeded twice: streams that begin at neighbouring states would tell the same a step apart.
        var seeds = SeededGenerator(seed: (seed ^ 0x7061_7263) &+ UInt64(index) &* 0x9E37_79B9_7F4A_7C15)
        var chance = SeededGenerator(seed: seeds.next())
        let courier = chance.pick(couriers.isEmpty ? Self.usual : couriers, else: "cj")
        let name = String(chance.pick(Self.families, else: "홍")) + chance.pick(Self.given, else: "길동")
        let own = chance.next()
        var parcel = JourneyPlan.Parcel(
            courierCode: courier, trackingNumber: NumberShape.of(courier).number(index, seed: seed),
            clientID: "s-\(index + 1)", orderID: day + "-" + Self.padded(index + 1),
            receiverName: Self.masked(name), productName: chance.pick(Self.products, else: ""), upTo: upTo)
        rates.apply(to: &parcel, seed: own)
        return parcel
    }

    private static func padded(_ number: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, 4 - text.count)) + text
    }

    /// A name as couriers write it: the second syllable hidden (`홍*동`, `김*`).
    private static func masked(_ name: String) -> String {
        var letters = Array(name)
        if letters.count > 1 { letters[1] = "*" }
        return String(letters)
    }
}
