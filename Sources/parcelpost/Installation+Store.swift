// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Storage

extension Installation {
    /// Opens the store beside a gateway that may be running, for a command that asks or acts.
    ///
    /// A store that is not there is not made: an empty answer from a wrong folder would read as "nothing is known".
    func openStore() throws -> SQLiteStore {
        guard FileManager.default.fileExists(atPath: storePath) else {
            throw CommandFailure.report(
                "there is no store at \(storePath) yet; `parcelpost serve` makes it. Is this the right settings file?")
        }
        return try SQLiteStore(path: storePath)
    }
}
