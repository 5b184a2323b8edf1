// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Shipping
import Values

/// The last gate before a text of others is shown: drivers, people's telephone numbers and door codes do not pass (SEMANTICS D7).
///
/// Scans were cleaned when they came in; places, options, safe places and addresses are whatever somebody typed.
enum ShownText {
    /// What may be shown of a text; nil when nothing is left.
    static func of(_ line: Line?) -> String? {
        guard let line, !line.isBlank else { return nil }
        let scrubbed = DriverScrubber.scrub(line.text, maxBytes: 2_000).text
        guard let text = DoorCodes.removed(from: scrubbed.text), !text.allSatisfy(\.isWhitespace) else { return nil }
        return text
    }
}
