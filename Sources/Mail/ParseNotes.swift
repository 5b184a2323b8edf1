// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// What a reader could not take exactly, for the person who looks at the mail.
struct ParseNotes: Sendable {
    /// The notes, each once, in the order found.
    private(set) var list: [String] = []

    /// Adds a note unless it is there or there are fifty.
    mutating func add(_ note: String) {
        guard list.count < 50, !list.contains(note) else { return }
        list.append(note)
    }
}
