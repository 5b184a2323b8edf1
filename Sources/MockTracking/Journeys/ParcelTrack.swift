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

    /// A status and how many scans there are when its last one was made.
    struct Stage: Sendable {
        let status: JourneyPlan.Status
        let scanCount: Int
    }

    /// The statuses in the order they are reached.
    var stages: [Stage] {
        scans.indices.compactMap { index in
            let isLast = index == scans.count - 1 || scans[index + 1].status != scans[index].status
            return isLast ? Stage(status: scans[index].status, scanCount: index + 1) : nil
        }
    }

    /// How many scans were made by a moment.
    func scanCount(at moment: Timestamp) -> Int {
        scans.firstIndex { $0.at > moment } ?? scans.count
    }

    /// Plays one parcel's way in the mind.
    ///
    /// - Parameters:
    ///   - parcel: The parcel.
    ///   - plan: When it travels.
    ///   - shift: How many days earlier (or, for journeys that begin after a moment, later) it travels.
    ///   - generator: Chance.
    init(
        _ parcel: JourneyPlan.Parcel, plan: JourneyPlan, shift: Int = 0, generator: inout SeededGenerator
    ) {
        self.courier = CourierWords.of(parcel.courierCode)
        self.receiver = parcel.receiverName ?? generator.pick(CourierWords.receivers, else: "홍*동")
        let office = generator.pick(CourierWords.offices, else: "강남직영")
        let hubs = courier.name == "우체국택배" ? CourierWords.postHubs : CourierWords.hubs
        let picked = generator.pick(hubs, else: "옥천HUB")
        let other = generator.pick(hubs.filter { $0 != picked }, else: "대전HUB")
        // The last hub is the one that serves the office.
        let secondHub = CourierWords.hub(for: office, of: hubs)
        let firstHub = picked == secondHub ? other : picked
        let sender = generator.pick(CourierWords.senders, else: "서울동대문")
        let driver = generator.pick(CourierWords.drivers, else: "김민수")
        let phone = "010-\(generator.number(2_000...9_999))-\(generator.number(1_000...9_999))"

        let firstDay = office.hasPrefix("제주") ? 2 : 1
        let arrivalDay = firstDay + (parcel.trouble == .held ? 1 : 0)
        let endDay = arrivalDay + (parcel.trouble == .secondTry ? 1 : 0)
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
        let wanted = (parcel.trouble == .returnLeg ? .returned : parcel.upTo).path
        for word in courier.words where wanted.contains(word.status) {
            let (minute, place): (Int, String) =
                switch (word.status, word.place) {
                case (.registered, _): (minutes(0, 10, 17), sender)
                case (.pickedUp, _): (minutes(0, 18, 21), sender)
                case (.outForDelivery, _): (minutes(arrivalDay, 8, 11), office)
                case (.delivered, _): (minutes(endDay, 11, 20), office)
                case (_, .office): (firstDay * 1_440 + 6 * 60 + generator.number(0...80), office)
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
        switch parcel.trouble {
        case .held where wanted.contains(.outForDelivery):
            add(firstDay * 1_440 + 7 * 60, office, .hold, "보관", "주소 확인 중입니다.")
        case .secondTry where wanted.contains(.delivered):
            add(minutes(arrivalDay, 17, 20), office, .failed, courier.failed, "고객 부재로 배달하지 못했습니다.")
            let word = courier.words.first { $0.status == .outForDelivery }?.text ?? "배송출발"
            add(minutes(endDay, 8, 11), office, .outForDelivery, word)
        case .returnLeg:
            let moving = courier.words.first { $0.status == .inTransit }?.text ?? "간선이동"
            let done = courier.words.last?.text ?? "배송완료"
            add(minutes(arrivalDay + 1, 22, 24), secondHub, .inTransit, moving, "반송 이동 중입니다.")
            add(minutes(arrivalDay + 2, 11, 20), sender, .delivered, done, "보내는 분께 반송되었습니다.")
        case .held, .secondTry, nil: break
        }
        place(draft, plan: plan, shiftDays: shift)
    }

    /// Puts the journey on the latest days on which it is over in time, its hours kept where they can be.
    private mutating func place(_ draft: [(minute: Int, scan: Scan)], plan: JourneyPlan, shiftDays: Int) {
        let day: Int64 = 86_400
        let offset = Int64(CivilTime.kst)
        let end = plan.endsBefore.seconds + offset
        let seconds = draft.map { Int64($0.minute) * 60 + $0.scan.at.seconds }
        let latest = seconds.max() ?? 0
        let lastDay = latest / day * day
        var start = ((end - latest - 1) / day - Int64(shiftDays)) * day
        // How many of the last day's seconds there are, and how many there should be.
        var squeeze: (from: Int64, to: Int64) = (1, 1)
        if let begin = plan.beginsAfter {
            // Today if the first scan is still to come, else tomorrow.
            let moment = begin.seconds + offset
            start = moment / day * day + Int64(shiftDays) * day
            if start + (seconds.min() ?? 0) <= moment { start += day }
        } else if plan.arrivesToday, end / day * day > start + lastDay {
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
