// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Values

/// The shape in which a store keeps a snapshot.
///
/// It is written and read once for every webhook, so it is small: an object with `s` stage, `t` the courier's word for it,
/// `c` the courier's name, `d` `e` `q` when delivered, expected and queried, and `p` the scans. Each scan is an array
/// `[time, text, location, stage, driver's name, driver's phone]` whose last empty places are left out. Times are whole
/// milliseconds since 1970, stages the words of `Stage`. Later versions may add members and places; readers ignore what
/// they do not know.
extension TrackingSnapshot {
    /// The stored shape.
    public var json: JSON {
        var members = [JSON.Member]()
        members.reserveCapacity(7)
        members.append(JSON.Member("s", .string(stage.rawValue)))
        if let stageText { members.append(JSON.Member("t", .string(stageText.text))) }
        if let courierName { members.append(JSON.Member("c", .string(courierName.text))) }
        if let deliveredAt { members.append(JSON.Member("d", .integer(deliveredAt.milliseconds))) }
        if let expectedAt { members.append(JSON.Member("e", .integer(expectedAt.milliseconds))) }
        if let queriedAt { members.append(JSON.Member("q", .integer(queriedAt.milliseconds))) }
        if !scans.isEmpty { members.append(JSON.Member("p", .array(scans.map(\.json)))) }
        return .object(members)
    }

    /// Reads the stored shape; nil when it is not one.
    public init?(json: JSON) {
        guard let code = json["s"]?.string, let stage = Stage(code: code) else { return nil }
        var scans = [Scan]()
        if let stored = json["p"] {
            guard let elements = stored.array else { return nil }
            scans.reserveCapacity(elements.count)
            for element in elements {
                guard let scan = Scan(json: element) else { return nil }
                scans.append(scan)
            }
        }
        self.init(
            stage: stage, stageText: json["t"]?.string.map { Line(stored: $0) },
            courierName: json["c"]?.string.map { Line(stored: $0) }, scans: scans,
            deliveredAt: json["d"]?.integer.map(Timestamp.init(milliseconds:)),
            expectedAt: json["e"]?.integer.map(Timestamp.init(milliseconds:)),
            queriedAt: json["q"]?.integer.map(Timestamp.init(milliseconds:)))
    }

    /// The same without the drivers, who are forgotten when the parcel closes (SEMANTICS D7).
    public var withoutDrivers: TrackingSnapshot {
        guard scans.contains(where: { $0.driver != nil }) else { return self }
        var copy = self
        copy.scans = scans.map { scan in
            Scan(time: scan.time, location: scan.location, text: scan.text, stage: scan.stage)
        }
        return copy
    }
}

extension Scan {
    /// The stored shape: an array, see `TrackingSnapshot.json`.
    var json: JSON {
        var places: [JSON] = [
            time.map { .integer($0.milliseconds) } ?? .null, .string(text.text),
            location.map { .string($0.text) } ?? .null, stage.map { .string($0.rawValue) } ?? .null,
        ]
        if let driver {
            places.append(driver.name.map { .string($0.text) } ?? .null)
            places.append(driver.phone.map { .string($0.e164) } ?? .null)
        }
        while places.last == .null { places.removeLast() }
        return .array(places)
    }

    init?(json: JSON) {
        guard let places = json.array, places.count >= 2, let text = places[1].string else { return nil }
        func place(_ index: Int) -> JSON? { index < places.count ? places[index] : nil }
        var driver: Driver?
        if places.count > 4 {
            let name = place(4)?.string.map { Line(stored: $0) }
            let phone = place(5)?.string.flatMap { try? PhoneNumber($0) }
            if name != nil || phone != nil { driver = Driver(name: name, phone: phone) }
        }
        self.init(
            time: places[0].integer.map(Timestamp.init(milliseconds:)),
            location: place(2)?.string.map { Line(stored: $0) }, text: Line(stored: text),
            stage: place(3)?.string.flatMap { Stage(code: $0) }, driver: driver)
    }
}

extension Line {
    /// Takes text that was a line when it was stored, however long it was allowed to be.
    init(stored text: String) {
        self.init(cleaning: text, maxBytes: 1 << 20)
    }
}
