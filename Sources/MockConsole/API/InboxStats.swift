// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Values

/// How much there is, for people and dashboards.
enum InboxStats {
    /// The most spaces named.
    private static let spaces = 200

    static func json(_ inbox: Inbox) -> JSON {
        let counts = inbox.counts
        let tally = inbox.tally
        let channels = MessageChannel.allCases.map { JSON.Member($0.rawValue, number(tally.channels[$0] ?? 0)) }
        let spaces = tally.spaces.filter { !$0.key.isEmpty }.sorted { $0.key < $1.key }.prefix(Self.spaces)
        let file: JSON =
            inbox.archiveCounts.map {
                [
                    "waiting": number($0.waiting), "written": number($0.written), "failures": number($0.failures),
                ]
            } ?? .null
        return [
            "messages": number(counts.messages), "bytes": number(counts.bytes), "dropped": number(counts.dropped),
            "filed": number(counts.filed), "refused": number(tally.refused), "copies": number(tally.copies),
            "channels": .object(channels),
            "spaces": .object(spaces.map { .init($0.key, number($0.value)) }), "file": file,
        ]
    }

    private static func number(_ number: Int) -> JSON { .integer(Int64(number)) }
}
