// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Follows HTML from left to right and knows at each point what kind of place it is.
///
/// It is a tokenizer, not a parser: it tells text, attributes, style, script and comments apart, and reads conditional comments
/// of Outlook as the markup they hold.
struct PlaceTracker: Equatable {
    private enum State: Equatable {
        case text
        case tagOpen
        case tagName
        case beforeAttribute
        case attributeName
        case afterAttributeName
        case beforeValue
        case value(quote: UInt8)
        case unquoted
        case declaration
        case comment
        case conditional
        case rawText
    }

    private var state = State.text
    private var tag: [UInt8] = []
    private var isEndTag = false
    private var attribute: [UInt8] = []
    private var attributes: [[UInt8]] = []
    /// What the current attribute's value, declaration, comment or raw text holds so far, its beginning or its end.
    private var window: [UInt8] = []
    private var isPieced = false
    /// True inside what HTML takes for a comment, the markup of conditional comments included.
    private(set) var isInComment = false
    /// The last bytes of a comment.
    private var commentTail: [UInt8] = []
    private var scriptType: [UInt8] = []
    private var isInString = false
    private var isEscaped = false
    /// The attribute that stood twice in one tag, once it was seen.
    private(set) var twice: String?
    /// How many scripts were seen that are not data.
    private(set) var scripts = 0

    /// Reads the author's text.
    mutating func feed(_ bytes: [UInt8]) {
        for byte in bytes {
            // Most of a letter is text that no tag begins in.
            if state == .text, byte != 0x3C, !isInComment { continue }
            feed(byte)
            if isInComment { followComment(byte) }
        }
    }

    /// The place of a value that comes next; it counts as part of what it stands in.
    mutating func place() -> Place {
        switch state {
        case .text: return .text
        case .tagOpen, .tagName: return .forbidden(.tagName)
        case .beforeAttribute, .attributeName, .afterAttributeName: return .forbidden(.attributeName)
        case .beforeValue, .unquoted: return .forbidden(.unquoted)
        case .declaration, .comment, .conditional: return .forbidden(.comment)
        case .rawText:
            switch tag {
            case Tag.script:
                return !isData ? .forbidden(.script) : isInString && !isEscaped ? .json : .forbidden(.jsonValue)
            case Tag.style: return .css
            default: return .text
            }
        case .value: return attributePlace()
        }
    }

    /// What a tag stands in, for the placeholder that takes its place.
    var standing: Standing {
        switch state {
        case .text: isInComment ? .bare : .text
        case .rawText: tag == Tag.style && !isInComment ? .css : .bare
        case .value where isInComment: .bare
        case .value: attribute == Tag.style ? .css : attribute == Tag.hint ? .hint : .bare
        default: .bare
        }
    }

    /// Why no section may begin or end here; nil where one may.
    var sectionFault: Misplacement? {
        switch state {
        case .text: nil
        case .declaration, .comment, .conditional: .comment
        case .tagOpen, .tagName, .beforeAttribute, .attributeName, .afterAttributeName: .sectionInTag
        case .beforeValue, .unquoted: .sectionInTag
        case .value: attribute == Tag.classes ? .classValue : nil
        case .rawText: tag == Tag.style ? .sectionInStyle : tag == Tag.script && !isData ? .script : nil
        }
    }

    /// Where a section begins here: what to hand to `rejoin` where it ends.
    var mark: PlaceTracker { self }

    /// Whether a section that began at `mark` may end here: with or without it, the document goes on the same way.
    mutating func rejoin(_ mark: PlaceTracker) -> Bool {
        guard state == mark.state, tag == mark.tag || state == .text, isInComment == mark.isInComment else {
            return false
        }
        switch state {
        case .value:
            guard attribute == mark.attribute else { return false }
            if window != mark.window { isPieced = true }
        case .rawText: return isInString == mark.isInString && isEscaped == mark.isEscaped
        default: break
        }
        return true
    }

    /// Goes on as if the section that began at `mark` were not there.
    mutating func resume(_ mark: PlaceTracker) {
        let seen = (twice, scripts)
        self = mark
        (twice, scripts) = seen
    }

    /// Whether the document may end here.
    var isAtRest: Bool { state == .text }

    /// What the place is called, for messages.
    var words: String {
        switch state {
        case .text: "text"
        case .tagOpen, .tagName, .beforeAttribute, .attributeName, .afterAttributeName, .beforeValue, .unquoted: "a tag"
        case .value: "the attribute \(String(decoding: attribute, as: UTF8.self))"
        case .declaration, .comment, .conditional: "a comment"
        case .rawText: "<\(String(decoding: tag, as: UTF8.self))>"
        }
    }

    private mutating func attributePlace() -> Place {
        defer { window.append(0x78) }
        if attribute == Tag.classes { return .forbidden(.classValue) }
        if attribute.starts(with: [0x6F, 0x6E]) || attribute == Tag.srcdoc { return .forbidden(.handler) }
        if attribute == Tag.style { return .css }
        guard Tag.links.contains(attribute) else { return .attribute }
        if isPieced { return .forbidden(.linkPieces) }
        if window.isEmpty { return attribute == Tag.source ? .source : .url }
        return window.starts(with: Tag.tel) ? .phone : .urlPart
    }

