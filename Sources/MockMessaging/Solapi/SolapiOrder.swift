// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// The body of `send-many/detail`, read as far as its shape goes.
struct SolapiOrder: Sendable {
    /// One message of it.
    struct Item: Sendable {
        var to: String
        let from: String
        let text: String
        let subject: String
        let country: String
        let type: String
        let template: String?
        let variables: [(name: String, value: String)]
        let fallsBack: Bool
        let hasImage: Bool
        let kakaoOptions: JSON?
        let customFields: JSON?
        var json: JSON
    }

    let items: [Item]
    let allowsDuplicates: Bool
    let showsList: Bool
    let scheduledDate: Timestamp?

    private static let types: Set<String> = ["SMS", "LMS", "MMS", "ATA"]

    /// Reads it; a list of recipients makes as many messages.
    init(_ json: JSON) throws(SolapiRefusal) {
        guard case .object = json else { throw .invalid("본문은 JSON 객체여야 합니다.") }
        guard let list = json["messages"]?.array, !list.isEmpty else {
            throw .invalid("messages는 한 건 이상이어야 합니다.")
        }
        allowsDuplicates = json["allowDuplicates"]?.bool ?? false
        showsList = json["showMessageList"]?.bool ?? false
        if let text = json["scheduledDate"] {
            guard let written = text.string, let moment = Timestamp(written, zonelessOffsetSeconds: CivilTime.kst)
            else {
                throw .invalid("scheduledDate 형식이 올바르지 않습니다.")
            }
            scheduledDate = moment
        } else {
            scheduledDate = nil
        }
        var items: [Item] = []
        for one in list {
            let recipients: [String]
            switch one["to"] {
            case .string(let text)?: recipients = [text]
            case .array(let several)?:
                recipients = several.compactMap(\.string)
                guard recipients.count == several.count else { throw .invalid("to는 문자열이어야 합니다.") }
            default: throw .invalid("to는 필수입니다.")
            }
            let item = try Self.item(one)
            for to in recipients {
                var copy = item
                copy.to = Self.digits(to)
                // Ten thousand recipients, each with the list of all of them, would fill the memory.
                if recipients.count > 1 { copy.json = Self.json(one, to: to) }
                items.append(copy)
            }
            guard items.count <= 10_000 else { throw .invalid("한 번에 10,000건까지 보낼 수 있습니다.") }
        }
        self.items = items
    }

    private static func json(_ one: JSON, to recipient: String) -> JSON {
        .object((one.members ?? []).map { $0.name == "to" ? JSON.Member("to", .string(recipient)) : $0 })
    }

    private static func digits(_ number: String) -> String { number.filter { $0 != "-" && $0 != " " } }

    private static func item(_ json: JSON) throws(SolapiRefusal) -> Item {
        func text(_ name: String) throws(SolapiRefusal) -> String? {
            guard let value = json[name] else { return nil }
            guard let text = value.string else { throw .invalid("\(name)는 문자열이어야 합니다.") }
            return text
        }
        let options = json["kakaoOptions"]
        if let options, options.members == nil { throw .invalid("kakaoOptions는 객체여야 합니다.") }
        var variables: [(name: String, value: String)] = []
        for member in options?["variables"]?.members ?? [] {
            guard let value = member.value.string else { throw .invalid("variables의 값은 문자열이어야 합니다.") }
            guard !member.name.contains(".") else { throw .invalid("변수명에는 점(.)을 쓸 수 없습니다.") }
            let name =
                member.name.hasPrefix("#{") && member.name.hasSuffix("}")
                ? String(member.name.dropFirst(2).dropLast()) : member.name
            variables.append((name, value))
        }
        let words = try text("text") ?? ""
        let template = options?["templateId"]?.string
        let hasImage = try text("imageId") != nil
        let asked = try text("type")
        if let asked, !types.contains(asked) { throw .invalid("지원하지 않는 type입니다: \(MessageLine.of(asked))") }
        let found =
            template != nil
            ? "ATA" : hasImage ? "MMS" : KoreanText(words).bytes > SMSKind.sms.standardBytes ? "LMS" : "SMS"
        return Item(
            to: "", from: digits(try text("from") ?? ""), text: words, subject: try text("subject") ?? "",
            country: try text("country") ?? "82", type: asked ?? found, template: template, variables: variables,
            fallsBack: options?["disableSms"]?.bool != true, hasImage: hasImage, kakaoOptions: options,
            customFields: json["customFields"], json: json)
    }
}
