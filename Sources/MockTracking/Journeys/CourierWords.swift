// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Shipping

/// What a courier writes into its scans (common usage, not a specification), and where.
struct CourierWords: Sendable {
    /// The words of one scan.
    struct Word: Sendable {
        let status: JourneyPlan.Status
        let text: String
        let place: Place
    }

    /// What kind of place a scan is made at.
    enum Place: Sendable {
        case sender, pickup, firstHub, secondHub, office
    }

    /// The courier's name.
    let name: String
    /// The scans of a journey without trouble.
    let words: [Word]
    /// The scan of a delivery that did not happen.
    let failed: String
    /// The scan of a parcel that goes back.
    let returned: String

    /// The words for a code of DeliveryAPI, case aside; common ones for a code that is not known.
    static func of(_ code: String) -> CourierWords {
        switch code.lowercased() {
        case "cj", "04", "kr.cjlogistics":
            CourierWords(
                name: "CJ대한통운",
                words: [
                    Word(status: .registered, text: "접수", place: .sender),
                    Word(status: .pickedUp, text: "집화처리", place: .pickup),
                    Word(status: .inTransit, text: "간선상차", place: .firstHub),
                    Word(status: .inTransit, text: "간선하차", place: .secondHub),
                    Word(status: .outForDelivery, text: "배송출발", place: .office),
                    Word(status: .delivered, text: "배송완료", place: .office),
                ], failed: "미배달", returned: "반송")
        case "post", "01", "kr.epost":
            CourierWords(
                name: "우체국택배",
                words: [
                    Word(status: .pickedUp, text: "접수", place: .pickup),
                    Word(status: .inTransit, text: "발송", place: .firstHub),
                    Word(status: .inTransit, text: "도착", place: .secondHub),
                    Word(status: .outForDelivery, text: "배달준비", place: .office),
                    Word(status: .delivered, text: "배달완료", place: .office),
                ], failed: "미배달", returned: "반송")
        case "hanjin", "05", "kr.hanjin":
            CourierWords(
                name: "한진택배",
                words: [
                    Word(status: .registered, text: "운송장 등록", place: .sender),
                    Word(status: .pickedUp, text: "집하", place: .pickup),
                    Word(status: .inTransit, text: "이동중", place: .firstHub),
                    Word(status: .outForDelivery, text: "배송출발", place: .office),
                    Word(status: .delivered, text: "배송완료", place: .office),
                ], failed: "미배송", returned: "반송")
        case "logen", "06", "kr.logen":
            CourierWords(
                name: "로젠택배",
                words: [
                    Word(status: .pickedUp, text: "집하출고", place: .pickup),
                    Word(status: .inTransit, text: "터미널입고", place: .firstHub),
                    Word(status: .inTransit, text: "터미널출고", place: .firstHub),
                    Word(status: .inTransit, text: "배송입고", place: .office),
                    Word(status: .outForDelivery, text: "배송출고", place: .office),
                    Word(status: .delivered, text: "배송완료", place: .office),
                ], failed: "미배송", returned: "반송")
        case "lotte", "08", "kr.lotte":
            CourierWords(
                name: "롯데택배",
                words: [
                    Word(status: .registered, text: "상품접수", place: .sender),
                    Word(status: .pickedUp, text: "상품인수", place: .pickup),
                    Word(status: .inTransit, text: "상품이동중", place: .firstHub),
                    Word(status: .outForDelivery, text: "배송출발", place: .office),
                    Word(status: .delivered, text: "배달완료", place: .office),
                ], failed: "미배달", returned: "반송")
        default:
            CourierWords(
                name: CourierDirectory.courier(code: code)?.koreanName ?? code,
                words: [
                    Word(status: .registered, text: "접수", place: .sender),
                    Word(status: .pickedUp, text: "집하", place: .pickup),
                    Word(status: .inTransit, text: "간선이동", place: .firstHub),
                    Word(status: .outForDelivery, text: "배송출발", place: .office),
                    Word(status: .delivered, text: "배송완료", place: .office),
                ], failed: "미배송", returned: "반송")
        }
    }

    static let hubs = ["옥천HUB", "곤지암HUB", "대전HUB", "청원HUB", "부산HUB"]
    static let postHubs = ["동서울우편집중국", "대전우편집중국", "부산우편집중국"]
    static let offices = ["강남직영", "송파가락", "분당정자", "수원권선", "해운대우동", "제주노형"]
    /// The hub that sorts for an office.
    static func hub(for office: String, of hubs: [String]) -> String {
        let isSouth = office.hasPrefix("해운대") || office.hasPrefix("제주")
        let names = isSouth ? ["부산HUB", "부산우편집중국"] : ["곤지암HUB", "동서울우편집중국"]
        return hubs.first { names.contains($0) } ?? hubs.first ?? ""
    }

    static let senders = ["서울동대문", "경기이천", "인천남동", "대구달서"]
    static let drivers = ["김민수", "이정호", "박서준", "최영희"]
    static let receivers = ["홍*동", "김*연", "이*우", "박*현", "최*아"]
}
