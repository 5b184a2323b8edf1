// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// What a message came by.
package enum MessageChannel: String, Sendable, CaseIterable {
    case email, alimtalk, sms, push
    /// Kakao's memo to oneself, which no customer can be told by.
    case memo
}
