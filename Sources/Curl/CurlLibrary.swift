// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import CCurl
import Glibc
import Values

/// The libcurl this program runs with.
public enum CurlLibrary {
    /// Its version and those of the libraries it uses, for example `libcurl/7.88.1 OpenSSL/3.0.11 ...`.
    public static var version: String { String(cString: curl_version()) }

    /// Sets libcurl up, once a process.
    ///
    /// - Throws: `ValueError` when it fails or lacks TLS or its resolver thread.
    static func prepare() throws(ValueError) {
        guard isReady else { throw ValueError("libcurl could not be set up") }
        let features = parcelpost_curl_features()
        guard features & Int(CURL_VERSION_SSL) != 0, features & Int(CURL_VERSION_ASYNCHDNS) != 0 else {
            throw ValueError("this libcurl has no TLS or resolves names on the caller's thread; install libcurl4")
        }
    }

    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
}
