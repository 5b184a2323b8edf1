// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Cryptography
import Values

/// The appkeys that are known, with their secrets; with none, any appkey and any secret do.
struct NHNKeys: Sendable {
    private let secrets: [String: Secret<String>]

    /// Makes it of appkeys and their secrets.
    init(_ secrets: [String: Secret<String>]) {
        self.secrets = secrets
    }

    /// Whether a key that was not set up is taken too.
    var takesAny: Bool { secrets.isEmpty }

    /// Checks who calls.
    ///
    /// - Throws: `badKey`, `badSecret`.
    func check(
        _ appKey: String, secret: String?, badKey: NHNRefusal, badSecret: NHNRefusal
    ) throws(NHNRefusal) {
        guard !appKey.isEmpty, takesAny || secrets[appKey] != nil else { throw badKey }
        guard let secret, !secret.isEmpty else { throw badSecret }
        if let known = secrets[appKey], !Digest.equalInConstantTime(Array(known.reveal().utf8), Array(secret.utf8)) {
            throw badSecret
        }
    }
}
