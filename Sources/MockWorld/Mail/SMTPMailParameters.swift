// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// What stands behind the path of a MAIL command.
package struct SMTPMailParameters: Hashable, Sendable {
    /// How much of the mail a notification gives back (RFC 3461 section 4.3).
    package enum Returned: String, Sendable {
        case full = "FULL"
        case headers = "HDRS"
    }

    /// `SIZE=`, the declared size in bytes (RFC 1870).
    package var size: Int?
    /// `BODY=8BITMIME` or `BODY=BINARYMIME` (RFC 6152, RFC 3030).
    package var is8Bit = false
    /// `BODY=BINARYMIME`: the mail comes by BDAT and has no lines (RFC 3030 section 3).
    package var isBinary = false
    /// `SMTPUTF8` (RFC 6531).
    package var isUTF8 = false
    /// `RET=` (RFC 3461 section 4.3).
    package var returned: Returned?
    /// `ENVID=`, decoded (RFC 3461 section 4.4).
    package var envelopeID: String?

    /// None given.
    package init() {}
}
