// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// What was asked of the heap so far, when `count_allocations.so` was loaded before the program; nil otherwise.
struct Allocations {
    let calls: UInt64
    let bytes: UInt64

    private typealias Counter = @convention(c) () -> UInt64

    /// The counts now.
    static var now: Allocations? {
        guard let calls = counter("parcelpost_allocations"), let bytes = counter("parcelpost_allocated_bytes") else {
            return nil
        }
        return Allocations(calls: calls(), bytes: bytes())
    }

    private static func counter(_ name: String) -> Counter? {
        dlsym(nil, name).map { unsafeBitCast($0, to: Counter.self) }
    }
}
