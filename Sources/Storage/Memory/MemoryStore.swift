// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Cryptography
import Notices
import Shipping
import Synchronization
import Values

/// A store in memory, for the simulation and for tests: it decides as the durable ones do, and forgets with the process.
public final class MemoryStore: Sendable {
    private let tables: Mutex<MemoryTables>
    private let randomBytes: @Sendable (Int) -> [UInt8]

    /// Makes an empty store.
    ///
    /// - Parameter randomBytes: Makes keys and tokens; the simulation hands in its own, so that a run can be replayed.
    public init(randomBytes: @escaping @Sendable (Int) -> [UInt8] = RandomBytes.make) {
        self.tables = Mutex(MemoryTables(randomBytes: randomBytes))
        self.randomBytes = randomBytes
    }

    /// Runs a call alone; what it did is kept as a whole or not at all.
    func write<Value>(_ body: (inout MemoryTables) throws -> Value) throws -> Value {
        try tables.withLock { tables in
            do {
                let value = try body(&tables)
                tables.commit()
                return value
            } catch {
                tables.rollback()
                throw error
            }
        }
    }

    /// Answers a question.
    func read<Value>(_ body: (inout MemoryTables) throws -> Value) rethrows -> Value {
        try tables.withLock { try body(&$0) }
    }

    /// A name for a public page.
    var makeToken: @Sendable () -> String {
        let randomBytes = randomBytes
        return { StoreToken.make(randomBytes) }
    }
}
