// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// A colour as it is written in CSS or in an HTML attribute.
public struct CSSColor: Hashable, Sendable {
    /// The colour.
    public let rgb: RGB
    /// How opaque it is: 0 lets everything through, 1 nothing.
    public let alpha: Double

    /// Makes a colour.
    public init(_ rgb: RGB, alpha: Double = 1) {
        self.rgb = rgb
        self.alpha = alpha
    }

    /// Reads `#rgb`, `#rgba`, `#rrggbb`, `#rrggbbaa`, `rgb()`, `rgba()`, `hsl()`, `hsla()`, `transparent` and the named colours (CSS Color 4).
    ///
    /// Nil for everything else: `inherit`, `currentcolor`, `var()`, and spaces wider than sRGB.
    public init?(_ text: some StringProtocol) {
        let word = Self.trimmed(text)
        if word.hasPrefix("#") {
            self.init(digits: Array(word.utf8.dropFirst()))
        } else if let open = word.firstIndex(of: "("), word.hasSuffix(")") {
            let inside = word[word.index(after: open)...].dropLast()
            self.init(function: String(word[..<open]), parts: Self.parts(inside))
        } else if word == "transparent" {
            self.init(.black, alpha: 0)
        } else if let number = Self.named[word] {
            self.init(Self.rgb(number))
        } else {
            return nil
        }
    }

    /// What is seen where it lies on a ground.
    public func over(_ ground: RGB) -> RGB { alpha >= 1 ? rgb : ground.mixed(with: rgb, share: max(alpha, 0)) }

    private init?(digits: [UInt8]) {
        let long = digits.count < 5 ? digits.flatMap { [$0, $0] } : digits
        guard long.count == 6 || long.count == 8, let number = RGB.number(long) else { return nil }
        self =
            long.count == 6
            ? CSSColor(Self.rgb(number)) : CSSColor(Self.rgb(number >> 8), alpha: Double(number & 255) / 255)
    }

    private init?(function: String, parts: [Substring]) {
        guard parts.count == 3 || parts.count == 4 else { return nil }
        var alpha = 1.0
        if parts.count == 4 {
            guard let given = Self.share(parts[3], of: 1) else { return nil }
            alpha = min(max(given, 0), 1)
        }
        switch function {
        case "rgb", "rgba":
            let values = parts.prefix(3).compactMap { Self.share($0, of: 255) }.map { min(max($0, 0), 255) }
            guard values.count == 3 else { return nil }
            self.init(RGB(red: values[0], green: values[1], blue: values[2]), alpha: alpha)
        case "hsl", "hsla":
            let degrees = parts[0].hasSuffix("deg") ? parts[0].dropLast(3) : parts[0]
            guard let hue = Double(degrees), hue.isFinite, let saturation = Self.percent(parts[1]),
                let lightness = Self.percent(parts[2])
            else { return nil }
            self.init(Self.rgb(hue: hue, saturation: saturation, lightness: lightness), alpha: alpha)
        default: return nil
        }
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        var word = Substring(text.lowercased())
        while let last = word.last, last.isWhitespace { word.removeLast() }
        return String(word.drop(while: \.isWhitespace))
    }

    /// The numbers of a function: `1, 2, 3`, `1 2 3`, `1 2 3 / 4`.
    private static func parts(_ inside: Substring) -> [Substring] {
        inside.split { $0 == "," || $0 == "/" || $0.isWhitespace }
    }

    private static func share(_ text: Substring, of whole: Double) -> Double? {
        if text.hasSuffix("%") { return percent(text).map { $0 * whole } }
        return Double(text).flatMap { $0.isFinite ? $0 : nil }
    }

    private static func percent(_ text: Substring) -> Double? {
        guard text.hasSuffix("%"), let number = Double(text.dropLast()), number.isFinite else { return nil }
        return min(max(number / 100, 0), 1)
    }

    private static func rgb(_ number: Int) -> RGB {
        RGB(red: Double(number >> 16 & 255), green: Double(number >> 8 & 255), blue: Double(number & 255))
    }

    /// CSS Color 4, "Converting HSL colors to sRGB".
    private static func rgb(hue: Double, saturation: Double, lightness: Double) -> RGB {
        let reach = saturation * min(lightness, 1 - lightness)
        func part(_ shift: Double) -> Double {
            var position = (shift + hue / 30).truncatingRemainder(dividingBy: 12)
            if position < 0 { position += 12 }
            return (lightness - reach * max(-1, min(position - 3, 9 - position, 1))) * 255
        }
        return RGB(red: part(0).rounded(), green: part(8).rounded(), blue: part(4).rounded())
    }
}
