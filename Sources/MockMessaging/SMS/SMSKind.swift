// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// The kinds of text messages, and how long each may be (NHN's guide, in EUC-KR).
enum SMSKind: String, Sendable, CaseIterable {
    case sms = "SMS"
    case lms = "LMS"
    case mms = "MMS"
    /// An urgent SMS that proves who somebody is.
    case auth = "AUTH"

    /// What the API takes at most, in characters.
    var storedCharacters: Int { isShort ? 255 : 4_000 }
    /// What phones get, in bytes; the rest is cut off.
    var standardBytes: Int { isShort ? 90 : 2_000 }
    /// The longest title: what the API takes, and what phones get.
    static let titleCharacters = 120, titleBytes = 40
    /// Whether it is an SMS as phones know it.
    var isShort: Bool { self == .sms || self == .auth }
    /// `sendType` in answers.
    var sendType: String {
        switch self {
        case .sms: "0"
        case .lms, .mms: "1"
        case .auth: "2"
        }
    }
    /// The name on the card.
    var shown: String { self == .auth ? "SMS" : rawValue }
    /// How long carriers try before they give up with 2000.
    var patience: Duration { isShort ? .seconds(25 * 3_600) : .seconds(80 * 3_600) }
}
