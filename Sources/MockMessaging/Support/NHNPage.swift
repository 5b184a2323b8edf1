// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values
import Web

/// What a query of NHN's asks for beside its conditions.
struct NHNPage: Sendable {
    /// The page, from 1.
    let number: Int
    /// The rows of a page, 15 unless said otherwise, at most 1,000.
    let size: Int

    /// Reads `pageNum` and `pageSize`.
    init(_ query: FormFields, refusal: NHNRefusal) throws(NHNRefusal) {
        func read(_ name: String, _ fallback: Int, _ range: ClosedRange<Int>) throws(NHNRefusal) -> Int {
            guard let text = query[name], !text.isEmpty else { return fallback }
            guard let number = Int(text), range.contains(number) else { throw refusal }
            return number
        }
        self.number = try read("pageNum", 1, 1...1_000_000)
        self.size = try read("pageSize", 15, 1...1_000)
    }

    /// The rows of this page.
    func slice<Row>(_ rows: [Row]) -> ArraySlice<Row> {
        let start = min((number - 1) * size, rows.count)
        return rows[start..<min(start + size, rows.count)]
    }
}
