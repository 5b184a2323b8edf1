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

/// What only the SQLite store promises: the file, its durability and its lock.
@Suite("SQLite store") struct SQLiteStoreTests {
    @Test("B2: the writer waits for the disk at every commit, and writes ahead")
    func isDurable() async throws {
        try await withTemporaryFolder { folder in
            let store = try SQLiteStore(path: folder.path + "/store.db")
            // 2 is FULL; GRDB's pool sets 1 (NORMAL) while it opens.
            #expect(try await store.writerSetting("synchronous") == "2")
            #expect(try await store.writerSetting("journal_mode") == "wal")
            try await store.probe()
            #expect(try await store.writerSetting("synchronous") == "2")
            try store.close()
        }
    }

    @Test("What was acknowledged is there when the file is opened again")
    func survivesReopening() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.path + "/deep/er/store.db"
            let first = try SQLiteStore(path: path)
            let road = Road(store: first)
            try await road.register(Samples.registration())
            let claimed = try await road.record(Samples.event(.inTransit))[0].leased
            let key = try await first.identityKey(of: .default)
            let trace = try await road.trace()
            // Not closed: a process that is killed closes nothing either.
            let second = try SQLiteStore(path: path)
            #expect(try await second.identityKey(of: .default) == key)
            #expect(try await second.shipment(Samples.key()) == claimed[0].shipment)
            #expect(try await Road(store: second).trace() == trace)
            #expect(try await second.recover(owner: "new", now: Samples.now) == 1)
            try first.close()
            try second.close()
            let third = try SQLiteStore(path: path)
            #expect(try await third.statistics(now: Samples.now).byState == [.queued: 1])
            try third.close()
        }
    }

    @Test("Only its owner may read a new file")
    func keepsTheFilePrivate() async throws {
        try await withTemporaryFolder { folder in
            let store = try SQLiteStore(path: folder.path + "/store.db")
            try await store.probe()
            for name in ["store.db", "store.db-wal"] {
                let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + "/" + name)
                #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
            }
            try store.close()
        }
    }

    @Test("One gateway serves a file; the command line may use it beside")
    func isHeldByOne() async throws {
        try await withTemporaryFolder { folder in
            let gateway = try SQLiteStore(path: folder.path + "/store.db")
            try gateway.holdExclusively()
            let other = try SQLiteStore(path: folder.path + "/store.db")
            let failure = #expect(throws: StoreFailure.self) { try other.holdExclusively() }
            #expect(failure?.reason.contains("Another gateway") == true)
            try await other.count("commands", by: 1)
            #expect(try await gateway.counters() == ["commands": 1])
            try gateway.close()
            try other.holdExclusively()
            try other.close()
        }
    }

    @Test("A file of a newer version is refused, and left alone")
    func refusesNewerFiles() async throws {
        try await withTemporaryFolder { folder in
            try SQLiteStore(path: folder.path + "/store.db").close()
            let queue = try DatabaseQueue(path: folder.path + "/store.db")
            try await queue.write { database in
                try database.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('v999')")
            }
            try queue.close()
            let failure = #expect(throws: StoreFailure.self) { _ = try SQLiteStore(path: folder.path + "/store.db") }
            #expect(failure?.reason.contains("newer") == true)
        }
    }

    @Test("A file that is no database is refused with the way out")
    func refusesOtherFiles() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.path + "/store.db"
            try Data(repeating: 0x58, count: 8_192).write(to: URL(fileURLWithPath: path))
            let failure = #expect(throws: StoreFailure.self) { _ = try SQLiteStore(path: path) }
            #expect(failure?.reason.contains("restore a backup") == true)
            let folderFailure = #expect(throws: StoreFailure.self) { _ = try SQLiteStore(path: folder.path) }
            #expect(folderFailure?.reason.contains("cannot be opened") == true)
        }
    }

    @Test("A full disk fails the call in words, keeps nothing of it, and goes on when there is room")
    func saysWhenTheDiskIsFull() async throws {
        try await withTemporaryFolder { folder in
            let store = try SQLiteStore(path: folder.path + "/store.db")
            let road = Road(store: store)
            try await road.register(Samples.registration())
            // SQLite answers SQLITE_FULL at its page limit as it does at the disk's end.
            let pages = try #require(try await store.writerSetting("page_count"))
            _ = try await store.writerSetting("max_page_count = \(pages)")
            var event = Samples.event(.inTransit)
            event.body = [UInt8](repeating: 0x20, count: 400_000)
            let large = event
            let failure = await #expect(throws: StoreFailure.self) { try await road.record(large) }
            #expect(failure?.reason.contains("disk of the store is full") == true)
            #expect(try await store.shipment(Samples.key())?.stage == .pending)
            _ = try await store.writerSetting("max_page_count = 1000000")
            #expect(try await road.record(large)[0].leased.count == 1)
            try store.close()
        }
    }

    @Test("Neither an error nor the journal shows an address")
    func hidesData() async throws {
        try await withTemporaryFolder { folder in
            let store = try SQLiteStore(path: folder.path + "/store.db")
            let road = Road(store: store)
            try await road.register(Samples.registration())
            try store.close()
            let failure = await #expect(throws: StoreFailure.self) {
                try await road.register(Samples.registration(email: "secret.person@example.com"))
            }
            #expect(failure.map { "\($0)".contains("secret") } == false)
        }
    }

    @Test("Contacts stand in one table, each once, sealed, and nowhere else")
    func keepsContactsApart() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.path + "/store.db"
            let store = try SQLiteStore(path: path, sealer: MirrorSealer())
            let road = Road(store: store)
            try await road.register("100000000001", "100000000002")
            let claimed = try await road.record(Samples.event(.inTransit, key: Samples.key("100000000001")))[0].leased
            #expect(claimed.first?.party?.email?.address == "hong@example.com")
            try await road.settle(claimed)
            try store.close()
            let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            #expect(bytes.range(of: Data("hong@example.com".utf8)) == nil)
            #expect(bytes.range(of: Data("+821012345678".utf8)) == nil)
            #expect(bytes.range(of: Data("홍길동".utf8)) == nil)
            #expect(bytes.range(of: Data(MirrorSealer().seal("hong@example.com", of: .default))) != nil)
            let queue = try DatabaseQueue(path: path)
            #expect(try await queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM contact") } == 4)
            #expect(try await queue.read { try Int.fetchOne($0, sql: "SELECT min(uses) FROM contact") } == 2)
            try queue.close()
        }
    }

    @Test("The road's questions are answered from indexes, not by walking through tables")
    func usesIndexes() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.path + "/store.db"
            try SQLiteStore(path: path).close()
            let queue = try DatabaseQueue(path: path)
            for sql in [
                "SELECT id FROM shipment WHERE shop = 'a' AND courier = 'b' AND number = 'c' ORDER BY generation DESC",
                "SELECT id FROM shipment WHERE shop = 'a' AND client_id = 'b'",
                "SELECT id FROM event WHERE disposition = 'parked' AND shop = 'a' AND courier = 'b' AND number = 'c'",
                "SELECT id FROM delivery WHERE state = 'queued' AND wake_at <= 5 ORDER BY wake_at, id LIMIT 9",
                "SELECT id FROM delivery WHERE state = 'dead' AND wake_at IS NULL AND id < 9 ORDER BY id DESC LIMIT 9",
                """
                SELECT 1 FROM delivery WHERE shop = 'a' AND shipment = 1 AND audience = 'b' AND channel = 'c'
                AND ended_at IS NULL AND state = 'leased'
                """,
                "SELECT id FROM trace WHERE shop = 'a' AND number = 'b' ORDER BY id DESC LIMIT 9",
                "SELECT id FROM trace WHERE +shop = 'a' AND id > 3 ORDER BY id LIMIT 9",
                """
                SELECT id FROM shipment WHERE closed_at IS NOT NULL AND has_contacts = 1 AND closed_at < 9
                ORDER BY closed_at, id LIMIT 9
                """,
            ] {
                let plan = try await queue.read { database in
                    try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN " + sql).map { $0["detail"] as String }
                }
                #expect(plan.allSatisfy { $0.hasPrefix("SEARCH") }, "\(sql): \(plan)")
            }
            try queue.close()
        }
    }
}

/// A seal that is no secret, but that nobody reads by accident.
private struct MirrorSealer: Sealer {
    func seal(_ value: String, of shop: ShopID) -> [UInt8] { Array(value.utf8.reversed()).map { ~$0 } }
    func open(_ sealed: [UInt8], of shop: ShopID) -> String {
        String(decoding: sealed.reversed().map { ~$0 }, as: UTF8.self)
    }
}
