// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Cryptography
import Notices
import Shipping
import Values

/// One piece of contact data, and the form in which two spellings of it are one.
struct Contact: Hashable, Sendable {
    /// What it is; the words stand in the store.
    enum Kind: String, CaseIterable, Sendable {
        case name
        case email
        case phone
        case address
        case doorCode = "door_code"
        case safePlace = "safe_place"

        /// What a channel writes to.
        init?(_ channel: DeliveryChannel) {
            switch channel {
            case .email: self = .email
            case .alimtalk, .sms: self = .phone
            case .push: return nil
            }
        }
    }

    let kind: Kind
    /// As it was given.
    let value: String
    /// The form that is hashed.
    let normalized: String

    /// The keyed hash by which it is found, also when nobody can read it any more (SEMANTICS D4).
    func hash(key: [UInt8]) -> [UInt8] {
        Digest.hmacSHA256(Array("contact \(kind.rawValue) ".utf8), Array(normalized.utf8), key: key)
    }
}

extension Party {
    /// The contact of a kind, if there is one.
    func contact(_ kind: Contact.Kind) -> Contact? {
        func plain(_ line: Line?) -> Contact? {
            line.map { Contact(kind: kind, value: $0.text, normalized: $0.text) }
        }
        return switch kind {
        case .name: plain(name)
        case .email: email.map { Contact(kind: kind, value: $0.address, normalized: $0.normalized) }
        case .phone: phone.map { Contact(kind: kind, value: $0.e164, normalized: $0.e164) }
        case .address: plain(address)
        case .doorCode: plain(doorCode)
        case .safePlace: plain(safePlace)
        }
    }

    /// Puts a person together again from what is kept; a value that no longer fits its type is left out.
    init(language: Language, _ value: (Contact.Kind) throws -> String?) rethrows {
        func line(_ kind: Contact.Kind) throws -> Line? {
            try value(kind).flatMap { text in try? Line(text) }
        }
        self.init(
            name: try line(.name), email: try value(.email).flatMap { text in try? EmailAddress(text) },
            phone: try value(.phone).flatMap { text in try? PhoneNumber(text) }, address: try line(.address),
            doorCode: try line(.doorCode), safePlace: try line(.safePlace), language: language)
    }
}
