// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Values

/// A person a shipment concerns: who ordered, or who receives.
public struct Party: Hashable, Sendable {
    /// The name.
    public var name: Line?
    /// Where mail goes.
    public var email: EmailAddress?
    /// Where SMS and alimtalk go.
    public var phone: PhoneNumber?
    /// The postal address, in one line.
    public var address: Line?
    /// How to get in; kept for the shop, never rendered (SEMANTICS D7).
    public var doorCode: Line?
    /// Where the courier may leave it.
    public var safePlace: Line?
    /// The language of letters to this person.
    public var language: Language

    /// Makes a person.
    public init(
        name: Line? = nil, email: EmailAddress? = nil, phone: PhoneNumber? = nil, address: Line? = nil,
        doorCode: Line? = nil, safePlace: Line? = nil, language: Language = .korean
    ) {
        self.name = name
        self.email = email
        self.phone = phone
        self.address = address
        self.doorCode = doorCode
        self.safePlace = safePlace
        self.language = language
    }
}

/// A language that letters are written in.
public enum Language: String, CaseIterable, Sendable {
    /// Korean.
    case korean = "ko"
    /// English.
    case english = "en"
}
