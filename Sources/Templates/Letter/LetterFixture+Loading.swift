// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Notices
import Shipping
public import Values

extension LetterFixture {
    /// Reads all fixtures of a folder, in the order of their names.
    ///
    /// - Parameter folder: The `fixtures` folder of `templates`.
    /// - Throws: `Problems`, all of them at once.
    public static func load(_ folder: String) throws(Problems) -> [LetterFixture] {
        var log = ProblemLog()
        var fixtures = [LetterFixture]()
        for entry in ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
        where entry.hasSuffix(".json") {
            let path = folder + "/" + entry
            guard let file = TemplateFolder.load(path, log: &log) else { continue }
            do {
                fixtures.append(
                    try LetterFixture(name: String(entry.dropLast(5)), json: try JSON(parsing: file.bytes)))
            } catch {
                log.add(
                    Problem(
                        file: path, rule: "bad-fixture", message: "this is no fixture: \(error)",
                        wayOut: "compare it with ordinary.json"))
            }
        }
        if fixtures.isEmpty, log.problems.isEmpty {
            log.add(
                Problem(file: folder, rule: "no-fixtures", message: "there are no fixtures here", wayOut: "add one"))
        }
        guard log.problems.isEmpty else { throw Problems(log.problems) }
        return fixtures
    }

    /// Reads one fixture.
    ///
    /// - Throws: `ValueError` that names the field.
    init(name: String, json: JSON) throws {
        let shop = try Self.shop(json["shop"] ?? .null)
        let orderer = try Self.party(json["orderer"] ?? .null)
        let receiver = try json["receiver"].map(Self.party)
        func parcel(_ json: JSON, gift: Bool) throws -> Parcel {
            try Self.parcel(json, shop: shop, orderer: orderer, receiver: receiver, gift: gift)
        }
        let gift = json["gift"]?.bool ?? false
        self.init(
            name: name, about: json["about"]?.string ?? "",
            language: json["language"]?.string.flatMap(Language.init(rawValue:)) ?? .korean,
            audience: json["audience"]?.string.flatMap(Audience.init(rawValue:)) ?? .orderer, shop: shop,
            parcel: try parcel(json, gift: gift),
            others: try (json["parcels"]?.array ?? []).map { try parcel($0, gift: gift) })
    }

    private static func parcel(
        _ json: JSON, shop: ShopProfile, orderer: Party, receiver: Party?, gift: Bool
    ) throws -> Parcel {
        let courier = try CourierCode(text(json, "courier"))
        let number = try TrackingNumber(text(json, "trackingNumber"))
        let scans = try (json["scans"]?.array ?? []).map(scan)
        let stage = json["stage"]?.string.flatMap { Stage(code: $0) } ?? scans.last { $0.stage != nil }?.stage
        let expectedAt = try time(json, "expectedAt")
        return Parcel(
            registration: Registration(
                key: ShipmentKey(shop: shop.id, courier: courier, trackingNumber: number), gift: gift,
                orders: try (json["orders"]?.array ?? []).map(order), orderer: orderer, receiver: receiver,
                expectedAt: expectedAt),
            snapshot: TrackingSnapshot(
                stage: stage ?? .registered, courierName: json["courierName"]?.string.map { Line(cleaning: $0) },
                scans: scans, deliveredAt: try time(json, "deliveredAt"), expectedAt: expectedAt,
                queriedAt: try time(json, "queriedAt")))
    }

    private static func text(_ json: JSON, _ key: String) throws(ValueError) -> String {
        guard let text = json[key]?.string else { throw ValueError("\(key) must be a text") }
        return text
    }

    private static func line(_ json: JSON, _ key: String) -> Line? {
        json[key]?.string.map { Line(cleaning: $0) }
    }

    private static func url(_ json: JSON, _ key: String) throws(ValueError) -> WebURL? {
        guard let text = json[key]?.string else { return nil }
        return try WebURL(text)
    }

    private static func time(_ json: JSON, _ key: String) throws(ValueError) -> Timestamp? {
        guard let text = json[key]?.string else { return nil }
        guard let time = Timestamp(text, zonelessOffsetSeconds: CivilTime.kst) else {
            throw ValueError("\(key) must be a time such as 2026-11-22 15:20")
        }
        return time
    }

    private static func phone(_ json: JSON, _ key: String) throws(ValueError) -> PhoneNumber? {
        guard let text = json[key]?.string else { return nil }
        return try PhoneNumber(text)
    }

    private static func shop(_ json: JSON) throws(ValueError) -> ShopProfile {
        var links = [ShopProfile.Link]()
        for link in json["links"]?.array ?? [] {
            links.append(
                ShopProfile.Link(label: Line(cleaning: try text(link, "label")), url: try WebURL(text(link, "url"))))
        }
        return ShopProfile(
            id: .default, name: Line(cleaning: try text(json, "name")), from: try EmailAddress(text(json, "from")),
            brand: ShopProfile.Brand(
                color: json["color"]?.string ?? "1f6feb", logoURL: try url(json, "logoURL"),
                siteURL: try url(json, "siteURL"), phone: try phone(json, "phone"), address: line(json, "address"),
                legal: line(json, "legal"), templates: line(json, "templates"), links: links,
                preferencesURL: try url(json, "preferencesURL")),
            reviewURL: try url(json, "reviewURL"),
            privacy: Privacy(
                recipientName: disclosure(json, "recipientName"), recipientAddress: disclosure(json, "recipientAddress")
            ))
    }

    private static func disclosure(_ json: JSON, _ key: String) -> Disclosure {
        json["privacy"]?[key]?.string.flatMap(Disclosure.init(rawValue:)) ?? .masked
    }

    private static func party(_ json: JSON) throws(ValueError) -> Party {
        var email: EmailAddress?
        if let text = json["email"]?.string { email = try EmailAddress(text) }
        return Party(
            name: line(json, "name"), email: email, phone: try phone(json, "phone"), address: line(json, "address"),
            doorCode: line(json, "doorCode"), safePlace: line(json, "safePlace"))
    }

    private static func order(_ json: JSON) throws(ValueError) -> Order {
        var items = [Order.Item]()
        for item in json["items"]?.array ?? [] {
            items.append(
                Order.Item(
                    name: Line(cleaning: try text(item, "name")), option: line(item, "option"),
                    quantity: Int(item["quantity"]?.integer ?? 1), imageURL: try url(item, "imageURL"),
                    priceWon: item["priceWon"]?.integer.map(Int.init)))
        }
        return Order(id: Line(cleaning: try text(json, "id")), items: items)
    }

    private static func scan(_ json: JSON) throws(ValueError) -> Scan {
        Scan(
            time: try time(json, "time"), location: line(json, "location"),
            text: Line(cleaning: try text(json, "text")), stage: json["stage"]?.string.flatMap { Stage(code: $0) })
    }
}
