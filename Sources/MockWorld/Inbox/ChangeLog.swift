// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Which messages have changed, in the order of their last changes, numbered from 1.
///
/// Only the last change of each kept message stays, so it is bounded by what is kept and nobody who asks late has lost any.
struct ChangeLog {
    /// One change.
    struct Entry {
        /// Its number.
        let number: Int
        /// What has changed.
        let id: MessageKey
    }

    /// The number of the last change.
    private(set) var count = 0
    private var log: [Entry] = []
    private var latest: [MessageKey: Int] = [:]

    /// Enters a change.
    mutating func note(_ id: MessageKey) {
        count += 1
        latest[id] = count
        log.append(Entry(number: count, id: id))
        if log.count > 1_024, log.count > latest.count * 2 {
            log.removeAll { latest[$0.id] != $0.number }
        }
    }

    /// A message is gone, and its changes with it.
    mutating func forget(_ id: MessageKey) {
        latest[id] = nil
    }

    /// The changes after that number; all there are for a number that was never reached.
    ///
    /// Such a number is of a process before this one.
    func entries(since number: Int) -> some Sequence<Entry> {
        let since = number > count ? 0 : number
        var low = 0
        var high = log.count
        while low < high {
            let middle = (low + high) / 2
            if log[middle].number <= since { low = middle + 1 } else { high = middle }
        }
        return log[low...].lazy.filter { [latest] in latest[$0.id] == $0.number }
    }
}
