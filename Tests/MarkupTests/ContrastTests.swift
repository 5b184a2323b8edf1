// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Markup
import Testing

struct ContrastTests {
    @Test(
        "Contrast is what WCAG's and WebAIM's published examples say",
        arguments: [
            ("#000000", "#ffffff", 21.0), ("#ffffff", "#ffffff", 1.0), ("#777777", "#ffffff", 4.47),
            ("#767676", "#ffffff", 4.54), ("#0000ff", "#ffffff", 8.59), ("#ff0000", "#ffffff", 3.99),
            ("#949494", "#ffffff", 3.03), ("#959595", "#ffffff", 2.99), ("#00ff00", "#ffffff", 1.37),
            ("#ffff00", "#000000", 19.55),
        ])
    func published(text: String, ground: String, ratio: Double) throws {
        let color = try #require(CSSColor(text)).rgb
        let other = try #require(RGB(hex: ground))
        #expect(abs(color.contrast(with: other) - ratio) < 0.01)
        #expect(color.contrast(with: other) == other.contrast(with: color))
    }

    @Test(
        "Each way to write a colour is read",
        arguments: [
            ("#1af", "#11aaff"), ("#1AF", "#11aaff"), ("#11aaff", "#11aaff"), ("11aaff", nil), ("#11aaf", nil),
            ("#", nil),
            ("rgb(17,170,255)", "#11aaff"), ("RGB( 17 , 170 , 255 )", "#11aaff"), ("rgb(17 170 255)", "#11aaff"),
            ("rgb(0% 50% 100%)", "#0080ff"), ("rgb(300,-1,0)", "#ff0000"), ("rgb(1,2)", nil), ("rgb(nan,0,0)", nil),
            ("hsl(120, 100%, 50%)", "#00ff00"), ("hsl(0deg 0% 100%)", "#ffffff"), ("hsl(210, 100%, 50%)", "#0080ff"),
            ("hsl(-120, 100%, 50%)", "#0000ff"), ("hsl(1e999, 0%, 0%)", nil),
            (" rebeccapurple ", "#663399"), ("White", "#ffffff"), ("inherit", nil), ("var(--x)", nil), ("", nil),
            ("oklch(40% 0.2 30)", nil),
        ] as [(String, String?)])
    func written(text: String, hex: String?) {
        #expect(CSSColor(text)?.rgb.hex == hex)
        #expect((CSSColor(text)?.alpha ?? 1) == 1)
    }

    @Test("What lets something through is seen with it")
    func transparent() throws {
        #expect(CSSColor("transparent")?.over(.white) == .white)
        #expect(CSSColor("rgba(0,0,0,.5)")?.over(.white).hex == "#808080")
        #expect(CSSColor("#00000080")?.over(.white).hex == "#7f7f7f")
        #expect(CSSColor("rgb(0 0 0 / 25%)")?.alpha == 0.25)
        #expect(CSSColor("#fff0")?.over(.black) == .black)
    }

    @Test("A colour is moved just so far that it can be read")
    func moved() throws {
        let yellow = try #require(RGB(hex: "ffcc00"))
        let dark = yellow.moved(to: .black, until: .white)
        #expect(dark.contrast(with: .white) >= RGB.enoughForText)
        #expect(dark.contrast(with: .white) < 4.8)
        #expect(RGB.black.moved(to: .black, until: .white) == .black)
        #expect(RGB.white.moved(to: .white, until: .white) == .white, "nothing can be read; the target comes back")
    }

    @Test("Hexadecimal digits are six", arguments: ["", "#", "12345", "1234567", "#12345g", "１２３４５６", "+12345"])
    func refused(text: String) {
        #expect(RGB(hex: text) == nil)
    }
}
