// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// One key a reader asks for: what `docs/configuration.md` must say about it.
public struct KeyDescription: Hashable, Sendable {
    /// Where it stands, with `*` for a name the operator chooses: `shops.*.from`.
    public let path: String
    /// What it takes, in words: `duration`, `http or https URL`.
    public let type: String
    /// The default as it would be written, if there is one.
    public let defaultText: String?
    /// Whether leaving it out is an error.
    public let isRequired: Bool
    /// Whether its value must not be shown.
    public let isSecret: Bool
    /// What it does, in one sentence.
    public let about: String
}
