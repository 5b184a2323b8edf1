// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import GRDB
import Synchronization
import Values

/// A file that keeps the inbox beyond a restart: one SQLite table.
///
/// What comes is written behind, in batches: a client never waits for the disk, and what came in the last moment before a
/// crash may be missing. An inbox with a file leaves the bytes of its oldest messages there.
///
/// ```swift
/// let archive = try InboxArchive(path: "inbox.sqlite")
/// let inbox = try Inbox(limits: limits, archive: archive)
/// await archive.run()     // beside the servers
/// try archive.close()     // when they have ended
/// ```
package final class InboxArchive: Sendable, MessageFile {
    /// How much there is to write and was written.
    package struct Counts: Equatable, Sendable {
        /// Messages that wait to be written.
        package var waiting = 0
        /// Messages written since the start.
        package var written = 0
        /// Batches that could not be written; their messages are in memory only.
        package var failures = 0
    }

    private struct State {
        var added: [InboxMessage] = []
        var changed: [MessageKey: InboxMessage] = [:]
        var deleted: Set<MessageKey> = []
        var droppedThrough: MessageKey?
        var counts = Counts()

        var isEmpty: Bool { added.isEmpty && changed.isEmpty && deleted.isEmpty && droppedThrough == nil }
    }

    /// What is written in one transaction.
    private struct Batch {
        let added: [InboxMessage]
        let changed: [InboxMessage]
        let deleted: Set<MessageKey>
        let droppedThrough: MessageKey?
    }

    private static let batchMessages = 500
    private static let batchBytes = 16 << 20

    private let pool: DatabasePool
    private let state = Mutex(State())
    private let changes = Signal()

    /// Opens a file or makes it; only its owner may read a new one.
    ///
    /// - Throws: `ArchiveFailure` when it cannot be opened or is another program's.
    package init(path: String) throws(ArchiveFailure) {
        try ArchiveSchema.makeFile(path)
        do {
            pool = try ArchiveSchema.open(path)
        } catch let failure as ArchiveFailure {
            throw failure
        } catch {
            throw ArchiveFailure("The inbox cannot be kept in \(path): \(ArchiveFailure.reason(error)).")
        }
    }

    /// How much there is to write and was written.
    package var counts: Counts { state.withLock { $0.counts } }

    /// Writes what comes until the task is cancelled.
    package func run() async {
        while !Task.isCancelled {
            let version = changes.version
            if let batch = next() {
                do {
                    try await pool.write { [self] in try write(batch, $0) }
                    written(batch)
                } catch {
                    failed(batch, error)
                }
            } else {
                await changes.wait(past: version)
            }
        }
    }

    /// Writes what is left now, and waits for it.
    package func flush() throws(ArchiveFailure) {
        do {
            while let batch = next() {
                try pool.write { try write(batch, $0) }
                written(batch)
            }
        } catch {
            throw ArchiveFailure("The inbox's file could not be written: \(ArchiveFailure.reason(error)).")
        }
    }

    /// Writes what is left, and closes the file.
    package func close() throws(ArchiveFailure) {
        try flush()
        do {
            try pool.writeWithoutTransaction { database in _ = try database.checkpoint(.truncate) }
            try pool.close()
        } catch {
            throw ArchiveFailure("The inbox's file could not be completed: \(ArchiveFailure.reason(error)).")
        }
    }

    // MARK: What the inbox tells

    func add(_ message: InboxMessage) {
        note { state in
            state.added.append(message)
            state.counts.waiting += 1
        }
    }

    func change(_ message: InboxMessage) { note { $0.changed[message.id] = message } }

    func delete(_ ids: Set<MessageKey>) { note { $0.deleted.formUnion(ids) } }

    func dropThrough(_ id: MessageKey) { note { $0.droppedThrough = max($0.droppedThrough ?? id, id) } }

    private func note(_ change: (inout State) -> Void) {
        state.withLock { change(&$0) }
        changes.raise()
    }

    // MARK: Writing

    private func next() -> Batch? {
        state.withLock { state in
            guard !state.isEmpty else { return nil }
            // Those that are gone before they were written need no place.
            var bytes = 0
            var taken = 0
            for message in state.added.prefix(Self.batchMessages) where bytes < Self.batchBytes {
                bytes += message.size
                taken += 1
            }
            let added = Array(state.added.prefix(taken))
            state.added.removeFirst(taken)
            let isLast = state.added.isEmpty
            let batch = Batch(
                added: added, changed: isLast ? Array(state.changed.values) : [],
                deleted: isLast ? state.deleted : [], droppedThrough: isLast ? state.droppedThrough : nil)
            if isLast {
                state.changed = [:]
                state.deleted = []
                state.droppedThrough = nil
            }
            return batch
        }
    }

    private func write(_ batch: Batch, _ database: Database) throws {
        let insert = try database.cachedStatement(
            sql: "INSERT OR REPLACE INTO message (id, size, facts, raw, transcript) VALUES (?, ?, ?, ?, ?)")
        for message in batch.added {
            let body = message.body
            try insert.execute(arguments: [
                Int64(message.id.value), message.size, ArchivedMessage.json(message).text, ArchiveBlob.data(body.raw),
                ArchiveBlob.data(body.transcript.encoded),
            ])
        }
        for message in batch.changed {
            try database.execute(
                sql: "UPDATE message SET facts = ? WHERE id = ?",
                arguments: [ArchivedMessage.json(message).text, Int64(message.id.value)])
        }
        for id in batch.deleted {
            try database.execute(sql: "DELETE FROM message WHERE id = ?", arguments: [Int64(id.value)])
        }
        if let through = batch.droppedThrough {
            try database.execute(sql: "DELETE FROM message WHERE id <= ?", arguments: [Int64(through.value)])
        }
    }

    private func written(_ batch: Batch) {
        for message in batch.added { message.isFiledNow() }
        state.withLock { state in
            state.counts.waiting -= batch.added.count
            state.counts.written += batch.added.count
        }
    }

    /// A disk that is full or gone must not end the mock: what could not be written stays in memory.
    private func failed(_ batch: Batch, _ error: any Error) {
        if error is CancellationError {
            // The mock is ending; `close` writes it.
            state.withLock { state in
                state.added.insert(contentsOf: batch.added, at: 0)
                for message in batch.changed { state.changed[message.id] = message }
                state.deleted.formUnion(batch.deleted)
                state.droppedThrough = state.droppedThrough ?? batch.droppedThrough
            }
        } else {
            state.withLock { state in
                state.counts.waiting -= batch.added.count
                state.counts.failures += 1
            }
        }
    }

    // MARK: Reading

    /// The newest messages, oldest first, their bytes left in the file.
    func messages(newest count: Int) throws(ArchiveFailure) -> [InboxMessage] {
        do {
            return try pool.read { database in
                let rows = try Row.fetchCursor(
                    database, sql: "SELECT id, size, facts FROM message ORDER BY id DESC LIMIT ?", arguments: [count])
                var messages: [InboxMessage] = []
                while let row = try rows.next() {
                    let facts: String = row[2]
                    guard let json = try? JSON(parsing: Array(facts.utf8)),
                        let one = ArchivedMessage(
                            id: MessageKey(value: UInt64(bitPattern: row[0] as Int64)), size: row[1], json: json)
                    else { continue }
                    messages.append(InboxMessage(filed: one, in: self))
                }
                return messages.reversed()
            }
        } catch {
            throw ArchiveFailure("The inbox's file cannot be read: \(ArchiveFailure.reason(error)).")
        }
    }

    func body(of id: MessageKey) -> MessageBody? {
        try? pool.read { database in
            let row = try Row.fetchOne(
                database, sql: "SELECT raw, transcript FROM message WHERE id = ?", arguments: [Int64(id.value)])
            return row.map { row in
                MessageBody(
                    raw: ArchiveBlob.bytes(row[0]), transcript: Transcript(encoded: ArchiveBlob.bytes(row[1])))
            }
        }
    }
}
