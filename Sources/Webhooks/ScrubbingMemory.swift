// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Shipping

/// Scrubs the words of one item, and the same words only once.
///
/// Each is needed twice: for the snapshot, and for the copy of the item that is kept with its event.
struct ScrubbingMemory {
    /// The longest text kept, in bytes of UTF-8.
    static let maxBytes = 500
    private var texts = [String]()
    private var results = [DriverScrubber.Scrubbed]()

    /// The text without a driver.
    mutating func scrub(_ text: String) -> DriverScrubber.Scrubbed {
        // Byte for byte: comparing strings would normalise Hangul first.
        for index in texts.indices where texts[index].utf8.count == text.utf8.count && texts[index].holds(text) {
            return results[index]
        }
        let result = DriverScrubber.scrub(text, maxBytes: ScrubbingMemory.maxBytes)
        if result.driver != nil, texts.count < 8 {
            texts.append(text)
            results.append(result)
        }
        return result
    }
}
