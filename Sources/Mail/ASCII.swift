// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// The bytes that mail gives a meaning to, by name.
enum ASCII {
    static let tab: UInt8 = 0x09
    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
    static let space: UInt8 = 0x20
    static let quote: UInt8 = 0x22
    static let hyphen: UInt8 = 0x2D
    static let dot: UInt8 = 0x2E
    static let colon: UInt8 = 0x3A
    static let semicolon: UInt8 = 0x3B
    static let less: UInt8 = 0x3C
    static let equals: UInt8 = 0x3D
    static let greater: UInt8 = 0x3E
    static let question: UInt8 = 0x3F
    static let at: UInt8 = 0x40
    static let backslash: UInt8 = 0x5C
    static let underscore: UInt8 = 0x5F

    /// The hexadecimal digits, upper case, as quoted-printable wants them (RFC 2045 section 6.7).
    static let hexDigits = Array("0123456789ABCDEF".utf8)

    /// The value of a hexadecimal digit of either case.
    static func hexValue(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x41...0x46: digit - 0x41 + 10
        case 0x61...0x66: digit - 0x61 + 10
        default: nil
        }
    }

    /// The byte with an upper-case letter turned into its lower-case one.
    static func lowercased(_ byte: UInt8) -> UInt8 {
        byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
    }

    /// The text with its ASCII letters lower-cased.
    static func lowercased(_ text: String) -> String {
        String(decoding: text.utf8.map { lowercased($0) }, as: UTF8.self)
    }

    /// Space or tab, the white space a header line may be folded at.
    static func isBlank(_ byte: UInt8) -> Bool { byte == space || byte == tab }

    /// A character of an atom (RFC 5322 section 3.2.3).
    static func isAtom(_ byte: UInt8) -> Bool { atomTable[Int(byte)] }

    private static let atomTable: [Bool] = {
        var table = [Bool](repeating: false, count: 256)
        let atoms = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~"
        for byte in atoms.utf8 { table[Int(byte)] = true }
        return table
    }()
}
