// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import CXML

extension HTMLDocument {
    /// How deep elements may be nested; deeper ones are refused, because everything that walks the tree calls itself.
    public static let maximumDepth = 250
    /// How large a source may be, in bytes.
    public static let maximumBytes = 4 << 20
    /// How many faults are told at most.
    static let maximumFaults = 200

    /// Parses HTML with libxml2.
    ///
    /// The source is UTF-8, whatever it says of itself. What it does not say is not invented: a fragment stays one, and `faults` tells
    /// what the parser had to mend.
    public init(parsing source: [UInt8]) {
        guard source.count <= Self.maximumBytes else {
            self.init(
                root: HTMLNode(.document, offset: 0),
                faults: [
                    Fault(offset: 0, message: "the document is over \(Self.maximumBytes >> 20) MiB and was not read")
                ])
            return
        }
        var source = source
        var faults = Self.clean(&source)
        let tokens = HTMLTokens(source).list
        let builder = HTMLTreeBuilder(source, tokens: tokens)
        if let offset = builder.tooDeepAt {
            faults.append(
                Fault(
                    offset: offset, message: "elements are nested over \(Self.maximumDepth) deep; the rest was not read"
                ))
        } else {
            let nesting = HTMLNesting(tokens, source: source)
            faults += nesting.faults
            faults += Self.entityFaults(in: source, around: tokens)
            faults += Self.complaints(builder, tokens: tokens, besides: faults)
            if source.allSatisfy(\.isSpace) { faults.append(Fault(offset: 0, message: "the document is empty")) }
        }
        self.init(root: builder.root, faults: Self.ordered(faults))
    }

    /// Puts a blank where a byte cannot be, so that every other byte keeps its place.
    private static func clean(_ source: inout [UInt8]) -> [Fault] {
        var faults: [Fault] = []
        if source.starts(with: [0xEF, 0xBB, 0xBF]) {
            for index in 0..<3 { source[index] = 0x20 }
        }
        var at = 0
        let isUTF8 = String(validating: source, as: UTF8.self) != nil
        while at < source.count {
            let byte = source[at]
            if byte < 0x20 && !byte.isSpace || byte == 0x7F {
                if faults.count < maximumFaults {
                    faults.append(Fault(offset: at, message: "a control character cannot stand in HTML"))
                }
                source[at] = 0x20
                at += 1
            } else if byte < 0x80 || isUTF8 {
                at += 1
            } else if let length = sequence(source, at) {
                at += length
            } else {
                if faults.count < maximumFaults {
                    faults.append(Fault(offset: at, message: "this is not UTF-8"))
                }
                source[at] = UInt8(ascii: "?")
                at += 1
            }
        }
        return faults
    }

    /// The length of the character of several bytes that starts here; nil when it is none.
    private static func sequence(_ source: [UInt8], _ at: Int) -> Int? {
        let length =
            switch source[at] {
            case 0xC2...0xDF: 2
            case 0xE0...0xEF: 3
            case 0xF0...0xF4: 4
            default: 0
            }
        guard length > 0, at + length <= source.count else { return nil }
        let slice = source[at..<(at + length)]
        return slice.dropFirst().allSatisfy { $0 & 0xC0 == 0x80 } && String(validating: slice, as: UTF8.self) != nil
            ? length : nil
    }

    /// What libxml2 complained about that nothing of ours has told, and that HTML wants.
    private static func complaints(
        _ builder: HTMLTreeBuilder, tokens: [HTMLTokens.Token], besides known: [Fault]
    ) -> [Fault] {
        var faults: [Fault] = []
        // Where the nesting is wrong, libxml2 goes on complaining about what follows from it.
        for complaint in builder.complaints where known.isEmpty {
            // Tags in the text of a script or a style are text.
            if complaint.message.contains("embeds close tag") { continue }
            switch UInt32(complaint.code) {
            case XML_HTML_UNKNOWN_TAG.rawValue, XML_ERR_NAME_REQUIRED.rawValue,
                XML_ERR_ENTITYREF_SEMICOL_MISSING.rawValue,
                XML_ERR_DOCUMENT_EMPTY.rawValue, XML_ERR_ATTRIBUTE_REDEFINED.rawValue:
                continue
            default:
                let token = tokens.last { $0.start <= complaint.offset }
                let offset = token.map { $0.end >= complaint.offset ? $0.start : complaint.offset }
                let message = complaint.message.filter { !$0.isNewline }
                faults.append(Fault(offset: offset ?? complaint.offset, message: "the parser says: " + message))
            }
        }
        guard known.isEmpty, faults.isEmpty else { return faults }
        for (index, token) in tokens.enumerated() where token.kind == .start && !builder.taken[index] {
            faults.append(
                Fault(offset: token.start, message: "<\(token.name)> cannot stand here: the parser leaves it out"))
        }
        return faults
    }

    private static func ordered(_ faults: [Fault]) -> [Fault] {
        var seen: Set<Int> = []
        return faults.enumerated().sorted { ($0.element.offset, $0.offset) < ($1.element.offset, $1.offset) }
            .map(\.element).filter { seen.insert($0.offset).inserted }
            .prefix(maximumFaults).map { $0 }
    }
}
