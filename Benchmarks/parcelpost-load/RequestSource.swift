// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Makes the requests of a load, each by its place in the row.
protocol RequestSource: Sendable {
    /// Appends the whole request, head and body.
    ///
    /// - Parameters:
    ///   - index: From 0 up to the count.
    ///   - seconds: Now, in whole seconds since 1970, for what must be signed.
    ///   - buffer: Where to.
    func write(_ index: Int, seconds: Int64, into buffer: inout ByteBuffer)
}
