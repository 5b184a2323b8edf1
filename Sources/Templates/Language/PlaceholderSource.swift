// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Markup

/// A flat template as plain HTML: one source with a placeholder for each tag, which an HTML parser can read.
struct PlaceholderSource {
    /// A tag and where it stands.
    struct Tag {
        /// The tag.
        let piece: Piece
        /// What it stands in.
        let standing: Standing
        /// Where in the source what follows it begins.
        let end: Int
        /// The number of a section's other end.
        var partner: Int?
    }

    /// The source.
    private(set) var bytes: [UInt8] = []
    /// Where each part of the source came from.
    private(set) var map = PositionMap()
    /// The tags by their numbers.
    private(set) var tags: [Tag] = []
    /// False when tags stand where they must not.
    private(set) var isClean = true
    /// False when the source ends inside a tag, quote or comment.
    private(set) var isFinished = true
    /// How the placeholders are written.
    let code: PlaceholderCode

    /// Joins a flat template; tags in places where none may stand are logged.
    init(_ pieces: [Piece], log: inout ProblemLog) {
        var text = [UInt8]()
        for piece in pieces {
            if case .markup(let bytes) = piece.kind { text += bytes }
        }
        self.code = PlaceholderCode(avoiding: text)
        bytes.reserveCapacity(text.count + pieces.count * 12)
        var watch = PlaceWatch()
        var sections = [(number: Int, mark: PlaceTracker, position: SourcePosition)]()
        for piece in pieces {
            switch piece.kind {
            case .markup(let text):
                map.add(bytes.count, piece.position)
                bytes += text
                watch.feed(text, piece.position, &log)
            case .words: break
            case .phrase:
                let standing = watch.tracker.standing
                _ = watch.value(raw: false, piece.position, &log)
                add(piece, .value, standing)
            case .variable(_, let raw):
                let standing = watch.tracker.standing
                _ = watch.value(raw: raw, piece.position, &log)
                add(piece, .value, standing)
            case .open:
                sections.append((tags.count, watch.open(piece.position, &log), piece.position))
                add(piece, .open, watch.tracker.standing)
            case .close:
                guard let section = sections.popLast() else { continue }
                watch.close(section.mark, section.position, &log)
                tags[section.number].partner = tags.count
                add(piece, .close, tags[section.number].standing, partner: section.number)
            }
        }
        watch.end(pieces.last?.position, &log)
        self.isClean = watch.isClean
        self.isFinished = watch.isFinished
    }

    private mutating func add(
        _ piece: Piece, _ kind: PlaceholderCode.Kind, _ standing: Standing, partner: Int? = nil
    ) {
        let placeholder = code.bytes(kind, tags.count)
        map.add(bytes.count, piece.position)
        if standing == .text, kind != .value {
            bytes += Array("<!--".utf8) + placeholder + Array("-->".utf8)
        } else {
            bytes += placeholder
        }
        tags.append(Tag(piece: piece, standing: standing, end: bytes.count, partner: partner))
    }

    /// Makes a template again of what became of the source.
    ///
    /// - Parameters:
    ///   - output: Text with placeholders.
    ///   - marks: From which offset of the output on it came from which offset of the source, in order.
    func pieces(of output: [UInt8], marks: [SerializedHTML.Mark]) -> [Piece] {
        var pieces = [Piece]()
        var position = map[0] ?? tags.first?.piece.position ?? SourcePosition(file: "", line: 1, column: 1)
        var nextMark = 0
        var isInStyle = false
        func literal(_ range: Range<Int>) {
            var start = range.lowerBound
            while nextMark < marks.count, marks[nextMark].offset < range.upperBound {
                let mark = marks[nextMark]
                nextMark += 1
                if start < mark.offset {
                    pieces.append(Piece(kind: .markup(Array(output[start..<mark.offset])), position: position))
                    start = mark.offset
                }
                if let found = map[mark.source] { position = found }
                isInStyle = output[mark.offset...].starts(with: "<style".utf8)
            }
            if start < range.upperBound {
                pieces.append(Piece(kind: .markup(Array(output[start..<range.upperBound])), position: position))
            }
        }
        var index = 0
        for match in code.matches(in: output) where match.number < tags.count {
            literal(index..<match.range.lowerBound)
            index = match.range.upperBound
            let tag = tags[match.number]
            pieces.append(tag.piece)
            // What stands behind a value in a style that was written into an element is the element's own.
            if tag.standing != .css || isInStyle, let found = map[tag.end] { position = found }
        }
        literal(index..<output.count)
        return pieces
    }

    /// The numbers of the tags in a text, in order.
    func numbers(in output: [UInt8]) -> [Int] { code.matches(in: output).map(\.number) }
}
