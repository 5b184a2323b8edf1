// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import CXML

/// Runs libxml2 over a source, and makes the tree from what it tells.
///
/// libxml2 makes no tree of its own here: each event comes with the place in the source, and an element that it invents (a `<p>` around
/// bare text, say) is known by having no tag there, and left out.
final class HTMLTreeBuilder {
    /// libxml2's memory of itself is set up once.
    private static let isReady: Bool = {
        xmlInitParser()
        return true
    }()

    /// What libxml2 complained about.
    struct Complaint {
        let code: Int32
        let offset: Int
        let message: String
    }

    let root = HTMLNode(.document, offset: 0)
    private(set) var complaints: [Complaint] = []
    /// Where the document became too deep.
    private(set) var tooDeepAt: Int?
    /// For each token of the source, whether an element came of it.
    private(set) var taken: [Bool]

    private let tokens: [HTMLTokens.Token]
    private var next = 0
    /// The open elements; nil for one that nobody wrote.
    private var open: [HTMLNode?] = []
    private var pending: [UInt8] = []
    private var pendingFrom = 0
    /// The end of what was last read.
    private var behind = 0
    private var context: htmlParserCtxtPtr?

    /// Parses `source`, whose tags are `tokens`.
    init(_ source: [UInt8], tokens: [HTMLTokens.Token]) {
        self.tokens = tokens
        taken = Array(repeating: false, count: tokens.count)
        guard Self.isReady, !source.isEmpty else { return }
        source.withUnsafeBytes { bytes in
            let start = bytes.bindMemory(to: CChar.self).baseAddress
            guard let parser = htmlCreateMemoryParserCtxt(start, Int32(bytes.count)) else { return }
            defer { htmlFreeParserCtxt(parser) }
            run(parser)
        }
        flush()
    }

    private func run(_ parser: htmlParserCtxtPtr) {
        context = parser
        defer { context = nil }
        let options = HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NONET.rawValue | HTML_PARSE_IGNORE_ENC.rawValue
        htmlCtxtUseOptions(
            parser, Int32(options | HTML_PARSE_NODEFDTD.rawValue | HTML_PARSE_NOIMPLIED.rawValue))
        xmlSwitchEncoding(parser, XML_CHAR_ENCODING_UTF8)
        parser.pointee.userData = Unmanaged.passUnretained(self).toOpaque()
        if let sax = parser.pointee.sax {
            sax.pointee = Self.handler
        }
        htmlParseDocument(parser)
    }

    private static var handler: htmlSAXHandler {
        var handler = htmlSAXHandler()
        handler.initialized = UInt32(XML_SAX2_MAGIC)
        handler.startElement = { HTMLTreeBuilder.of($0)?.start($1, $2) }
        handler.endElement = { data, _ in HTMLTreeBuilder.of(data)?.end() }
        handler.characters = { HTMLTreeBuilder.of($0)?.characters($1, $2) }
        handler.ignorableWhitespace = { HTMLTreeBuilder.of($0)?.characters($1, $2) }
        handler.cdataBlock = { HTMLTreeBuilder.of($0)?.characters($1, $2) }
        handler.comment = { HTMLTreeBuilder.of($0)?.comment($1) }
        handler.internalSubset = { HTMLTreeBuilder.of($0)?.doctype(public: $2, system: $3) }
        handler.serror = { data, error in
            guard let error else { return }
            HTMLTreeBuilder.of(data)?.complain(error.pointee)
        }
        return handler
    }

    private static func of(_ data: UnsafeMutableRawPointer?) -> HTMLTreeBuilder? {
        data.map { Unmanaged<HTMLTreeBuilder>.fromOpaque($0).takeUnretainedValue() }
    }

    /// How many bytes libxml2 has read.
    private var place: Int {
        guard let input = context?.pointee.input else { return behind }
        return Int(input.pointee.consumed) + (input.pointee.cur - input.pointee.base)
    }

    private var innermost: HTMLNode { open.last { $0 != nil }?.flatMap { $0 } ?? root }

