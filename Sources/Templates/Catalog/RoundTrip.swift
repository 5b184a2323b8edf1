// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Proves for each template that parsing and writing it lost no tag, invented none and kept their order.
///
/// Tags in CSS are apart: a rule is written into every element it fits, or dropped when it fits none.
enum RoundTrip {
    /// Compares what was written with the source.
    static func check(_ source: PlaceholderSource, _ output: [UInt8], _ log: inout ProblemLog) -> Bool {
        let found = source.numbers(in: output)
        func isKept(_ number: Int) -> Bool {
            guard source.tags.indices.contains(number) else { return true }
            let standing = source.tags[number].standing
            return standing == .text || standing == .bare
        }
        let kept = found.filter(isKept)
        let expected = source.tags.indices.filter(isKept)
        guard kept == expected else {
            let lost = Set(expected).subtracting(kept)
            for number in lost.sorted() {
                log.add(
                    source.tags[number].piece.position, "tag-lost", "reading the markup around this tag drops it",
                    wayOut: "put it where HTML allows text")
            }
            if lost.isEmpty, let moved = zip(kept, expected).first(where: { $0 != $1 })?.1 ?? expected.last {
                log.add(
                    source.tags[moved].piece.position, "tag-moved", "reading the markup around this tag moves it",
                    wayOut: "put it where HTML allows text")
            }
            return false
        }
        return sectionsPair(found, source) { position in
            log.add(
                position, "section-in-style", "this section cuts a declaration of CSS",
                wayOut: "choose between classes with sections")
        }
    }

    /// Looks at a derived text part: what of the HTML it leaves out, it leaves out whole.
    static func checkText(_ source: PlaceholderSource, _ text: [UInt8], _ log: inout ProblemLog) -> Bool {
        sectionsPair(source.numbers(in: text).filter(source.tags.indices.contains), source) { position in
            log.add(
                position, "text-part", "only one end of this section gets into the text part",
                wayOut: "say what stands there with data-text, or write a text part of its own beside the letter")
        }
    }

    /// Whether sections still begin and end in pairs.
    private static func sectionsPair(
        _ found: [Int], _ source: PlaceholderSource, tell: (SourcePosition) -> Void
    ) -> Bool {
        var open = [Int]()
        for number in found {
            switch source.tags[number].piece.kind {
            case .open: open.append(number)
            case .close:
                guard let last = open.popLast(), source.tags[last].partner == number else {
                    tell(source.tags[number].piece.position)
                    return false
                }
            default: break
            }
        }
        if let last = open.last { tell(source.tags[last].piece.position) }
        return open.isEmpty
    }
}
