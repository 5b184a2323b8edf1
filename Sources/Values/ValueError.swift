// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Why a value from outside was refused, in words a person can act on.
///
/// `description` never repeats the refused value: it may be an address or a secret.
public struct ValueError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What was expected and what was wrong, for example "an email address needs exactly one @".
    public let reason: String

    /// Makes an error from its reason.
    public init(_ reason: String) {
        self.reason = reason
    }

    /// The reason.
    public var description: String { reason }
}
