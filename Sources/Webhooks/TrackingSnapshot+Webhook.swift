// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Shipping
import Values

extension TrackingSnapshot {
    /// Reads `trackingData`: what the source knows of a parcel, without the people in it.
    init(webhook data: JSON, stage: Stage, scrubbing: inout ScrubbingMemory) {
        var scans = [Scan]()
        let progresses = data["progresses"]?.array ?? []
        scans.reserveCapacity(progresses.count)
        for progress in progresses {
            if let scan = Scan(webhook: progress, scrubbing: &scrubbing) { scans.append(scan) }
        }
        self.init(
            stage: stage, stageText: data["deliveryStatusText"]?.words.map { scrubbing.scrub($0).text },
            courierName: data["courierName"]?.words.map { Line(cleaning: $0, maxBytes: 100) },
            scans: Scan.inOrder(scans),
            deliveredAt: data["dateDelivered"].flatMap(WebhookTime.read),
            expectedAt: data["dateEstimated"].flatMap(WebhookTime.read),
            queriedAt: data["queriedAt"].flatMap(WebhookTime.read))
    }
}

extension Scan {
    /// Reads one element of `progresses`; nil when it says nothing.
    init?(webhook data: JSON, scrubbing: inout ScrubbingMemory) {
        guard data.members != nil else { return nil }
        let status = data["status"]?.words.map { scrubbing.scrub($0) }
        let description = data["description"]?.words.map { scrubbing.scrub($0) }
        let stage = data["statusCode"]?.words.flatMap { Stage(code: $0) }
        guard let text = Scan.text(status: status?.text, description: description?.text, stage: stage) else {
            return nil
        }
        var name = description?.driver?.name ?? status?.driver?.name
        var phone = description?.driver?.phone ?? status?.driver?.phone
        for field in ["telno", "telno2"] where phone == nil {
            guard let words = data[field]?.words, let number = try? PhoneNumber(words) else { continue }
            // A company's number is nobody's own.
            if number.kind != .service { phone = number }
        }
        if name?.isBlank ?? false { name = nil }
        let place = data["location"]?.words ?? data["location"]?["name"]?.words
        let scrubbedPlace = place.map { scrubbing.scrub($0) }
        if phone == nil { phone = scrubbedPlace?.driver?.phone }
        self.init(
            time: (data["dateTime"] ?? data["time"] ?? data["timeString"]).flatMap(WebhookTime.read),
            location: scrubbedPlace.flatMap { $0.text.isBlank ? nil : Line(cleaning: $0.text.text, maxBytes: 200) },
            text: text, stage: stage,
            driver: name != nil || phone != nil ? Driver(name: name, phone: phone) : nil)
    }

    /// The words a person reads: the courier's short status, and what the long one adds.
    ///
    /// The long sentence mostly repeats the status (`고객님의 상품을 배송할 예정입니다.(16~18시)`), but it holds the hours of
    /// delivery, and the reason when something went wrong.
    private static func text(status: Line?, description: Line?, stage: Stage?) -> Line? {
        let short = status.flatMap { $0.isBlank ? nil : $0 }
        let long = description.flatMap { $0.isBlank ? nil : $0 }
        guard let short else { return long ?? stage.map { Line(cleaning: $0.rawValue) } }
        guard let long, long.text.utf8.count != short.text.utf8.count || long != short else { return short }
        // A code of the source's is no word for a customer.
        if Stage(code: short.text) != nil { return long }
        if tellsTrouble(stage, short.text) {
            return long.text.holds(short.text) ? long : Line(cleaning: short.text + " · " + long.text, maxBytes: 700)
        }
        guard let hours = DeliveryHours.find(in: long.text), !short.text.holds(hours) else { return short }
        return Line(cleaning: short.text + " (" + hours + ")")
    }

    private static func tellsTrouble(_ stage: Stage?, _ status: String) -> Bool {
        switch stage {
        case .failed, .hold, .returned, .cancelled, .unknown: true
        case nil: ["미배", "반송", "반품", "보류", "부재", "실패", "사고", "분실", "파손", "지연"].contains { status.holds($0) }
        default: false
        }
    }

    /// Puts scans in order, oldest first, and keeps the newest; those without a time stay behind their neighbour.
    static func inOrder(_ scans: [Scan]) -> [Scan] {
        let times = scans.compactMap(\.time)
        var ordered = scans
        if let first = times.first, let last = times.last, first > last { ordered.reverse() }
        let timed = ordered.compactMap(\.time)
        if !zip(timed, timed.dropFirst()).allSatisfy({ $0 <= $1 }), var time = times.min() {
            let keyed = ordered.enumerated().map { offset, scan in
                time = scan.time ?? time
                return (time: time, offset: offset, scan: scan)
            }
            ordered = keyed.sorted { ($0.time, $0.offset) < ($1.time, $1.offset) }.map(\.scan)
        }
        return ordered.count > WebhookDecoder.maxScans ? Array(ordered.suffix(WebhookDecoder.maxScans)) : ordered
    }
}
