// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Glibc

/// A shop's one colour made readable: every pair has a contrast of 4.5:1 or more (WCAG 2.2, 1.4.3).
struct Palette: Hashable, Sendable {
    /// The colour of areas: the shop's own wherever text on it is readable.
    let color: String
    /// Text on `color`.
    let onColor: String
    /// The colour of words on the light ground.
    let accent: String
    /// The colour of areas and words on the dark ground.
    let darkColor: String
    /// Text on `darkColor`.
    let onDarkColor: String

    /// Adjusts a colour.
    ///
    /// - Parameter hex: Six hexadecimal digits, with or without `#`; anything else is the default blue.
    init(hex: String) {
        let brand = RGB(hex: hex) ?? RGB(red: 0x1F, green: 0x6F, blue: 0xEB)
        let fill: RGB
        if brand.contrast(with: .white) >= Self.enough {
            fill = brand
            self.onColor = RGB.white.hex
        } else if brand.contrast(with: .ink) >= Self.enough {
            fill = brand
            self.onColor = RGB.ink.hex
        } else {
            fill = brand.moved(to: .black, until: .white)
            self.onColor = RGB.white.hex
        }
        self.color = fill.hex
        self.accent = brand.moved(to: .black, until: .lightGround).hex
        let dark = brand.moved(to: .white, until: .darkGround)
        self.darkColor = dark.hex
        self.onDarkColor = (dark.contrast(with: .white) >= Self.enough ? RGB.white : RGB.night).hex
    }

    /// The least contrast of text.
    static let enough = 4.5
}

/// A colour of the screen.
struct RGB: Hashable, Sendable {
    var red: Double
    var green: Double
    var blue: Double

    init(red: Double, green: Double, blue: Double) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// Reads `#rrggbb`, `rrggbb`.
    init?(hex: String) {
        let digits = hex.hasPrefix("#") ? hex.dropFirst() : hex[...]
        guard digits.utf8.count == 6, digits.allSatisfy(\.isHexDigit), let number = Int(digits, radix: 16) else {
            return nil
        }
        self.init(red: Double(number >> 16), green: Double(number >> 8 & 255), blue: Double(number & 255))
    }

    static let white = RGB(red: 255, green: 255, blue: 255)
    static let black = RGB(red: 0, green: 0, blue: 0)
    /// The text of the light theme, #1f2328.
    static let ink = RGB(red: 0x1F, green: 0x23, blue: 0x28)
    /// The ground of the dark theme, #0d1117.
    static let night = RGB(red: 0x0D, green: 0x11, blue: 0x17)
    /// The darkest area of the light theme that holds words, #f6f8fa.
    static let lightGround = RGB(red: 0xF6, green: 0xF8, blue: 0xFA)
    /// The lightest area of the dark theme that holds words, #161b22.
    static let darkGround = RGB(red: 0x16, green: 0x1B, blue: 0x22)

    /// `#rrggbb`.
    var hex: String {
        let number = Int(red.rounded()) << 16 | Int(green.rounded()) << 8 | Int(blue.rounded())
        let digits = String(number, radix: 16)
        return "#" + String(repeating: "0", count: 6 - digits.count) + digits
    }

    /// Relative luminance (WCAG 2.2).
    var luminance: Double {
        func linear(_ value: Double) -> Double {
            let part = value / 255
            return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    /// The contrast ratio of two colours, 1 to 21.
    func contrast(with other: RGB) -> Double {
        let lights = [luminance, other.luminance].sorted()
        return (lights[1] + 0.05) / (lights[0] + 0.05)
    }

    /// The colour moved towards another just so far that it is readable on `ground`.
    func moved(to target: RGB, until ground: RGB) -> RGB {
        for step in 0...100 {
            let share = Double(step) / 100
            let mixed = RGB(
                red: (red + (target.red - red) * share).rounded(),
                green: (green + (target.green - green) * share).rounded(),
                blue: (blue + (target.blue - blue) * share).rounded())
            if mixed.contrast(with: ground) >= Palette.enough { return mixed }
        }
        return target
    }
}
