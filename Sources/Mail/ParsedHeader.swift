// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// One header field of a mail that was read.
public struct ParsedHeader: Hashable, Sendable {
    /// The field's name, as it was written.
    public let name: String
    /// The value as it was written, unfolded.
    public let rawValue: String
    /// The value with its encoded words read and controls made spaces, to be shown.
    public let value: String

    /// Whether the field has that name; case does not matter.
    public func isNamed(_ other: String) -> Bool {
        name.utf8.count == other.utf8.count
            && zip(name.utf8, other.utf8).allSatisfy { ASCII.lowercased($0) == ASCII.lowercased($1) }
    }
}
