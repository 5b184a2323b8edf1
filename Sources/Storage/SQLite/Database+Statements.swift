// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite
import Notices

/// Statements the road runs: prepared once a connection, bound and stepped without a detour.
///
/// GRDB prepares and keeps them; binding through its `DatabaseValue` arrays costs more than most of these statements do.
extension Database {
    /// Runs a statement that gives no rows.
    func run(_ sql: String, _ arguments: SQLValue...) throws {
        let statement = try cachedStatement(sql: sql).sqliteStatement
        defer { finish(statement) }
        try bind(arguments, to: statement)
        let code = sqlite3_step(statement)
        guard code == SQLITE_DONE || code == SQLITE_ROW else { throw failure() }
    }

    /// Runs a statement and reads its first row, if there is one.
    func first<Value>(_ sql: String, _ arguments: SQLValue..., read: (SQLRow) throws -> Value) throws -> Value? {
        let statement = try cachedStatement(sql: sql).sqliteStatement
        defer { finish(statement) }
        try bind(arguments, to: statement)
        switch sqlite3_step(statement) {
        case SQLITE_ROW: return try read(SQLRow(statement))
        case SQLITE_DONE: return nil
        default: throw failure()
        }
    }

    /// Runs a statement and reads all its rows.
    func all<Value>(_ sql: String, _ arguments: SQLValue..., read: (SQLRow) throws -> Value) throws -> [Value] {
        let statement = try cachedStatement(sql: sql).sqliteStatement
        defer { finish(statement) }
        try bind(arguments, to: statement)
        var values = [Value]()
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: values.append(try read(SQLRow(statement)))
            case SQLITE_DONE: return values
            default: throw failure()
            }
        }
    }

    private func finish(_ statement: OpaquePointer) {
        sqlite3_reset(statement)
        sqlite3_clear_bindings(statement)
    }

    private func bind(_ arguments: [SQLValue], to statement: OpaquePointer) throws {
        var index: Int32 = 0
        for argument in arguments {
            index += 1
            let code =
                switch argument {
                case .null: sqlite3_bind_null(statement, index)
                case .integer(let number): sqlite3_bind_int64(statement, index, number)
                case .text(let text): Self.bind(text, index, statement)
                case .utf8(let bytes):
                    bytes.isEmpty
                        ? Self.bind("", index, statement)
                        : bytes.withUnsafeBytes {
                            sqlite3_bind_text64(
                                statement, index, $0.baseAddress?.assumingMemoryBound(to: CChar.self),
                                UInt64($0.count), Self.copied, UInt8(SQLITE_UTF8))
                        }
                case .blob(let bytes):
                    bytes.isEmpty
                        ? sqlite3_bind_zeroblob(statement, index, 0)
                        : sqlite3_bind_blob64(statement, index, bytes, UInt64(bytes.count), Self.copied)
                }
            guard code == SQLITE_OK else { throw failure() }
        }
    }

    private static func bind(_ text: String, _ index: Int32, _ statement: OpaquePointer) -> Int32 {
        var text = text
        return text.withUTF8 { bytes in
            guard let start = bytes.baseAddress, !bytes.isEmpty else {
                return sqlite3_bind_text(statement, index, "", 0, copied)
            }
            return start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
                sqlite3_bind_text64(statement, index, $0, UInt64(bytes.count), copied, UInt8(SQLITE_UTF8))
            }
        }
    }

    /// SQLITE_TRANSIENT: SQLite takes a copy.
    private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

    private func failure() -> StoreFailure {
        StoreFailure(sqliteCode: sqlite3_extended_errcode(sqliteConnection))
    }
}
