// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Settings
import Values

/// `template_object` of a memo: what it says and where it leads.
struct KakaoTextTemplate: Sendable {
    private static let kinds: Set<String> = ["text", "feed", "list", "location", "commerce", "calendar"]

    /// `text` or another of Kakao's kinds.
    let kind: String
    let title: String
    let text: String
    let image: String?
    let buttons: [MessageCard.Button]

    /// Reads it; a text has at most 200 characters.
    init(_ json: JSON, domains: [String]) throws(KakaoRefusal) {
        guard case .object = json else { throw .badParameter("template_object should be json object") }
        guard let kind = json["object_type"]?.string, Self.kinds.contains(kind) else {
            throw .badParameter("object_type is invalid")
        }
        self.kind = kind
        if kind == "text" {
            guard let text = json["text"]?.string, !text.isEmpty else { throw .badParameter("text can not be empty") }
            guard text.utf16.count <= 200 else { throw .badParameter("text should be less than or equal to 200") }
            guard json["link"]?.members != nil else { throw .badParameter("link can not be null") }
            (self.text, title, image) = (text, "", nil)
        } else {
            let content = json["content"] ?? json["commerce"] ?? json
            title = content["title"]?.string ?? content["product_name"]?.string ?? json["header_title"]?.string ?? ""
            text = content["description"]?.string ?? json["text"]?.string ?? ""
            image = content["image_url"]?.string
        }
        guard !KoreanText.hasControls(text), !KoreanText.hasControls(title) else {
            throw .badParameter("text has an invalid character")
        }
        var buttons: [MessageCard.Button] = []
        let list = json["buttons"]?.array ?? []
        guard list.count <= 2 else { throw .badParameter("buttons should be less than or equal to 2") }
        for one in list {
            guard let name = one["title"]?.string, let link = one["link"] else {
                throw .badParameter("buttons is invalid")
            }
            buttons.append(try Self.button(name, link, domains))
        }
        let whole = try Self.button(json["button_title"]?.string ?? "자세히 보기", json["link"] ?? .null, domains)
        if buttons.isEmpty { buttons = [whole] }
        self.buttons = buttons
    }

    private static func button(
        _ name: String, _ link: JSON, _ domains: [String]
    ) throws(KakaoRefusal) -> MessageCard.Button {
        let written = link["mobile_web_url"]?.string ?? link["web_url"]?.string ?? ""
        if !written.isEmpty, !domains.isEmpty {
            guard let url = try? HTTPURL(written),
                domains.contains(where: { url.host == $0 || url.host.hasSuffix("." + $0) })
            else { throw .badDomain }
        }
        return MessageCard.Button(name: MessageCard.line(name), type: "WL", link: MessageCard.line(written))
    }
}
