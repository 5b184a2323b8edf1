// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import Glibc

/// The inbox's file could not be opened, read or completed.
package struct ArchiveFailure: Error, CustomStringConvertible {
    /// What failed and what to do, without what a message holds.
    package let description: String

    init(_ description: String) {
        self.description = description
    }

    /// SQLite's own words, without statements and values.
    static func reason(_ error: any Error) -> String {
        (error as? DatabaseError).map { $0.message ?? "SQLite error \($0.extendedResultCode.rawValue)" }
            ?? String(describing: type(of: error))
    }
}

/// The one table of the inbox's file.
enum ArchiveSchema {
    /// Says in the file's header whose it is.
    private static let applicationID: Int32 = 0x5050_4D42
    private static let version: Int32 = 1

    static func open(_ path: String) throws -> DatabasePool {
        var configuration = GRDB.Configuration()
        configuration.label = "parcelpost.inbox"
        configuration.busyMode = .timeout(5)
        configuration.maximumReaderCount = 4
        let pool = try DatabasePool(path: path, configuration: configuration)
        try pool.write { database in
            let owner = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
            let written = try Int32.fetchOne(database, sql: "PRAGMA user_version") ?? 0
            guard owner == applicationID || (owner == 0 && written == 0) else {
                throw ArchiveFailure("\(path) is the file of another program. Name another one.")
            }
            guard written <= version else {
                throw ArchiveFailure("A newer parcelpost wrote \(path): use that version, or name another file.")
            }
            try database.execute(sql: "PRAGMA application_id = \(applicationID)")
            try database.execute(sql: "PRAGMA user_version = \(version)")
            try database.execute(
                sql: """
                    CREATE TABLE IF NOT EXISTS message (
                        id INTEGER PRIMARY KEY, size INTEGER NOT NULL, facts TEXT NOT NULL, raw BLOB NOT NULL,
                        transcript BLOB NOT NULL)
                    """)
        }
        return pool
    }

    /// Makes the file with rights for its owner only: it holds people's addresses.
    static func makeFile(_ path: String) throws(ArchiveFailure) {
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw ArchiveFailure("The inbox cannot be kept in \(path): \(String(cString: strerror(errno))).")
        }
        Glibc.close(descriptor)
    }
}

/// Bytes as GRDB takes them.
enum ArchiveBlob {
    static func data(_ bytes: [UInt8]) -> Data { Data(bytes) }
    static func bytes(_ data: Data) -> [UInt8] { Array(data) }
}
