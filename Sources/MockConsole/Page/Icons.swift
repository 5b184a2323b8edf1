// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld

/// The page's drawings, once at its top; each use names one.
enum Icons {
    /// The sprite.
    static let sprite = """
        <svg width="0" height="0" class="sprite" aria-hidden="true" focusable="false">\
        <symbol id="i-email" viewBox="0 0 20 20"><rect x="2.5" y="4.5" width="15" height="11" rx="1.5"/>\
        <path d="M3 5.5l7 5.5 7-5.5"/></symbol>\
        <symbol id="i-alimtalk" viewBox="0 0 20 20"><path d="M10 3.5c4.4 0 7.5 2.5 7.5 5.8s-3.1 5.8-7.5 5.8c-.5 0-1 0-1.5-.1L5 17.5\
        l.6-3.4c-2-1-3.1-2.7-3.1-4.8 0-3.300 3.100-5.800 7.500-5.800z"/><path d="M6.800 9.300h6.400"/></symbol>\
        <symbol id="i-sms" viewBox="0 0 20 20"><path d="M4 3.500h12a1.500 1.500 0 0 1 1.500 1.500v7.500a1.500 1.500 0 0 1-1.500 1.500H9l-4 3v-3H4\
        a1.500 1.500 0 0 1-1.500-1.500V5A1.500 1.500 0 0 1 4 3.500z"/><path d="M6.500 8.800h.01M10 8.800h.01M13.500 8.800h.01"/></symbol>\
        <symbol id="i-push" viewBox="0 0 20 20"><path d="M10 2.500a5 5 0 0 0-5 5v3.500l-1.500 3h13l-1.500-3V7.500a5 5 0 0 0-5-5z"/>\
        <path d="M8 16.500a2 2 0 0 0 4 0"/></symbol>\
        <symbol id="i-memo" viewBox="0 0 20 20"><path d="M4.500 2.500h11v15l-2.700-2-2.800 2-2.800-2-2.700 2z"/><path d="M7.500 7h5M7.500 10.500h5"/></symbol>\
        <symbol id="i-all" viewBox="0 0 20 20"><path d="M2.500 11.500l2.500-8h10l2.500 8v5h-15z"/><path d="M2.500 11.500H7l1 2h4l1-2h4.500"/></symbol>\
        <symbol id="i-bench" viewBox="0 0 20 20"><circle cx="10" cy="10" r="7.500"/><path d="M10 5.500V10l3 2"/></symbol>\
        <symbol id="i-picture" viewBox="0 0 20 20"><rect x="2.500" y="3.500" width="15" height="13" rx="1.500"/><circle cx="7" cy="8" r="1.500"/>\
        <path d="M3 14.500l4.500-3.500 3 2.500 3-3 4 3.500"/></symbol>\
        <symbol id="i-clip" viewBox="0 0 20 20"><path d="M15.500 9l-6 6a3.500 3.500 0 0 1-5-5l6.500-6.500a2.400 2.400 0 0 1 3.400 3.400L8.200 13a1.200 1.200 0 0 1\
        -1.700-1.700l5.500-5.500"/></symbol>\
        <symbol id="i-parcel" viewBox="0 0 20 20"><path d="M2.500 6L10 2.500 17.500 6v8L10 17.500 2.500 14z"/><path d="M2.500 6L10 9.500 17.500 6M10 9.500v8M6 4.400\
        l7.500 3.500"/></symbol>\
        </svg>
        """

    /// One drawing; what it says stands in words beside it.
    static func use(_ name: String, _ classes: String = "icon") -> String {
        "<svg class=\"\(classes)\" aria-hidden=\"true\" focusable=\"false\"><use href=\"#i-\(name)\"></use></svg>"
    }

    /// A channel's drawing in a tile.
    static func tile(_ channel: MessageChannel) -> String {
        "<span class=\"tile \(channel.rawValue)\">\(use(channel.rawValue))</span>"
    }
}

extension MessageChannel {
    /// The channel's name for people.
    var title: String {
        switch self {
        case .email: "Mail"
        case .alimtalk: "Alimtalk"
        case .sms: "SMS"
        case .push: "Push"
        case .memo: "Memo"
        }
    }
}
