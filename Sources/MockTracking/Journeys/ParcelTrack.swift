// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Values

/// The scans one parcel gets on its way.
struct ParcelTrack: Sendable {
    /// One scan.
    struct Scan: Sendable {
        let at: Timestamp
        let place: String
        let status: JourneyPlan.Status
        let text: String
        let detail: String?
        let phone: String?
    }

    let courier: CourierWords
    let receiver: String
    private(set) var scans: [Scan] = []

    /// The statuses in the order they are reached.
    var statuses: [JourneyPlan.Status] {
        scans.reduce(into: []) { if $0.last != $1.status { $0.append($1.status) } }
    }

    init(_ parcel: JourneyPlan.Parcel, plan: JourneyPlan, generator: inout SeededGenerator) {
        self.courier = CourierWords.of(parcel.courierCode)
        self.receiver = parcel.receiverName ?? generator.pick(CourierWords.receivers, else: "홍*동")
        let office = generator.pick(CourierWords.offices, else: "강남직영")
        let hubs = courier.name == "우체국택배" ? CourierWords.postHubs : CourierWords.hubs
        let firstHub = generator.pick(hubs, else: "옥천HUB")
        let secondHub = generator.pick(hubs.filter { $0 != firstHub }, else: "대전HUB")
        let sender = generator.pick(CourierWords.senders, else: "서울동대문")
        let driver = generator.pick(CourierWords.drivers, else: "김민수")
        let phone = "010-\(generator.number(2_000...9_999))-\(generator.number(1_000...9_999))"

        let arrivalDay = office.hasPrefix("제주") ? 2 : 1
        func minutes(_ day: Int, _ from: Int, _ to: Int) -> Int {
            day * 1_440 + generator.number((from * 60)...(to * 60 - 1))
        }
        var hubTime = 22 * 60 + generator.number(0...90)
        var draft: [(minute: Int, scan: Scan)] = []
        func add(_ minute: Int, _ place: String, _ status: JourneyPlan.Status, _ text: String, _ detail: String? = nil)
        {
            let named = plan.namesDrivers && (status == .outForDelivery || status == .delivered)
            draft.append(
                (
                    minute,
                    Scan(
                        at: Timestamp(seconds: Int64(generator.number(0...59))), place: place, status: status,
                        text: text,
                        detail: named ? "배송담당 \(driver) \(phone)" : detail, phone: named ? phone : nil)
                ))
        }
        if parcel.upTo == .pending { add(minutes(0, 10, 17), sender, .pending, "상품 준비중") }
        let wanted = parcel.upTo.path
        for word in courier.words where wanted.contains(word.status) {
            let (minute, place): (Int, String) =
                switch (word.status, word.place) {
                case (.registered, _): (minutes(0, 10, 17), sender)
                case (.pickedUp, _): (minutes(0, 18, 21), sender)
                case (.outForDelivery, _): (minutes(arrivalDay, 8, 11), office)
                case (.delivered, _): (minutes(arrivalDay, 11, 20), office)
                case (_, .office): (arrivalDay * 1_440 + 6 * 60 + generator.number(0...80), office)
                case (_, let place): (hubTime, place == .secondHub ? secondHub : firstHub)
                }
            if minute == hubTime { hubTime += generator.number(150...230) }
            add(minute, place, word.status, word.text)
        }
        if wanted.contains(.cancelled) { add(minutes(0, 17, 18), sender, .cancelled, "접수취소") }
        if wanted.contains(.hold) { add(arrivalDay * 1_440 + 7 * 60, office, .hold, "보관", "주소 확인 중입니다.") }
        if wanted.contains(.failed) {
            add(minutes(arrivalDay, 17, 20), office, .failed, courier.failed, "고객 부재로 배달하지 못했습니다.")
        }
        if wanted.contains(.returned) { add(minutes(arrivalDay + 1, 10, 14), office, .returned, courier.returned) }
        place(draft, plan: plan)
    }

    /// The scans up to the last one of a status; nil when the journey has none of it.
    func scans(upTo status: JourneyPlan.Status) -> [Scan]? {
        guard let last = scans.lastIndex(where: { $0.status == status }) else { return nil }
        return Array(scans[...last])
    }

    /// Puts the journey on the latest days on which it is over in time, its hours kept where they can be.
    private mutating func place(_ draft: [(minute: Int, scan: Scan)], plan: JourneyPlan) {
        let day: Int64 = 86_400
        let offset = Int64(CivilTime.kst)
        let end = plan.endsBefore.seconds + offset
        let seconds = draft.map { Int64($0.minute) * 60 + $0.scan.at.seconds }
        let latest = seconds.max() ?? 0
        let lastDay = latest / day * day
        var start = ((end - latest - 1) / day) * day
        // How many of the last day's seconds there are, and how many there should be.
        var squeeze: (from: Int64, to: Int64) = (1, 1)
        if plan.arrivesToday, end / day * day > start + lastDay {
            start = end / day * day - lastDay
            squeeze = (latest - lastDay + 1, end % day)
        }
        scans = zip(seconds, draft).sorted { $0.0 < $1.0 }.map { time, draft in
            let inDay = time >= lastDay ? lastDay + (time - lastDay) * squeeze.to / squeeze.from : time
            let scan = draft.scan
            return Scan(
                at: Timestamp(seconds: start + inDay - offset), place: scan.place, status: scan.status, text: scan.text,
                detail: scan.detail, phone: scan.phone)
        }
    }
}