    private func flush() {
        guard !pending.isEmpty else { return }
        innermost.append(HTMLNode(.text(Self.text(pending)), offset: pendingFrom))
        pending.removeAll(keepingCapacity: true)
    }

    /// Text with its line ends as HTML has them.
    private static func text(_ bytes: [UInt8]) -> String {
        guard bytes.contains(0x0D) else { return String(decoding: bytes, as: UTF8.self) }
        var mended: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            if byte == 0x0D {
                mended.append(0x0A)
            } else if byte != 0x0A || index == 0 || bytes[index - 1] != 0x0D {
                mended.append(byte)
            }
        }
        return String(decoding: mended, as: UTF8.self)
    }

    /// The start tag with this name that is being read, if there is one.
    private func token(_ name: String, at place: Int) -> HTMLTokens.Token? {
        while next < tokens.count, tokens[next].end < place { next += 1 }
        guard next < tokens.count, tokens[next].start < place, tokens[next].kind == .start, !taken[next],
            tokens[next].name == name
        else { return nil }
        taken[next] = true
        return tokens[next]
    }

    private func start(_ name: UnsafePointer<xmlChar>?, _ list: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?) {
        guard let text = name else { return }
        let name = String(xml: text)
        guard let token = token(name, at: place) else { return open.append(nil) }
        flush()
        let node = HTMLNode(.element(name), attributes: Self.attributes(list), offset: token.start)
        innermost.append(node)
        open.append(node)
        behind = token.end
        if open.count > HTMLDocument.maximumDepth, tooDeepAt == nil {
            tooDeepAt = token.start
            xmlStopParser(context)
        }
    }

    private static func attributes(
        _ list: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
    ) -> [HTMLNode.Attribute] {
        guard var at = list else { return [] }
        var attributes: [HTMLNode.Attribute] = []
        while let name = at.pointee {
            let value = (at + 1).pointee.map { String(xml: $0) } ?? ""
            attributes.append(HTMLNode.Attribute(String(xml: name), value))
            at += 2
        }
        return attributes
    }

    private func end() {
        guard let node = open.last else { return }
        if node != nil {
            flush()
            behind = max(behind, place)
        }
        open.removeLast()
    }

    private func characters(_ text: UnsafePointer<xmlChar>?, _ count: Int32) {
        guard let text, count > 0 else { return }
        if pending.isEmpty { pendingFrom = behind }
        pending.append(contentsOf: UnsafeBufferPointer(start: text, count: Int(count)))
    }

    private func comment(_ text: UnsafePointer<xmlChar>?) {
        guard let text else { return }
        flush()
        let end = place
        while next < tokens.count, tokens[next].end < end { next += 1 }
        let start = next < tokens.count && tokens[next].kind == .comment ? tokens[next].start : behind
        let bytes = UnsafeBufferPointer(start: text, count: Int(xmlStrlen(text)))
        innermost.append(HTMLNode(.comment(Self.text(Array(bytes))), offset: start))
        behind = end
    }

    private func doctype(public publicName: UnsafePointer<xmlChar>?, system: UnsafePointer<xmlChar>?) {
        flush()
        var attributes: [HTMLNode.Attribute] = []
        for (name, value) in [("public", publicName), ("system", system)] {
            guard let value else { continue }
            attributes.append(HTMLNode.Attribute(name, String(xml: value)))
        }
        innermost.append(HTMLNode(.doctype, attributes: attributes, offset: behind))
        behind = place
    }

    private func complain(_ error: xmlError) {
        guard complaints.count < HTMLDocument.maximumFaults else { return }
        let message = error.message.map { String(cString: $0) } ?? ""
        complaints.append(Complaint(code: error.code, offset: place, message: message))
    }
}

extension String {
    fileprivate init(xml text: UnsafePointer<xmlChar>) {
        self = String(decoding: UnsafeBufferPointer(start: text, count: Int(xmlStrlen(text))), as: UTF8.self)
    }
}
