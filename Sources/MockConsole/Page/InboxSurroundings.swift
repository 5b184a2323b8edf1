// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld

/// What the page asks the bench for beside the messages themselves.
enum InboxSurroundings {
    /// Only so many of the newest messages are asked for their space.
    private static let looked = 5_000
    /// A choice of more spaces helps nobody.
    private static let mostSpaces = 200

    /// The names of the spaces that hold messages.
    static func spaces(_ bench: Bench) -> [String] {
        var filter = InboxFilter()
        filter.refused = .include
        var names = Set(bench.inbox.list(filter, limit: looked).messages.map(\.space))
        names.remove("")
        return Array(names.sorted().prefix(mostSpaces))
    }
}
