// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// Why something could not be made, read, signed or opened.
public struct CryptographyError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, without keys and texts.
    public let description: String

    init(_ description: String) {
        self.description = description
        // Else the next failure of this thread would be told with this one's reasons.
        ERR_clear_error()
    }
}
