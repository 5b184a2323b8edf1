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
        let folder = Repository.root.appendingPathComponent("templates/fixtures").path
        let fixture = try #require(try LetterFixture.load(folder).first { $0.name == "ordinary" })
        var letter = fixture.letter(.shipped)
        letter.shop.brand.color = color
        let names = ["color", "onColor", "accent", "darkColor", "onDarkColor"]
        let set = try TestSet([
            "default/email/shipped.mustache": "{{<layout}}{{$body}}"
                + names.map { "<p>\($0)={{brand.\($0)}}</p>" }.joined() + "{{/body}}{{/layout}}"
        ])
        defer { set.remove() }
        let html = try TemplateCatalog.load(set.folder.path).letter(letter).html
        func colour(_ name: String) throws -> Substring {
            let start = try #require(html.range(of: "<p>\(name)=")?.upperBound)
            let hex = html[start...].prefix(7)
            #expect(hex.wholeMatch(of: /#[0-9a-f]{6}/) != nil, "\(hex)")
            return hex
        }
        #expect(contrast(try colour("color"), try colour("onColor")) >= 4.5)
        #expect(contrast(try colour("accent"), "#f6f8fa") >= 4.5)
        #expect(contrast(try colour("darkColor"), try colour("onDarkColor")) >= 4.5)
        #expect(contrast(try colour("darkColor"), "#161b22") >= 4.5)
    }
}
