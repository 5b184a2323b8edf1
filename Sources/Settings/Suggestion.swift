// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Finds the word somebody meant.
public enum Suggestion {
    /// The known word nearest to a mistyped one, if one is near enough to be meant.
    public static func nearest(to word: String, in known: some Sequence<String>) -> String? {
        let lowered = word.lowercased().filter { $0 != "-" && $0 != "_" }
        var best: (word: String, distance: Int)?
        for candidate in known {
            let other = candidate.lowercased().filter { $0 != "-" && $0 != "_" }
            let allowed = max(1, min(lowered.count, other.count) / 3)
            let found = distance(Array(lowered.unicodeScalars), Array(other.unicodeScalars))
            guard found <= allowed else { continue }
            if found < best?.distance ?? Int.max { best = (candidate, found) }
        }
        return best?.word
    }

    /// Insertions, deletions, replacements and swaps of neighbours between two words (optimal string alignment).
    private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
        var beforeLast = [Int]()
        var last = Array(0...right.count)
        for row in 1...left.count {
            var current = [row]
            for column in 1...right.count {
                let cost = left[row - 1] == right[column - 1] ? 0 : 1
                var best = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + cost)
                if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                    best = min(best, beforeLast[column - 2] + 1)
                }
                current.append(best)
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }
}
