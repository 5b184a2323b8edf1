// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// A letter, and for each place in it the line of the template it came from.
package struct TracedLetter: Sendable {
    /// The letter.
    package let letter: RenderedLetter
    private let html: TracedText
    private let text: TracedText
    private let laidOut: [UInt8]

    init(letter: RenderedLetter, html: TracedText, text: TracedText, laidOut: [UInt8]) {
        self.letter = letter
        self.html = html
        self.text = text
        self.laidOut = laidOut
    }

    /// Where a byte of the HTML came from; nil beyond its end.
    package func position(ofHTMLOffset offset: Int) -> SourcePosition? { html.position(of: offset) }

    /// Where a byte of the text part came from; nil beyond its end.
    ///
    /// Laying a text out changes its white space only, so that what can be seen is counted.
    package func position(ofTextOffset offset: Int) -> SourcePosition? {
        guard offset >= 0, offset < laidOut.count else { return nil }
        var rest = laidOut[..<offset].count { $0 > 0x20 }
        for (index, byte) in text.bytes.enumerated() where byte > 0x20 {
            if rest == 0 { return text.position(of: index) }
            rest -= 1
        }
        return text.position(of: text.bytes.count - 1)
    }
}
