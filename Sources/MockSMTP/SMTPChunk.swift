// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// The bytes that follow a BDAT command (RFC 3030 section 2).
package struct SMTPChunk: Equatable, Sendable {
    /// How many.
    package var size: Int
    /// Whether the mail ends with them.
    package var isLast: Bool
    /// Whether they belong to a mail; those of a refused command are taken and dropped.
    package var isKept: Bool
    /// Whether the mail begins with them.
    package var isFirst: Bool

    /// Makes it.
    package init(size: Int, isLast: Bool, isKept: Bool, isFirst: Bool) {
        self.size = size
        self.isLast = isLast
        self.isKept = isKept
        self.isFirst = isFirst
    }
}
