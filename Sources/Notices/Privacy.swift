// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// How much of the people of a parcel its letters and pages tell.
///
/// Masked is the default: a letter may be forwarded, printed, or read over a shoulder.
public struct Privacy: Hashable, Sendable {
    /// The recipient's name.
    public var recipientName: Disclosure
    /// The recipient's address.
    public var recipientAddress: Disclosure

    /// Makes a choice.
    public init(recipientName: Disclosure = .masked, recipientAddress: Disclosure = .masked) {
        self.recipientName = recipientName
        self.recipientAddress = recipientAddress
    }
}

/// How much of one fact about a person is told.
public enum Disclosure: String, CaseIterable, Hashable, Sendable {
    /// Nothing of it.
    case hidden
    /// Enough to recognise it by (`홍*동`).
    case masked
    /// All of it.
    case full
}
