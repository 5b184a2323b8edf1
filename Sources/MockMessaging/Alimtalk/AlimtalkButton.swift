// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// A button below an alimtalk, in a template or in a message.
struct AlimtalkButton: Hashable, Sendable {
    /// Its place, from 1.
    var ordering: Int
    /// `WL`, `AL`, `DS`, ...
    var type: String
    /// The words on it.
    var name: String
    /// Where it leads on a phone and on a desk, and the apps' links.
    var linkMo = "", linkPc = "", schemeIos = "", schemeAndroid = ""
    /// The number of a call button.
    var telNumber = ""

    private static let types: Set<String> = [
        "WL", "AL", "DS", "BK", "MD", "BC", "BT", "AC", "BF", "P1", "P2", "P3", "TN",
    ]
    private static let callNames: Set<String> = ["전화 연결", "고객센터 연결", "상담원 연결"]

    init(ordering: Int, type: String, name: String, linkMo: String = "") {
        self.ordering = ordering
        self.type = type
        self.name = name
        self.linkMo = linkMo
    }

    /// Reads one of a list and checks what its type needs.
    init(_ json: JSON, at index: Int, path: String) throws(NHNRefusal) {
        guard case .object = json else { throw NHNRefusal.Alimtalk.badButton }
        let fields = try NHNFields(json, api: .alimtalk, path: "\(path)[\(index)].")
        ordering = try fields.int("ordering") ?? index + 1
        guard let type = try fields.text("type"), Self.types.contains(type) else { throw NHNRefusal.Alimtalk.badButton }
        self.type = type
        guard let name = try fields.text("name", max: 14), !name.isEmpty else { throw NHNRefusal.Alimtalk.noButtonName }
        self.name = name
        linkMo = try fields.text("linkMo", max: 500) ?? ""
        linkPc = try fields.text("linkPc", max: 500) ?? ""
        schemeIos = try fields.text("schemeIos", max: 500) ?? ""
        schemeAndroid = try fields.text("schemeAndroid", max: 500) ?? ""
        telNumber = try fields.text("telNumber") ?? ""
        if name.contains("#{") { throw NHNRefusal.Alimtalk.buttonVariable }
        try checkType()
    }

    private func checkType() throws(NHNRefusal) {
        func isWeb(_ link: String) -> Bool {
            // A whole link may be filled in.
            link.hasPrefix("http://") || link.hasPrefix("https://") || link.hasPrefix("#{")
        }
        switch type {
        case "WL":
            if linkMo.isEmpty { throw NHNRefusal.Alimtalk.noLink }
        case "AL":
            if [schemeAndroid, schemeIos, linkMo].count(where: { !$0.isEmpty }) < 2 {
                throw NHNRefusal.Alimtalk.appLink
            }
        case "AC":
            if name != "채널 추가" { throw NHNRefusal.Alimtalk.channelButton }
            if ordering != 1 { throw NHNRefusal.Alimtalk.badButton }
        case "TN":
            if !Self.callNames.contains(name) { throw NHNRefusal.Alimtalk.callButtonName }
            if telNumber.isEmpty { throw NHNRefusal.Alimtalk.noTelephone }
            let isNumber = telNumber.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2D }
            if telNumber.utf8.count > 14 || !isNumber { throw NHNRefusal.Alimtalk.badTelephone }
        default: break
        }
        for link in [linkMo, linkPc] where !link.isEmpty && !isWeb(link) { throw NHNRefusal.Alimtalk.linkScheme }
    }

    /// Reads a list of at most five.
    static func list(_ json: [JSON]?, path: String = "buttons") throws(NHNRefusal) -> [AlimtalkButton] {
        guard let json else { return [] }
        guard json.count <= 5 else { throw NHNRefusal.Alimtalk.tooLong(path, 5) }
        var buttons: [AlimtalkButton] = []
        for (index, one) in json.enumerated() {
            buttons.append(try AlimtalkButton(one, at: index, path: path))
        }
        return buttons.sorted { $0.ordering < $1.ordering }
    }

    /// As it stands in answers.
    var json: JSON {
        func text(_ value: String) -> JSON { value.isEmpty ? .null : .string(value) }
        return [
            "ordering": .integer(Int64(ordering)), "type": .string(type), "name": .string(name),
            "linkMo": text(linkMo), "linkPc": text(linkPc), "schemeIos": text(schemeIos),
            "schemeAndroid": text(schemeAndroid), "telNumber": text(telNumber),
        ]
    }

    /// The link a phone follows.
    var link: String {
        [linkMo, schemeAndroid, schemeIos, linkPc].first { !$0.isEmpty }
            ?? (telNumber.isEmpty ? "" : "tel:" + telNumber)
    }
}
