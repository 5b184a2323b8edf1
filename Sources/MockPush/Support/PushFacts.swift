// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Values

/// Facts and links of a push, cut to what a page can show.
enum PushFacts {
    /// A fact for each member of an object, `data.parcel` for the member `parcel` of `data`; at most 40.
    static func of(_ json: JSON?, _ name: String) -> [MessageCard.Fact] {
        (json?.members ?? []).prefix(40).map { fact(name + "." + $0.name, text($0.value)) }
    }

    /// One fact; nil without a value.
    static func fact(_ name: String, _ value: JSON?) -> MessageCard.Fact? {
        value.map { fact(name, text($0)) }
    }

    /// One fact; its value has at most 1,000 bytes.
    static func fact(_ name: String, _ value: String) -> MessageCard.Fact {
        MessageCard.Fact(Line(cleaning: name, maxBytes: 100).text, MessageText.cut(value, 1_000))
    }

    /// The value as people read it: a string without quotes.
    static func text(_ json: JSON) -> String { json.string ?? json.text }

    /// Buttons for what is a web address among these; at most 10, each address once.
    static func links(_ values: [(name: String, value: JSON?)]) -> [MessageCard.Button] {
        var buttons = [MessageCard.Button]()
        for (name, value) in values {
            guard let link = value?.string, isWebAddress(link), !buttons.contains(where: { $0.link == link }) else {
                continue
            }
            buttons.append(MessageCard.Button(name: Line(cleaning: name, maxBytes: 100).text, type: "link", link: link))
            if buttons.count == 10 { break }
        }
        return buttons
    }

    /// The members of an object as candidates for links.
    static func members(_ json: JSON?, _ name: String) -> [(name: String, value: JSON?)] {
        (json?.members ?? []).map { (name + "." + $0.name, $0.value) }
    }

    private static func isWebAddress(_ text: String) -> Bool {
        (text.hasPrefix("https://") || text.hasPrefix("http://")) && text.utf8.count <= 2_000
            && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
    }
}
