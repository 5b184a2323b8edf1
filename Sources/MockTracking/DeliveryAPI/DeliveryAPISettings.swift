// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

package import Values

/// How the mock of DeliveryAPI behaves; what its documentation leaves open or sources disagree about can be set.
package struct DeliveryAPISettings: Sendable {
    /// A pair of keys that is let in.
    package struct Key: Sendable {
        /// The API key (`pk_...`).
        package let api: String
        /// The secret key (`sk_...`).
        package let secret: Secret<String>

        /// Makes a pair.
        package init(api: String, secret: Secret<String>) {
            self.api = api
            self.secret = secret
        }
    }

    /// A parcel whose journey is told beforehand.
    struct KnownParcel: Sendable {
        let courier: String
        let number: String
        let upTo: JourneyPlan.Status
        let trouble: JourneyPlan.Trouble?
        let productName: String?
        let receiverName: String?
    }

    /// The keys that are let in; empty for any.
    package var keys: [Key] = []
    /// The same seed gives the same ids, secrets and journeys.
    package var seed: UInt64 = 1
    /// A webhook is answered with 2xx within this span, or the attempt has failed.
    package var answerWithin = Duration.seconds(3)
    /// How long after each failed attempt the next one is made; one more failure and the subscription has failed.
    package var retryAfter: [Duration] = [.seconds(60), .seconds(300), .seconds(1_800), .seconds(7_200)]
    /// How long after each failed look-up at a courier the next one is made; the last span holds for all further ones.
    package var lookUpAgainAfter: [Duration] = [
        .seconds(120), .seconds(240), .seconds(480), .seconds(960), .seconds(1_800),
    ]
    /// How often a parcel that is on its way is looked up.
    package var pollMoving = Duration.seconds(1_800)
    /// How often any other is.
    package var pollWaiting = Duration.seconds(7_200)
    /// How often at least at night, in Korea.
    package var pollNight = Duration.seconds(7_200)
    /// The hours the night begins and ends at.
    package var night = (from: 20, to: 10)
    /// How long a parcel is followed.
    package var follows = Duration.seconds(14 * 86_400)
    /// Whether polls that found nothing new are told of, too.
    package var tellsUnchanged = false
    /// The most parcels of one `trace`.
    package var mostTraced = 10
    /// The most parcels of one registration.
    package var mostRegistered = 100
    /// The most endpoints of one key.
    package var mostEndpoints = 10
    /// How many attempts in a row must fail until an endpoint is switched off; 0 for never: no number is documented.
    package var endpointOffAfter = 0
    /// Whether drivers are named in the scans.
    package var namesDrivers = false
    /// Parcels whose journeys are told beforehand.
    var parcels: [KnownParcel] = []
    /// The words of the errors, by their codes.
    var texts: [String: String] = [:]

    /// The documented behaviour.
    package init() {}

    /// The couriers, as `GET /v1/tracking/couriers` lists them.
    static let couriers: [(code: String, name: String)] = [
        ("cj", "CJ대한통운"), ("lotte", "롯데택배"), ("post", "우체국택배"), ("hanjin", "한진택배"), ("logen", "로젠택배"),
        ("kyungdong", "경동택배"), ("daesin", "대신택배"), ("hapdong", "합동택배"), ("coupang", "쿠팡"), ("woori", "우리택배"),
    ]

    private static let defaultTexts = [
        "UNAUTHORIZED": "API Key 또는 Secret Key가 올바르지 않습니다.", "NOT_FOUND": "리소스를 찾을 수 없습니다.",
        "INVALID_PARAMS": "요청 값이 올바르지 않습니다.", "RATE_LIMITED": "요청 한도를 초과했습니다.",
        "WEBHOOK_ENDPOINT_UNREACHABLE": "웹훅 엔드포인트 URL을 확인할 수 없습니다.",
        "MISSING_PARAMS": "택배사 코드와 운송장 번호는 필수입니다.", "INVALID_TRACKING_NUMBER": "운송장 번호 형식이 올바르지 않습니다.",
        "UNSUPPORTED_COURIER": "지원하지 않는 택배사입니다.", "TRACKING_FAILED": "택배사 조회에 실패했습니다.",
        "INTERNAL_ERROR": "일시적인 오류가 발생했습니다.",
    ]

    /// The words of an error.
    func text(_ code: String) -> String { texts[code] ?? Self.defaultTexts[code] ?? code }
}
