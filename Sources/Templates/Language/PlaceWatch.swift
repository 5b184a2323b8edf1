// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Follows a template's HTML with its tags, and says which of them stand where they must not.
struct PlaceWatch {
    /// Where in the document it is.
    private(set) var tracker = PlaceTracker()
    /// False once something stood where it must not.
    private(set) var isClean = true
    /// False once the document ended inside a tag, quote or comment, so that a parser would only add to the confusion.
    private(set) var isFinished = true
    private var saidTwice = false
    private var scripts = 0
    /// Misplacements are not told again when this is true.
    private let isSilent: Bool

    /// Begins in text.
    init(isSilent: Bool = false) {
        self.isSilent = isSilent
    }

    /// Reads the author's text.
    mutating func feed(_ bytes: [UInt8], _ position: SourcePosition, _ log: inout ProblemLog) {
        tracker.feed(bytes)
        if let twice = tracker.twice, !saidTwice {
            saidTwice = true
            tell(&log) {
                $0.add(position, "attribute-twice", "a tag has two attributes \(twice)", wayOut: "keep one")
            }
        }
        if tracker.scripts > scripts {
            scripts = tracker.scripts
            tell(&log) { $0.add(position, .script) }
        }
    }

    /// The place of a value that comes next.
    mutating func value(raw: Bool, _ position: SourcePosition, _ log: inout ProblemLog) -> Place {
        let place = tracker.place()
        if raw {
            tell(&log) {
                $0.add(
                    position, "raw-value", "this would print a value unescaped",
                    wayOut: "write {{name}}: it is escaped for its place")
            }
        }
        // A script is told of where it begins.
        if case .forbidden(let why) = place, why != .script { tell(&log) { $0.add(position, why) } }
        return place
    }

    /// Begins a section: what to hand to `close`.
    mutating func open(_ position: SourcePosition, _ log: inout ProblemLog) -> PlaceTracker {
        if let why = tracker.sectionFault, why != .script { tell(&log) { $0.add(position, why) } }
        return tracker.mark
    }

    /// Ends the section that began at a mark.
    mutating func close(_ mark: PlaceTracker, _ position: SourcePosition, _ log: inout ProblemLog) {
        let end = tracker.words
        guard !tracker.rejoin(mark) else { return }
        if mark.sectionFault == nil {
            tell(&log) {
                $0.add(
                    position, "section-crosses-markup", "this section begins in \(mark.words) and ends in \(end)",
                    wayOut: "begin and end it at the same place of the markup")
            }
        }
        tracker.resume(mark)
    }

    /// Ends the document.
    mutating func end(_ position: SourcePosition?, _ log: inout ProblemLog) {
        guard let position, !tracker.isAtRest else { return }
        isFinished = false
        let words = tracker.words
        tell(&log) {
            $0.add(
                position, "unfinished-markup", "the template ends inside \(words)",
                wayOut: "close the tag, quote or comment")
        }
    }

    private mutating func tell(_ log: inout ProblemLog, _ body: (inout ProblemLog) -> Void) {
        isClean = false
        if !isSilent { body(&log) }
    }
}
