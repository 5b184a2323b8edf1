// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Cryptography
import GRDB
import Glibc
import Notices
import Shipping
import Synchronization

/// A store in one SQLite file: durable on every commit, for one gateway and the command line beside it.
///
/// Writes share transactions (`GroupCommit`) on one connection; questions are answered on others beside it, from what is committed.
/// The file must lie on a local disk: SQLite's write-ahead log needs shared memory.
public final class SQLiteStore: Sendable {
    let pool: DatabasePool
    let commits: GroupCommit
    let keys = ShopKeys()
    private let path: String
    private let sealer: any Sealer
    private let randomBytes: @Sendable (Int) -> [UInt8]
    private let lock = Mutex<FileLock?>(nil)

    /// Opens a file, makes it if it is not there, and brings its tables up to this version.
    ///
    /// - Parameters:
    ///   - path: The file; missing folders are made. Only its owner may read a new one.
    ///   - sealer: Keeps contacts unreadable at rest.
    ///   - randomBytes: Makes keys and tokens; given only by the simulation.
    /// - Throws: `StoreFailure` when it cannot be opened or was written by a newer version.
    public init(
        path: String, sealer: any Sealer = IdentitySealer(),
        randomBytes: @escaping @Sendable (Int) -> [UInt8] = RandomBytes.make
    ) throws {
        self.path = path
        self.sealer = sealer
        self.randomBytes = randomBytes
        try Self.makeFile(path)
        do {
            pool = try DatabasePool(path: path, configuration: Self.configuration)
            try pool.writeWithoutTransaction { database in
                // The pool sets NORMAL after it has opened, so this comes after that: 2xx means durable (SEMANTICS B2).
                try database.execute(sql: "PRAGMA synchronous = FULL")
                // KiB; the readers keep 2,000, since the system caches the file as well.
                try database.execute(sql: "PRAGMA cache_size = -8000")
                try database.execute(sql: "PRAGMA journal_size_limit = 67108864")
            }
            let migrator = SQLiteSchema.migrator
            guard try !pool.read(migrator.hasBeenSuperseded) else {
                throw StoreFailure(
                    "A newer parcelpost wrote \(path): use that version, or name another file in store:.")
            }
            try migrator.migrate(pool)
        } catch {
            throw StoreFailure(error)
        }
        commits = GroupCommit(pool)
    }

    /// Keeps other gateways away from the file until this store is closed; the command line may go on using it.
    ///
    /// - Throws: `StoreFailure` when another gateway serves the file.
    public func holdExclusively() throws {
        let taken = try FileLock(path + ".lock")
        lock.withLock { $0 = taken }
    }

    /// Writes the log back into the file and closes it; every call after it fails.
    public func close() throws {
        do {
            try pool.writeWithoutTransaction { database in _ = try database.checkpoint(.truncate) }
            try pool.close()
        } catch {
            throw StoreFailure(error)
        }
        lock.withLock { $0 = nil }
    }

    /// What a setting of the writing connection reads back as; a seam for tests of durability.
    package func writerSetting(_ name: String) async throws -> String? {
        try await pool.writeWithoutTransaction { try String.fetchOne($0, sql: "PRAGMA " + name) }
    }

    /// How many commits were made; a seam for tests of the group commit.
    package var commitCount: Int { commits.commits }

    /// How many calls wait for the writer; a seam for tests of the group commit.
    package var waitingCalls: Int { commits.waiting }

    // MARK: Running calls

    /// Runs a call in a shared transaction and returns when it is durable.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (inout SQLiteTables) throws -> Value
    ) async throws -> Value {
        let (sealer, randomBytes) = (sealer, randomBytes)
        return try await commits.perform { database in
            var tables = SQLiteTables(database: database, sealer: sealer, randomBytes: randomBytes)
            return try body(&tables)
        }
    }

    /// Answers a question from what is committed, beside the writer.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (inout SQLiteTables) throws -> Value
    ) async throws -> Value {
        let (sealer, randomBytes) = (sealer, randomBytes)
        do {
            return try await pool.read { database in
                var tables = SQLiteTables(database: database, sealer: sealer, randomBytes: randomBytes)
                return try body(&tables)
            }
        } catch let error as CancellationError {
            throw error
        } catch {
            throw StoreFailure(error)
        }
    }

    /// A name for a public page: 128 unguessable bits.
    var makeToken: @Sendable () -> String {
        let randomBytes = randomBytes
        return { StoreToken.make(randomBytes) }
    }

    // MARK: Opening

    private static var configuration: GRDB.Configuration {
        var configuration = GRDB.Configuration()
        configuration.label = "parcelpost.store"
        // The command line writes beside the gateway, shortly.
        configuration.busyMode = .timeout(5)
        configuration.foreignKeysEnabled = false
        configuration.maximumReaderCount = 4
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA cache_size = -2000")
        }
        return configuration
    }

    /// Makes the file with rights for its owner only: it holds people's addresses.
    ///
    /// SQLite gives its log the same rights.
    private static func makeFile(_ path: String) throws {
        var folder = ""
        for part in path.split(separator: "/", omittingEmptySubsequences: false).dropLast() {
            folder += part + "/"
            if folder != "/" { mkdir(folder, 0o700) }
        }
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreFailure(sqliteCode: 14) }
        Glibc.close(descriptor)
    }
}