    private mutating func feed(_ byte: UInt8) {
        switch state {
        case .text:
            if byte == 0x3C { state = .tagOpen }
        case .tagOpen: openTag(byte)
        case .tagName:
            if isSpace(byte) || byte == 0x2F {
                state = .beforeAttribute
            } else if byte == 0x3E {
                endTag()
            } else {
                tag.append(lower(byte))
            }
        case .beforeAttribute, .attributeName, .afterAttributeName, .beforeValue: insideTag(byte)
        case .value(let quote):
            if byte == quote {
                state = .beforeAttribute
                if attribute == Tag.type, tag == Tag.script { scriptType = window }
            } else if window.count < 24 {
                window.append(lower(byte))
            }
        case .unquoted:
            if byte == 0x3E {
                endTag()
            } else if isSpace(byte) {
                state = .beforeAttribute
            }
        case .declaration, .comment, .conditional: insideComment(byte)
        case .rawText:
            if isData { followData(byte) }
            window.append(lower(byte))
            if window.count > tag.count + 2 { window.removeFirst() }
            if window == [0x3C, 0x2F] + tag {
                isEndTag = true
                state = .tagName
            }
        }
    }

    private mutating func openTag(_ byte: UInt8) {
        window = []
        attributes = []
        tag = []
        scriptType = []
        isEndTag = false
        switch byte {
        case 0x21, 0x3F: state = .declaration
        case 0x2F:
            isEndTag = true
            state = .tagName
        case 0x41...0x5A, 0x61...0x7A:
            tag = [lower(byte)]
            state = .tagName
        case 0x3C: state = .tagOpen
        default: state = .text
        }
    }

    private mutating func insideTag(_ byte: UInt8) {
        if byte == 0x3E {
            endTag()
            return
        }
        switch state {
        case .beforeAttribute:
            if isSpace(byte) || byte == 0x2F { return }
            attribute = [lower(byte)]
            state = .attributeName
        case .attributeName:
            if byte == 0x3D {
                beginValue()
            } else if isSpace(byte) {
                state = .afterAttributeName
            } else if byte == 0x2F {
                state = .beforeAttribute
            } else {
                attribute.append(lower(byte))
            }
        case .afterAttributeName:
            if isSpace(byte) { return }
            if byte == 0x3D {
                beginValue()
            } else {
                attribute = [lower(byte)]
                state = .attributeName
            }
        default:
            if isSpace(byte) { return }
            if byte == 0x22 || byte == 0x27 {
                state = .value(quote: byte)
            } else {
                state = .unquoted
            }
        }
    }

    private mutating func beginValue() {
        if attributes.contains(attribute) { twice = String(decoding: attribute, as: UTF8.self) }
        attributes.append(attribute)
        window = []
        isPieced = false
        state = .beforeValue
    }

    private mutating func endTag() {
        window = []
        isInString = false
        isEscaped = false
        if !isEndTag, tag == Tag.script, !isData { scripts += 1 }
        state = !isEndTag && Tag.rawTexts.contains(tag) ? .rawText : .text
    }

    private mutating func insideComment(_ byte: UInt8) {
        window.append(byte)
        switch state {
        case .declaration:
            if window == [0x2D, 0x2D] {
                state = .comment
                window = []
                if !isInComment {
                    isInComment = true
                    // One of the two that opened it; the other is followed as any byte is.
                    commentTail = [0x2D]
                }
            } else if byte == 0x3E {
                state = .text
            }
        case .comment:
            if window == [0x5B, 0x69, 0x66] { state = .conditional }
            if window == [0x3E] || window.suffix(3) == [0x2D, 0x2D, 0x3E] { state = .text }
            if window.count > 8 { window.removeFirst(4) }
        default:
            // `<!--[if mso]>`: what follows is markup for Outlook.
            if window.suffix(2) == [0x5D, 0x3E] { state = .text }
        }
    }

    /// HTML ends a comment at the first `-->`, whatever Outlook reads in it.
    private mutating func followComment(_ byte: UInt8) {
        commentTail.append(byte)
        if commentTail.count > 3 { commentTail.removeFirst() }
        if commentTail == [0x2D, 0x2D, 0x3E] { isInComment = false }
    }

    /// Whether the script at hand is JSON-LD: facts for machines, not a program.
    private var isData: Bool { scriptType == Tag.linkedData }

    private mutating func followData(_ byte: UInt8) {
        if isEscaped {
            isEscaped = false
        } else if isInString, byte == 0x5C {
            isEscaped = true
        } else if byte == 0x22 {
            isInString.toggle()
        }
    }

    private func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D || byte == 0x0C
    }

    private func lower(_ byte: UInt8) -> UInt8 {
        byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
    }

    private enum Tag {
        static let script = Array("script".utf8)
        static let style = Array("style".utf8)
        static let srcdoc = Array("srcdoc".utf8)
        static let classes = Array("class".utf8)
        static let source = Array("src".utf8)
        static let type = Array("type".utf8)
        static let hint = Array("data-text".utf8)
        static let linkedData = Array("application/ld+json".utf8)
        static let tel = Array("tel:".utf8)
        static let rawTexts = ["script", "style", "title", "textarea"].map { Array($0.utf8) }
        static let links = [
            "href", "src", "action", "formaction", "background", "cite", "poster", "data", "xlink:href",
        ]
        .map { Array($0.utf8) }
    }
}
