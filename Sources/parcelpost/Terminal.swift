// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Values

/// What a person at a terminal reads.
enum Terminal {
    /// Writes a line to standard output at once: who reads a mock's addresses from a pipe must not wait for its end.
    static func say(_ line: String = "") {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }

    /// Writes a line to standard error.
    static func complain(_ line: String) {
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }

    /// Prints rows in columns that know that Hangul is two wide; the last column is not padded.
    static func table(_ header: [String], _ rows: [[String]]) {
        let widths = header.indices.map { column in
            ([header] + rows).map { DisplayWidth.columns($0[column]) }.max() ?? 0
        }
        for row in [header] + rows {
            let cells = row.enumerated().map { column, text in
                column == row.count - 1 ? text : DisplayWidth.pad(text, to: widths[column])
            }
            say(cells.joined(separator: "  "))
        }
    }

    /// A moment as people in Korea read it (`2026-11-22 17:15:03`).
    static func time(_ moment: Timestamp) -> String {
        let civil = CivilTime(moment, offsetSeconds: CivilTime.kst)
        return civil.date + " " + civil.time
    }
}
