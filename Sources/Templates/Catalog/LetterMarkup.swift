// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Markup
import Values

/// A letter or page whose HTML was parsed, got its styles and was written again, once for all languages.
struct LetterMarkup {
    /// The HTML.
    let html: [Piece]
    /// The text part that was derived from it; empty for a page.
    let text: [Piece]
    /// What stands in `<title>`: the subject; empty for a page.
    let subject: [Piece]

    /// What is made of a template.
    enum Kind {
        /// A mail: it has a subject, and a text part unless that has a file of its own.
        case letter(derivesText: Bool)
        /// A page of the web.
        case page

        /// Whether it has a subject.
        var isLetter: Bool {
            if case .letter = self { true } else { false }
        }
    }

    /// Parses a flat template, writes its styles into the tags and makes templates of it again.
    ///
    /// - Parameters:
    ///   - pieces: The template.
    ///   - kind: What is made of it.
    ///   - file: The template's own file.
    ///   - lists: The names of lists that it may loop over.
    ///   - log: Where mistakes go, with file and line.
    /// - Returns: nil when there were mistakes.
    static func make(
        _ pieces: [Piece], _ kind: Kind, file: String, lists: Set<String>, log: inout ProblemLog
    ) -> LetterMarkup? {
        let source = PlaceholderSource(pieces, log: &log)
        // A parser would read on to the end for the missing quote, and complain of all it finds there.
        guard source.isFinished else { return nil }
        let document = HTMLDocument(parsing: source.bytes)
        var isFine = source.isClean
        isFine = tell(document.faults, "not-well-formed", "mend the markup", source, &log) && isFine
        isFine = sectionsFit(document.root, source, &log) && isFine
        isFine = linkedDataFits(document.root, source, lists, &log) && isFine
        let title = document.root.first("title").map { ($0.textContent, $0.offset) }
        if kind.isLetter, title?.0.allSatisfy(\.isWhitespace) ?? true {
            log.add(
                Problem(
                    file: file, rule: "missing-title", message: "this letter has no <title>, which is its subject",
                    wayOut: "fill the layout's {{$subject}}, or write a <title> into <head>"))
            isFine = false
        }
        isFine =
            tell(
                CSSInliner.inline(document.root, makesSiblings: source.code.isPlaceholder), "bad-css", "mend the rule",
                source, &log) && isFine
        guard isFine else { return nil }

        var text = [UInt8]()
        if case .letter(derivesText: true) = kind {
            text = Array(TextPart.derive(document.root, isPlaceholder: source.code.isPlaceholder).utf8)
        }
        dress(document.root, source)
        let html = HTMLSerializer.serialize(document.root)
        let isWhole = RoundTrip.checkText(source, text, &log)
        guard RoundTrip.check(source, html.bytes, &log), isWhole else { return nil }
        var subject = [Piece]()
        if kind.isLetter, let title {
            let words = title.0.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            subject = source.pieces(
                of: Array(words.utf8), marks: [SerializedHTML.Mark(offset: 0, source: title.1)])
        }
        return LetterMarkup(
            html: source.pieces(of: html.bytes, marks: html.marks),
            text: source.pieces(of: text, marks: []), subject: subject)
    }

    /// Takes out what is not for the reader of the HTML: hints for the text part, and the author's comments.
    private static func dress(_ node: HTMLNode, _ source: PlaceholderSource) {
        node["data-text"] = nil
        for child in node.children {
            // Outlook reads the comments that begin so, and the ends of such.
            if case .comment(let text) = child.kind, !text.hasPrefix("[if"), !text.hasPrefix("<!"),
                !source.code.isPlaceholder(text)
            {
                node.remove(child)
            } else {
                dress(child, source)
            }
        }
    }

    /// Logs what a parser found; a line whose tags were told of already is told of once.
    private static func tell(
        _ faults: [HTMLDocument.Fault], _ rule: String, _ wayOut: String, _ source: PlaceholderSource,
        _ log: inout ProblemLog
    ) -> Bool {
        for fault in faults {
            guard let position = source.map[fault.offset] else { continue }
            let isTold = log.problems.contains {
                $0.rule != rule && $0.severity == .error && $0.file == position.file && $0.line == position.line
            }
            if !isTold { log.add(position, rule, fault.message, wayOut: wayOut) }
        }
        return faults.isEmpty
    }

    /// Whether both ends of each section have the same parent, so that the document is whole with and without it.
    private static func sectionsFit(_ root: HTMLNode, _ source: PlaceholderSource, _ log: inout ProblemLog) -> Bool {
        var parents = [Int: HTMLNode]()
        root.walk { node in
            if case .comment(let text) = node.kind, source.code.isPlaceholder(text),
                let number = source.code.number(in: text)
            {
                parents[number] = node.parent
            }
        }
        var isFine = true
        for (number, tag) in source.tags.enumerated() {
            guard case .open = tag.piece.kind, tag.standing == .text, let partner = tag.partner,
                let begin = parents[number], let end = parents[partner], begin !== end
            else { continue }
            isFine = false
            log.add(
                tag.piece.position, "section-crosses-markup",
                "this section begins in \(words(begin)) and ends in \(words(end))", wayOut: "let it hold whole elements"
            )
        }
        return isFine
    }

    private static func words(_ node: HTMLNode) -> String {
        node.name.isEmpty ? "the document" : "<\(node.name)>"
    }

    private static func linkedDataFits(
        _ root: HTMLNode, _ source: PlaceholderSource, _ lists: Set<String>, _ log: inout ProblemLog
    ) -> Bool {
        var isFine = true
        root.walk { node in
            guard node.name == "script", node["type"] == "application/ld+json" else { return }
            isFine =
                LinkedDataCheck.check(
                    Array(node.textContent.utf8), near: node.offset, in: source, lists: lists, log: &log) && isFine
        }
        return isFine
    }
}

extension HTMLNode {
    /// The first element of a name below this node.
    fileprivate func first(_ name: String) -> HTMLNode? {
        for child in children {
            if child.name == name { return child }
            if let found = child.first(name) { return found }
        }
        return nil
    }
}
