// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// The ways to look at a message.
enum MessageView: String, CaseIterable {
    case html, text, headers, links, source, dialogue

    /// The tab's words.
    var title: String {
        switch self {
        case .html: "HTML"
        case .text: "Text"
        case .headers: "Headers"
        case .links: "Links"
        case .source: "Source"
        case .dialogue: "Dialogue"
        }
    }
}
