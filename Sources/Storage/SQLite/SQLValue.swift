// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices
import Values

/// A value that is bound to a statement.
enum SQLValue {
    case null
    case integer(Int64)
    case text(String)
    /// UTF-8 that is kept as text.
    case utf8([UInt8])
    case blob([UInt8])

    static func integer(_ number: Int) -> SQLValue { .integer(Int64(number)) }
    static func integer(_ number: Int64?) -> SQLValue { number.map { .integer($0) } ?? .null }
    static func text(_ text: String?) -> SQLValue { text.map { .text($0) } ?? .null }
    static func text(_ line: Line?) -> SQLValue { .text(line?.text) }
    static func time(_ moment: Timestamp) -> SQLValue { .integer(moment.milliseconds) }
    static func time(_ moment: Timestamp?) -> SQLValue { .integer(moment?.milliseconds) }
    static func bool(_ truth: Bool) -> SQLValue { .integer(truth ? 1 : 0) }
    static func json(_ json: JSON) -> SQLValue { .utf8(json.bytes) }
    static func word<Word: RawRepresentable<String>>(_ word: Word) -> SQLValue { .text(word.rawValue) }
    static func word<Word: RawRepresentable<String>>(_ word: Word?) -> SQLValue { .text(word?.rawValue) }
}
