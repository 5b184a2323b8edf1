// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld

/// The ways to look at a message.
enum MessageView: String, CaseIterable {
    case html, together, text, check, headers, links, source, dialogue, history

    /// Those that make sense for what came by a channel.
    static func all(_ channel: MessageChannel) -> [MessageView] {
        channel == .email ? allCases : [.html, .together, .text, .links, .source, .dialogue, .history]
    }

    /// The tab's words.
    func title(_ channel: MessageChannel) -> String {
        switch self {
        case .html: channel == .email ? "HTML" : "Phone"
        case .together: "Together"
        case .text: "Text"
        case .check: "Check"
        case .headers: "Headers"
        case .links: "Links"
        case .source: channel == .email ? "Source" : "Request"
        case .dialogue: "Dialogue"
        case .history: "History"
        }
    }
}
