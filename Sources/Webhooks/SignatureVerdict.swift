// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// What a webhook's signature proved.
public enum SignatureVerdict: Hashable, Sendable {
    /// It is the source's own, by this scheme.
    case verified(SignatureScheme)
    /// It carries no signature of any scheme we know.
    case unsigned
    /// It carries one that proves nothing.
    case refused(Refusal)

    /// Why a signature was refused: for logs and counters; the caller gets 401 and no reason.
    public enum Refusal: String, CaseIterable, Hashable, Sendable {
        /// No live secret makes this signature of these bytes.
        case wrongSignature = "wrong-signature"
        /// The signature is right and its timestamp too far from now: a replay, or a clock that is off.
        case staleTimestamp = "stale-timestamp"
        /// A header that belongs to the scheme is missing or is not what it should be.
        case malformed
        /// It is signed by a scheme that is not allowed here.
        case schemeNotAllowed = "scheme-not-allowed"
    }
}
