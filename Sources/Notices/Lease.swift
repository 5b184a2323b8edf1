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

    /// Longer than a delivery may be held in memory before it is begun (240 s), and the longest it may be on the wire after that:
    /// connecting, the commands, the message, and 600 s for the answer to the final dot (RFC 5321 section 4.5.3.2.6).
    public static let span: Duration = .seconds(1_800)
}
