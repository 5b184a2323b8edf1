// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Forms of personal data that may be logged or shown to staff (DESIGN promise 7).
public enum Masking {
    /// `hong@example.com` becomes `h***@example.com`.
    public static func email(_ address: EmailAddress) -> String {
        String(address.localPart.prefix(1)) + "***@" + address.domain
    }

    /// `010-1234-5678` becomes `010-****-5678`; shorter numbers keep their last two digits only.
    public static func phone(_ digits: String) -> String {
        guard digits.count >= 9 else { return "***" + digits.suffix(2) }
        return digits.prefix(3) + "-****-" + digits.suffix(4)
    }

    /// The Korean way: `홍길동` becomes `홍*동`, `홍길` becomes `홍*`, `John Smith` becomes `J********h`.
    public static func name(_ name: String) -> String {
        switch name.count {
        case 0: ""
        case 1: "*"
        case 2: name.prefix(1) + "*"
        default: name.prefix(1) + String(repeating: "*", count: name.count - 2) + name.suffix(1)
        }
    }

    /// A tracking number is no secret but names a person's parcel: the last four stay (`********9012`).
    public static func trackingNumber(_ number: TrackingNumber) -> String {
        String(repeating: "*", count: max(0, number.value.count - 4)) + number.value.suffix(4)
    }
}
