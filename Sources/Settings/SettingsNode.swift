// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// A piece of a settings file with the line it stands on.
struct SettingsNode {
    enum Content {
        /// A value; `isPlain` means without quotes, where an empty text is no value.
        case scalar(text: String, isPlain: Bool)
        case mapping([Entry])
        case sequence([SettingsNode])
    }

    struct Entry {
        let key: String
        let line: Int
        let node: SettingsNode
    }

    let line: Int
    let content: Content

    /// Whether it is a key with nothing behind it (`key:`, `key: ~`, `key: null`).
    var isNull: Bool {
        if case .scalar(let text, true) = content { ["", "~", "null", "Null", "NULL"].contains(text) } else { false }
    }

    var kindName: String {
        switch content {
        case .scalar: "a single value"
        case .mapping: "a section with keys"
        case .sequence: "a list"
        }
    }
}
