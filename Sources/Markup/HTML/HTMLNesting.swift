// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Looks at the tags of a source in order, and says where they are not nested as HTML wants it.
///
/// libxml2 mends most such slips without a word; a mail client mends them in its own way.
struct HTMLNesting {
    private struct Open {
        let name: String
        let start: Int
        /// Whether it stands in a drawing or a formula, or is one.
        let isForeign: Bool
    }

    /// What is wrong.
    private(set) var faults: [HTMLDocument.Fault] = []
    private var open: [Open] = []
    /// End tags that are owed to a slip that was already told.
    private var forgiven: [String: Int] = [:]
    private var seen: Set<String> = []

    /// Checks `tokens` of `source`.
    init(_ tokens: [HTMLTokens.Token], source: [UInt8]) {
        var behind = 0
        for token in tokens {
            text(source, behind..<token.start)
            behind = token.end
            if token.isUnfinished { fault(token.start, "the document ends inside this tag or comment") }
            switch token.kind {
            case .start: start(token)
            case .end: end(token)
            case .bogus:
                fault(
                    token.start,
                    source[token.start...].starts(with: Array("<![".utf8))
                        ? "<![...]> is no markup of HTML: hide it in a comment, as in <!--[if !mso]><!-->"
                        : "this is no markup of HTML: write &lt; for <")
            case .comment, .doctype: break
            }
            if faults.count >= HTMLDocument.maximumFaults { return }
        }
        text(source, behind..<source.count)
        for element in open where !HTMLNames.closesByItself.contains(element.name) {
            fault(element.start, "<\(element.name)> is never closed")
        }
    }

    private mutating func fault(_ offset: Int, _ message: String) {
        faults.append(HTMLDocument.Fault(offset: offset, message: message))
    }

    private mutating func push(_ token: HTMLTokens.Token) {
        let isForeign = open.last?.isForeign == true || token.name == "svg" || token.name == "math"
        open.append(Open(name: token.name, start: token.start, isForeign: isForeign))
    }

    private mutating func text(_ source: [UInt8], _ range: Range<Int>) {
        guard let parent = open.last?.name, HTMLNames.structure[parent] != nil || parent == "head" || parent == "html",
            let first = source[range].firstIndex(where: { !$0.isSpace })
        else { return }
        fault(first, "text cannot stand in <\(parent)> itself")
    }

    private mutating func start(_ token: HTMLTokens.Token) {
        let name = token.name
        duplicates(token)
        guard open.last?.isForeign != true, !HTMLNames.isForeign(name) else {
            if !token.isSelfClosing { push(token) }
            return
        }
        if !HTMLNames.known.contains(name) { fault(token.start, "there is no element <\(name)>") }
        if ["html", "head", "body"].contains(name), !seen.insert(name).inserted {
            fault(token.start, "there is a second <\(name)>")
        }
        while let last = open.last, HTMLNames.closedBy[last.name]?.contains(name) == true { open.removeLast() }
        place(token)
        if HTMLNames.void.contains(name) { return }
        if token.isSelfClosing {
            fault(token.start, "<\(name)/> does not close itself: write <\(name)></\(name)>")
            return
        }
        push(token)
    }

    /// Whether the element may stand where it stands.
    private mutating func place(_ token: HTMLTokens.Token) {
        let name = token.name
        let parent = open.last?.name
        if let parent, HTMLNames.endedEarly[parent]?.contains(name) == true {
            fault(token.start, "<\(name)> cannot stand in <\(parent)>: old parsers end <\(parent)> before it")
            open.removeLast()
            forgiven[parent, default: 0] += 1
        } else if name == "a", let outer = scope().last(where: { $0.name == "a" }) {
            fault(token.start, "<a> cannot stand in another <a>, at \(outer.start) bytes")
        } else if parent == "p", HTMLNames.blockUnknownToParser.contains(name) {
            fault(token.start, "<\(name)> cannot stand in <p>: close the <p> before it")
        } else if parent == "head", !HTMLNames.metadata.contains(name) {
            fault(token.start, "<\(name)> cannot stand in <head>")
            open.removeLast()
            forgiven["head", default: 0] += 1
        } else if let allowed = HTMLNames.parents[name], !allowed.contains(parent ?? "") {
            let known = allowed.sorted().map { "<\($0)>" }.joined(separator: " or ")
            fault(token.start, "<\(name)> stands in \(known) only" + (parent.map { ", not in <\($0)>" } ?? ""))
        } else if let parent, let allowed = HTMLNames.structure[parent], !allowed.contains(name),
            !["script", "style", "template"].contains(name)
        {
            fault(token.start, "<\(name)> cannot stand in <\(parent)> itself")
        }
    }

    private mutating func duplicates(_ token: HTMLTokens.Token) {
        guard token.attributes.count > 1 else { return }
        var names: Set<String> = []
        for attribute in token.attributes where !names.insert(attribute.name).inserted {
            fault(attribute.offset, "<\(token.name)> has the attribute \(attribute.name) twice")
        }
    }

    /// The open elements inside the innermost table cell.
    private func scope() -> ArraySlice<Open> {
        let wall = open.lastIndex { ["td", "th", "caption"].contains($0.name) }
        return open[(wall ?? 0)...]
    }

    private mutating func end(_ token: HTMLTokens.Token) {
        let name = token.name
        if HTMLNames.void.contains(name) {
            return fault(token.start, "<\(name)> has no end tag")
        }
        let isTablePart = HTMLNames.parents[name] != nil && name != "li" || ["table", "html", "body"].contains(name)
        let reach = isTablePart ? open[...] : scope()
        guard let index = reach.lastIndex(where: { $0.name == name }) else {
            if let owed = forgiven[name], owed > 0 {
                forgiven[name] = owed - 1
            } else {
                fault(token.start, "</\(name)> closes nothing")
            }
            return
        }
        for element in open[(index + 1)...] where !HTMLNames.closesByItself.contains(element.name) {
            fault(element.start, "<\(element.name)> is not closed where </\(name)> comes")
            forgiven[element.name, default: 0] += 1
        }
        open.removeSubrange(index...)
    }
}
