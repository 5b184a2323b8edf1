// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A colour of the screen, without transparency; each part from 0 to 255.
public struct RGB: Hashable, Sendable {
    /// How much red.
    public var red: Double
    /// How much green.
    public var green: Double
    /// How much blue.
    public var blue: Double

    /// Makes a colour.
    public init(red: Double, green: Double, blue: Double) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// Reads six hexadecimal digits, with or without `#`.
    public init?(hex: String) {
        let digits = hex.utf8.first == UInt8(ascii: "#") ? Array(hex.utf8.dropFirst()) : Array(hex.utf8)
        guard digits.count == 6, let number = Self.number(digits) else { return nil }
        self.init(red: Double(number >> 16), green: Double(number >> 8 & 255), blue: Double(number & 255))
    }

    /// White.
    public static let white = RGB(red: 255, green: 255, blue: 255)
    /// Black.
    public static let black = RGB(red: 0, green: 0, blue: 0)

    /// The least contrast of text (WCAG 2.2, success criterion 1.4.3).
    public static let enoughForText = 4.5
    /// The least contrast of large text: 24 px, or bold from 18.66 px (same place).
    public static let enoughForLargeText = 3.0

    /// `#rrggbb`.
    public var hex: String {
        let number = Self.byte(red) << 16 | Self.byte(green) << 8 | Self.byte(blue)
        let digits = String(number, radix: 16)
        return "#" + String(repeating: "0", count: 6 - digits.count) + digits
    }

    /// Relative luminance, 0 for black to 1 for white (WCAG 2.2, "relative luminance").
    public var luminance: Double {
        0.2126 * Self.linear(red) + 0.7152 * Self.linear(green) + 0.0722 * Self.linear(blue)
    }

    /// The contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio").
    public func contrast(with other: RGB) -> Double {
        let one = luminance
        let two = other.luminance
        return (max(one, two) + 0.05) / (min(one, two) + 0.05)
    }

    /// A mixture with another colour: 0 is this one, 1 the other.
    public func mixed(with other: RGB, share: Double) -> RGB {
        RGB(
            red: (red + (other.red - red) * share).rounded(), green: (green + (other.green - green) * share).rounded(),
            blue: (blue + (other.blue - blue) * share).rounded())
    }

    /// The colour moved towards another just so far that words of it can be read on a ground.
    ///
    /// - Parameters:
    ///   - target: What it is mixed with, in steps of a hundredth; what comes back if no mixture can be read.
    ///   - ground: What the words stand on.
    public func moved(to target: RGB, until ground: RGB) -> RGB {
        for step in 0...100 {
            let mixture = mixed(with: target, share: Double(step) / 100)
            if mixture.contrast(with: ground) >= Self.enoughForText { return mixture }
        }
        return target
    }

    /// The number that hexadecimal digits stand for.
    static func number(_ digits: [UInt8]) -> Int? {
        var number = 0
        for digit in digits {
            guard let value = Character(UnicodeScalar(digit)).hexDigitValue else { return nil }
            number = number << 4 | value
        }
        return number
    }

    private static func byte(_ part: Double) -> Int { Int(min(max(part, 0), 255).rounded()) }

    private static func linear(_ part: Double) -> Double {
        let share = part / 255
        return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
}
