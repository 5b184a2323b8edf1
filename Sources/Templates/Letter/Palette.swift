// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Markup

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
        if brand.contrast(with: .white) >= RGB.enoughForText {
            fill = brand
            self.onColor = RGB.white.hex
        } else if brand.contrast(with: .ink) >= RGB.enoughForText {
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
        self.onDarkColor = (dark.contrast(with: .white) >= RGB.enoughForText ? RGB.white : RGB.night).hex
    }
}

extension RGB {
    /// The text of the light theme, #1f2328.
    fileprivate static let ink = RGB(red: 0x1F, green: 0x23, blue: 0x28)
    /// The ground of the dark theme, #0d1117.
    fileprivate static let night = RGB(red: 0x0D, green: 0x11, blue: 0x17)
    /// The darkest area of the light theme that holds words, #f6f8fa.
    fileprivate static let lightGround = RGB(red: 0xF6, green: 0xF8, blue: 0xFA)
    /// The lightest area of the dark theme that holds words, #161b22.
    fileprivate static let darkGround = RGB(red: 0x16, green: 0x1B, blue: 0x22)
}
