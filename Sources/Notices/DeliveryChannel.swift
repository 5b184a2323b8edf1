// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// A way to reach a person.
public enum DeliveryChannel: String, CaseIterable, Hashable, Sendable {
    /// A letter by mail: the detailed one.
    case email
    /// KakaoTalk alimtalk.
    case alimtalk
    /// SMS or LMS.
    case sms
    /// A push message of the shop's app.
    case push
}

/// Whom a notice is for (SEMANTICS D1).
public enum Audience: String, CaseIterable, Hashable, Sendable {
    /// Who ordered.
    case orderer
    /// Who receives.
    case receiver
    /// The shop's own people.
    case staff
}
