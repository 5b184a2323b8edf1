// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// A program that shows mails.
public struct MailClient: Hashable, Sendable {
    /// Its short name, as in `--clients` (`outlook-windows`).
    public let id: String
    /// Its name for people.
    public let name: String
    /// Whether it is looked at when no clients are named.
    public let isDefault: Bool
    /// Whether somebody tried it; what is said of the others is a careful guess.
    public let isTested: Bool

    /// Whether it reads what stands in `<!--[if mso]>` comments, and skips what stands in `<!--[if !mso]>` ones.
    public var readsConditionalComments: Bool { id == "outlook-windows" }
}
