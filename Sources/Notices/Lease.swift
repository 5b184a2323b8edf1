// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Values

/// Who holds a delivery, and until when (SEMANTICS B3).
public struct Lease: Hashable, Sendable {
    /// The process incarnation: a random name that a restart changes.
    public let owner: String
    /// When it ends unless renewed.
    public let until: Timestamp

    /// Makes a lease.
    public init(owner: String, until: Timestamp) {
        self.owner = owner
        self.until = until
    }

    /// Longer than the longest wait for an answer after the final dot (600 s, RFC 5321 section 4.5.3.2.6).
    public static let span: Duration = .seconds(900)
}
