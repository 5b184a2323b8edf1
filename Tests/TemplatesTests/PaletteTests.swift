// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Notices
import Shipping
import Templates
import TestSupport
import Testing
import Values

/// Whatever colour a shop has, its words can be read: 4.5:1 in both themes (WCAG 2.2, 1.4.3).
@Suite struct PaletteTests {
    private func luminance(_ hex: Substring) -> Double {
        let number = Int(hex.dropFirst(), radix: 16) ?? 0
        func linear(_ value: Int) -> Double {
            let part = Double(value & 255) / 255
            return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear(number >> 16) + 0.7152 * linear(number >> 8) + 0.0722 * linear(number)
    }

    private func contrast(_ left: Substring, _ right: Substring) -> Double {
        let lights = [luminance(left), luminance(right)].sorted()
        return (lights[1] + 0.05) / (lights[0] + 0.05)
    }

    @Test(arguments: [
        "fee500", "ffffff", "000000", "e4572e", "ff6f00", "1f6feb", "808080", "00c73c", "5b4bd6", "ffd1dc", "767676",
        "zzz",
    ])
    func everyShopsColourCanBeRead(_ color: String) throws {
        let folder = Repository.root.appendingPathComponent("templates").path
        let fixture = try #require(try LetterFixture.load(folder + "/fixtures").first { $0.name == "ordinary" })
        var letter = fixture.letter(.shipped)
        letter.shop.brand.color = color
        let html = try TemplateCatalog.load(folder).letter(letter).html
        let button = try #require(html.firstMatch(of: /class="button" style="background-color:(#[0-9a-f]{6})/)).1
        let onButton = try #require(html.firstMatch(of: /class="button-link" style="[^"]*?;color:(#[0-9a-f]{6})/)).1
        #expect(contrast(button, onButton) >= 4.5)
        let link = try #require(html.firstMatch(of: /class="link" style="color:(#[0-9a-f]{6})/)).1
        #expect(contrast(link, "#f6f8fa") >= 4.5)
        let darkButton = try #require(html.firstMatch(of: /\.button \{ background-color: (#[0-9a-f]{6})/)).1
        let onDarkButton = try #require(html.firstMatch(of: /\.button-link \{ color: (#[0-9a-f]{6})/)).1
        #expect(contrast(darkButton, onDarkButton) >= 4.5)
        let darkLink = try #require(html.firstMatch(of: /\.quiet-link \{ color: (#[0-9a-f]{6})/)).1
        #expect(contrast(darkLink, "#161b22") >= 4.5)
    }
}
