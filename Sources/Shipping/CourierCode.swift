// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Values

/// Which courier carries a parcel: the canonical id of one we know, or the code as given of one we do not.
public struct CourierCode: Hashable, Sendable, CustomStringConvertible {
    /// The canonical id (`cj`), or the code in lower case as the source gave it.
    public let value: String

    /// Takes any tracking service's code, in any case (`cj`, `04`, `kr.cjlogistics`, `CJ`).
    ///
    /// - Throws: `ValueError` unless it has 1 to 40 ASCII letters, digits, dots, hyphens and underscores.
    public init(_ text: String) throws(ValueError) {
        let code = text.lowercased()
        let fits = code.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2E || $0 == 0x2D || $0 == 0x5F
        }
        guard fits, (1...40).contains(code.utf8.count) else {
            throw ValueError("a courier code has 1 to 40 letters, digits, dots, hyphens and underscores")
        }
        self.value = CourierDirectory.courier(code: code)?.id ?? code
    }

    /// The directory's entry, or nil for a code we do not know.
    public var courier: Courier? { CourierDirectory.courier(code: value) }

    /// The id.
    public var description: String { value }
}
