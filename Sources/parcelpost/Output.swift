// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What a command writes beside its words.
enum Output {
    /// Writes a file, or standard output where none is named.
    static func write(_ bytes: [UInt8], to file: String?) throws {
        guard let file else {
            FileHandle.standardOutput.write(Data(bytes))
            return
        }
        guard FileManager.default.createFile(atPath: file, contents: Data(bytes)) else {
            throw CommandFailure.report("\(file) cannot be written: is there such a folder, and may you write there?")
        }
    }
}
