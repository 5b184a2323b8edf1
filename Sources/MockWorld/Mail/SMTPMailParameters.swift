// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// What stands behind the path of a MAIL command.
package struct SMTPMailParameters: Hashable, Sendable {
    /// `SIZE=`, the declared size in bytes (RFC 1870).
    package var size: Int?
    /// `BODY=8BITMIME` (RFC 6152).
    package var is8Bit = false
    /// `SMTPUTF8` (RFC 6531).
    package var isUTF8 = false

    /// None given.
    package init() {}
}
