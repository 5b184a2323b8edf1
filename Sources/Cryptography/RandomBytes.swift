// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// Unpredictable bytes from libcrypto's generator.
public enum RandomBytes {
    /// Makes `count` bytes fit for keys and tokens.
    ///
    /// Ends the process when the system has no entropy: going on would make guessable keys.
    public static func make(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        precondition(RAND_bytes(&bytes, Int32(count)) == 1, "libcrypto has no random bytes to give")
        return bytes
    }
}
