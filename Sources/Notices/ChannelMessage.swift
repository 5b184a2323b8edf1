// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Mail

/// A notice in the form one channel carries.
public enum ChannelMessage: Sendable {
    /// A letter.
    case email(MailMessage)
}
