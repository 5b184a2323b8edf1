// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The time that nobody moves (SEMANTICS G), in nanoseconds since the machine's start.
enum MonotonicTime {
    /// The present moment.
    static var now: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    /// The moment so much later; a negative span counts as none, an endless one as the end of time.
    static func after(_ span: Duration, from moment: UInt64) -> UInt64 {
        let (seconds, attoseconds) = span.components
        guard seconds >= 0, attoseconds >= 0 else { return moment }
        guard seconds < 4_000_000_000 else { return .max }
        return moment + UInt64(seconds) * 1_000_000_000 + UInt64(attoseconds) / 1_000_000_000
    }
}

extension Duration {
    /// The span in whole milliseconds for libcurl: at least 1, since 0 means "no limit" there.
    var curlMilliseconds: Int {
        let (seconds, attoseconds) = components
        guard seconds < 2_000_000 else { return 2_000_000_000 }
        return max(1, Int(seconds) * 1_000 + Int(attoseconds / 1_000_000_000_000_000))
    }
}
