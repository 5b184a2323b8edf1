// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld

/// What a gateway's journal says of its deliveries, kept small: some 40 bytes for each, so that a million fit.
struct LedgerBook: Sendable {
    /// One delivery.
    struct Entry: Hashable, Sendable {
        /// Where it stands.
        enum State: UInt8, Sendable {
            case open, sent, ended
        }

        /// The hash of its Message-ID; 0 before the first attempt.
        var name: UInt64 = 0
        /// The last line about it.
        var line: Int64 = 0
        /// Where it stands.
        var state = State.open
        /// Attempts that may have arrived although nobody said so: each may be one more copy.
        var doubts: UInt8 = 0
        /// Whether an attempt failed.
        var hasFailed = false
    }

    /// The deliveries by number.
    private(set) var entries: [Int64: Entry] = [:]
    /// Names that deliveries bore before they were sent again under another (a new revision).
    private(set) var earlierNames: Set<UInt64> = []
    /// How many lines were read.
    private(set) var lineCount = 0
    /// The last line read.
    private(set) var last: Int64

    /// Starts behind a line.
    init(after line: Int64) {
        self.last = line
    }

    /// Takes the next line; false when it does not come after the last one.
    mutating func take(_ line: JournalLine) -> Bool {
        guard line.id > last else { return false }
        last = line.id
        lineCount += 1
        guard let delivery = line.delivery, let meaning = line.meaning else { return true }
        entries[delivery, default: Entry()].take(line, meaning, earlier: &earlierNames)
        return true
    }

    /// The hash that stands for a Message-ID in this process.
    static func name(_ messageID: String) -> UInt64 {
        var hasher = Hasher()
        hasher.combine(messageID)
        return max(1, UInt64(bitPattern: Int64(hasher.finalize())))
    }
}

extension LedgerBook.Entry {
    fileprivate mutating func take(
        _ line: JournalLine, _ meaning: JournalLine.Meaning, earlier: inout Set<UInt64>
    ) {
        self.line = line.id
        if let messageID = line.messageID {
            let name = LedgerBook.name(messageID)
            if self.name != 0, self.name != name { earlier.insert(self.name) }
            self.name = name
        }
        switch meaning {
        case .open: state = .open
        case .failed:
            state = .open
            hasFailed = true
        case .doubtful:
            state = .open
            hasFailed = true
            doubt()
        case .sent: state = .sent
        case .ended(let isDoubtful):
            state = .ended
            if isDoubtful { doubt() }
        }
    }

    private mutating func doubt() {
        if doubts < .max { doubts += 1 }
    }
}
