// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// A page that the customer sees in the shop's look.
public enum CustomerPage: String, CaseIterable, Hashable, Sendable {
    /// Where the parcel is.
    case tracking
    /// "Do you want no more of these?", with a button that says so.
    case unsubscribe
    /// "You will get no more of these."
    case unsubscribed
}
