// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite
import Notices

extension StoreFailure {
    /// A row that does not read as what we write.
    static let damaged = StoreFailure(
        "A row of the store does not read as what was written: the file is damaged, or a newer version wrote it.")

    /// Says what an SQLite code means for whoever runs the gateway; never a value of a statement.
    init(sqliteCode code: Int32) {
        let name = String(cString: sqlite3_errstr(code))
        let words =
            switch code & 0xFF {
            case SQLITE_FULL: "The disk of the store is full: make room."
            case SQLITE_READONLY:
                "The store is read-only: give the process write permission for the file and its folder."
            case SQLITE_BUSY, SQLITE_LOCKED:
                "Another process held the store for too long: end long queries and backups on the file, then try again."
            case SQLITE_CORRUPT, SQLITE_NOTADB:
                "The store's file is damaged or no database: stop the gateway and restore a backup."
            case SQLITE_IOERR: "The disk of the store failed: look into the system's log."
            case SQLITE_CANTOPEN: "The store's file cannot be opened: check that its folder exists and may be written."
            case SQLITE_NOMEM: "There is no memory left for the store."
            default: "The store refused a statement; this is a mistake in the program."
            }
        self.init("\(words) Nothing of the call was kept. (SQLite \(code): \(name))")
    }

    /// The failure that an error of the database means.
    init(_ error: any Error) {
        switch error {
        case let failure as StoreFailure: self = failure
        case let error as DatabaseError: self.init(sqliteCode: error.extendedResultCode.rawValue)
        default: self.init("The store could not do it: \(type(of: error)). Nothing of the call was kept.")
        }
    }
}
