// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import Notices
import Shipping
import Storage
import TestSupport
import Testing
import Values

/// A file that an earlier version wrote is taken over with all that was decided.
@Suite("SQLite schema") struct SQLiteSchemaTests {
    @Test("A11: keys of the first version are the customers', and go on keeping them from being told twice")
    func firstVersion() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.path + "/store.db"
            let store = try SQLiteStore(path: path)
            let road = Road(store: store)
            try await road.register(Samples.registration())
            try await road.settle(try await road.record(Samples.event(.failed))[0].leased)
            try store.close()
            try await Self.makeFirstVersion(path)

            let opened = try SQLiteStore(path: path)
            let again = Road(store: opened)
            let planner: @Sendable (Situation) -> Plan = {
                Planner(policy: ShopPolicy(), tellsStaff: true).plan($0)
            }
            let recorded = try await again.record(Samples.event(.failed), deciding: planner)
            #expect(recorded.flatMap(\.leased).map(\.delivery.key.description) == ["staff/failed@2026-11-22"])
            #expect(try await again.record(Samples.event(.failed), deciding: planner).flatMap(\.leased).isEmpty)
            try opened.close()
        }
    }

    /// Turns the file back to what the first version wrote.
    private static func makeFirstVersion(_ path: String) async throws {
        let queue = try DatabaseQueue(path: path)
        try await queue.write { database in
            #expect(try Int.fetchOne(database, sql: "SELECT count(*) FROM notice_key") == 1)
            try database.execute(
                sql: """
                    CREATE TABLE old (
                        shop TEXT NOT NULL, shipment INTEGER NOT NULL, milestone TEXT NOT NULL, occurrence TEXT NOT NULL,
                        notice INTEGER NOT NULL, entered_at INTEGER NOT NULL,
                        PRIMARY KEY (shop, shipment, milestone, occurrence)
                    ) STRICT, WITHOUT ROWID;
                    INSERT INTO old SELECT shop, shipment, milestone, occurrence, notice, entered_at FROM notice_key;
                    DROP TABLE notice_key;
                    ALTER TABLE old RENAME TO notice_key;
                    DELETE FROM grdb_migrations WHERE identifier <> 'v1';
                    """)
        }
        try queue.close()
    }
}
