// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import GRDBSQLite
import Notices
import Values

/// The row a statement stands on; valid until the statement moves on.
struct SQLRow {
    private let statement: OpaquePointer

    init(_ statement: OpaquePointer) {
        self.statement = statement
    }

    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(statement, column) == SQLITE_NULL }

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

    func optionalInteger(_ column: Int32) -> Int64? { isNull(column) ? nil : integer(column) }

    func bool(_ column: Int32) -> Bool { integer(column) != 0 }

    func time(_ column: Int32) -> Timestamp { Timestamp(milliseconds: integer(column)) }

    func optionalTime(_ column: Int32) -> Timestamp? { isNull(column) ? nil : time(column) }

    func text(_ column: Int32) -> String {
        guard let start = sqlite3_column_text(statement, column) else { return "" }
        let count = Int(sqlite3_column_bytes(statement, column))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

    func bytes(_ column: Int32) -> [UInt8] {
        guard let start = sqlite3_column_blob(statement, column) else { return [] }
        return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column))))
    }

    func optionalBytes(_ column: Int32) -> [UInt8]? { isNull(column) ? nil : bytes(column) }

    /// A word of one of our enumerations.
    func word<Word: RawRepresentable<String>>(_ column: Int32, _ type: Word.Type = Word.self) throws -> Word {
        guard let word = Word(rawValue: text(column)) else { throw StoreFailure.damaged }
        return word
    }

    func optionalWord<Word: RawRepresentable<String>>(_ column: Int32, _ type: Word.Type = Word.self) throws -> Word? {
        isNull(column) ? nil : try word(column)
    }

    /// A value of a type that checks it.
    func value<Value>(_ column: Int32, _ make: (String) throws(ValueError) -> Value) throws -> Value {
        do { return try make(text(column)) } catch { throw StoreFailure.damaged }
    }

    func optionalValue<Value>(_ column: Int32, _ make: (String) throws(ValueError) -> Value) throws -> Value? {
        isNull(column) ? nil : try value(column, make)
    }

    func optionalLine(_ column: Int32) -> Line? {
        // It was a line when it was written, however long a line may be now.
        optionalText(column).map { Line(cleaning: $0, maxBytes: 1 << 20) }
    }

    func json(_ column: Int32) throws -> JSON {
        do { return try JSON(parsing: bytes(column)) } catch { throw StoreFailure.damaged }
    }
}
