// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld

/// What a page of the inbox is about, as its address says it: each state has its URL.
struct PageAddress {
    /// What was searched for.
    var query = ""
    /// The space looked at; empty for all.
    var space = ""
    /// The channel looked at; nil for all.
    var channel: MessageChannel?
    /// Whether only refused messages are looked at.
    var onlyRefused = false

    /// Nothing chosen.
    init() {}

    /// Reads it.
    init(_ reader: inout QueryReader) {
        query = reader.text("query") ?? ""
        space = reader.text("space").map(Space.name) ?? ""
        channel = reader.choice("channel")
        let refused: InboxFilter.Refused? = reader.choice("refused")
        onlyRefused = refused == .only
    }

    /// The messages that are meant.
    var filter: InboxFilter {
        var filter = InboxFilter()
        filter.query = InboxQuery(query)
        filter.channel = channel
        filter.space = space.isEmpty ? nil : space
        filter.refused = onlyRefused ? .only : .include
        return filter
    }

    /// Whether all messages are meant.
    var isEverything: Bool { query.isEmpty && space.isEmpty && channel == nil && !onlyRefused }

    /// The parameters, without those that say nothing.
    var parameters: [(String, String)] {
        var pairs: [(String, String)] = []
        if !query.isEmpty { pairs.append(("query", query)) }
        if !space.isEmpty { pairs.append(("space", space)) }
        if let channel { pairs.append(("channel", channel.rawValue)) }
        if onlyRefused { pairs.append(("refused", "only")) }
        return pairs
    }

    /// A link that keeps all of it, ready for an attribute.
    func link(_ path: String, _ more: [(String, String)] = []) -> String {
        Self.link(path, parameters + more)
    }

    /// A link with these parameters, ready for an attribute.
    static func link(_ path: String, _ pairs: [(String, String)]) -> String {
        guard !pairs.isEmpty else { return path }
        return path + "?" + pairs.map { $0.0 + "=" + PercentEncoding.encode($0.1) }.joined(separator: "&amp;")
    }

    /// The same with one thing changed.
    func with(_ change: (inout PageAddress) -> Void) -> PageAddress {
        var address = self
        change(&address)
        return address
    }
}
