// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// A stage as the tracking service writes it, with the scans a parcel has by then.
enum WebhookStage: String, CaseIterable, ExpressibleByArgument, Sendable {
    case pickedUp = "PICKED_UP"
    case inTransit = "IN_TRANSIT"
    case outForDelivery = "OUT_FOR_DELIVERY"
    case delivered = "DELIVERED"

    /// One scan of a courier.
    struct ScanText {
        let code: String
        let place: String
        let word: String
        let sentence: String
    }

    /// The stage in Korean.
    var text: String {
        switch self {
        case .pickedUp: "집화완료"
        case .inTransit: "배송중"
        case .outForDelivery: "배송출발"
        case .delivered: "배송완료"
        }
    }

    /// The five newest scans, oldest first; the last one entered the stage.
    var scans: [ScanText] {
        let way = [
            ScanText(code: "REGISTERED", place: "서울성동", word: "접수", sentence: "보내는 분의 접수가 완료되었습니다."),
            ScanText(code: "REGISTERED", place: "서울성동", word: "집화예정", sentence: "상품을 받으러 갈 예정입니다."),
            ScanText(code: "REGISTERED", place: "서울성동", word: "집화준비", sentence: "집화를 준비하고 있습니다."),
            ScanText(code: "REGISTERED", place: "서울성동", word: "운송장출력", sentence: "운송장이 출력되었습니다."),
            ScanText(code: "PICKED_UP", place: "서울성동", word: "집화처리", sentence: "보내시는 고객님으로부터 상품을 인수했습니다."),
            ScanText(code: "IN_TRANSIT", place: "옥천HUB", word: "간선상차", sentence: "배송지역으로 상품이 이동중입니다."),
            ScanText(code: "IN_TRANSIT", place: "부산HUB", word: "간선하차", sentence: "배송지역에 상품이 도착했습니다."),
            ScanText(code: "OUT_FOR_DELIVERY", place: "해운대우동", word: "배송출발", sentence: "고객님의 상품을 오늘 배송할 예정입니다."),
            ScanText(code: "DELIVERED", place: "해운대우동", word: "배송완료", sentence: "고객님의 상품이 배송완료 되었습니다."),
        ]
        let end =
            switch self {
            case .pickedUp: 5
            case .inTransit: 7
            case .outForDelivery: 8
            case .delivered: 9
            }
        return Array(way[(end - 5)..<end])
    }
}
