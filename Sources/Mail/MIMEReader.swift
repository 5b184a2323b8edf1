// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Takes a mail apart (RFC 2045, 2046), tolerantly: any bytes give a tree, and no bytes make it deep or large.
struct MIMEReader {
    private let source: [UInt8]
    private let limits: ParsedMail.Limits
    private var parts = 0
    /// What was not as it should be.
    private(set) var notes = ParseNotes()

    init(_ source: [UInt8], limits: ParsedMail.Limits) {
        self.source = source
        self.limits = limits
    }

    /// Reads the whole mail.
    mutating func read() -> ParsedPart {
        part(source.indices, depth: 1, assumed: .plainText)
    }

    private mutating func part(_ range: Range<Int>, depth: Int, assumed: ContentType) -> ParsedPart {
        parts += 1
        let header = HeaderReader(source, range, maxFields: limits.fields, notes: &notes)
        let body = header.bodyStart..<range.upperBound
        var contentType = assumed
        if let written = header.rawValue("Content-Type") {
            if let read = ContentType(reading: written) {
                contentType = read
            } else {
                contentType = .plainText
                notes.add("a Content-Type cannot be read: taken as plain text")
            }
        }
        let encoding = TransferEncoding(reading: header.rawValue("Content-Transfer-Encoding") ?? "")
        if case .unknown(let name) = encoding { notes.add("transfer encoding \(name.prefix(40)) is not known") }
        let children = children(of: contentType, encoding, body, depth: depth)
        // A multipart that cannot be taken apart is shown as it stands.
        if contentType.type == "multipart", children.isEmpty { contentType = .plainText }
        return ParsedPart(
            headers: header.fields, contentType: contentType, transferEncoding: encoding, children: children,
            source: source, body: body)
    }

    private mutating func children(
        of contentType: ContentType, _ encoding: TransferEncoding, _ body: Range<Int>, depth: Int
    ) -> [ParsedPart] {
        let isMessage = contentType.essence == "message/rfc822" && encoding == .identity
        guard contentType.type == "multipart" || isMessage else { return [] }
        guard depth < limits.depth else {
            notes.add("is nested deeper than \(limits.depth) parts: not read further")
            return []
        }
        if isMessage {
            return hasRoom() ? [part(body, depth: depth + 1, assumed: .plainText)] : []
        }
        guard let boundary = contentType.parameter("boundary"), !boundary.isEmpty, boundary.utf8.count <= 200 else {
            notes.add("a multipart has no usable boundary")
            return []
        }
        let assumed = contentType.subtype == "digest" ? ContentType.message : .plainText
        var children: [ParsedPart] = []
        for range in split(body, at: Array(boundary.utf8)) {
            guard hasRoom() else { break }
            children.append(part(range, depth: depth + 1, assumed: assumed))
        }
        if children.isEmpty { notes.add("a multipart has no parts") }
        return children
    }

    private mutating func hasRoom() -> Bool {
        if parts < limits.parts { return true }
        notes.add("has more than \(limits.parts) parts: the rest is not read")
        return false
    }

    /// The ranges between the delimiter lines, without the line break before each (RFC 2046 section 5.1.1).
    private mutating func split(_ body: Range<Int>, at boundary: [UInt8]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start: Int?
        var index = body.lowerBound
        while index < body.upperBound {
            let (lineEnd, next) = HeaderReader.line(source, from: index, to: body.upperBound)
            if let isLast = delimiter(index..<lineEnd, boundary) {
                if let start { ranges.append(start..<max(start, beforeLineBreak(index, notBefore: start))) }
                start = isLast ? nil : next
                if isLast || ranges.count > limits.parts { return ranges }
            }
            index = next
        }
        if let start {
            notes.add("a multipart has no closing delimiter")
            ranges.append(start..<body.upperBound)
        }
        return ranges
    }

    /// Whether a line is the delimiter, and if so whether it is the closing one.
    private func delimiter(_ line: Range<Int>, _ boundary: [UInt8]) -> Bool? {
        let afterHyphens = line.lowerBound + 2
        let end = afterHyphens + boundary.count
        guard end <= line.upperBound, source[line.lowerBound] == ASCII.hyphen,
            source[line.lowerBound + 1] == ASCII.hyphen, source[afterHyphens..<end].elementsEqual(boundary)
        else { return nil }
        let isLast = end + 2 <= line.upperBound && source[end] == ASCII.hyphen && source[end + 1] == ASCII.hyphen
        let rest = source[(isLast ? end + 2 : end)..<line.upperBound]
        return rest.allSatisfy { ASCII.isBlank($0) || $0 == ASCII.carriageReturn } ? isLast : nil
    }

    private func beforeLineBreak(_ index: Int, notBefore start: Int) -> Int {
        var end = index
        if end > start, source[end - 1] == ASCII.lineFeed { end -= 1 }
        if end > start, source[end - 1] == ASCII.carriageReturn { end -= 1 }
        return end
    }
}
