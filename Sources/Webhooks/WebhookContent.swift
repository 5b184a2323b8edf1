// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// Where a webhook's items are: `items`, `data.items`, or `data` itself in the older event.
struct WebhookContent {
    /// The items; never empty.
    let items: [JSON]
    /// The JSON pointer to them.
    let pointer: String
    private let isSingle: Bool

    /// Finds the items; nil when there are none, and an empty list or object is none.
    static func find(in root: JSON) throws(Problems) -> WebhookContent? {
        if let items = root["items"] { return try list(items, pointer: "/items") }
        guard let data = root["data"] else { return nil }
        if let items = data["items"] { return try list(items, pointer: "/data/items") }
        guard let members = data.members else { return try list(data, pointer: "/data") }
        return members.isEmpty ? nil : WebhookContent(items: [data], pointer: "/data", isSingle: true)
    }

    private static func list(_ items: JSON, pointer: String) throws(Problems) -> WebhookContent? {
        guard let list = items.array else {
            throw Problems([
                Problem(field: pointer, rule: "wrong-type", message: "expected an array, got \(items.kindName)")
            ])
        }
        return list.isEmpty ? nil : WebhookContent(items: list, pointer: pointer, isSingle: false)
    }

    /// The JSON pointer to one item.
    func pointer(ofItem index: Int) -> String { isSingle ? pointer : pointer + "/\(index)" }
}
