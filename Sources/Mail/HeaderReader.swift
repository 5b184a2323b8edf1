// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Reads the header of a mail or of a part (RFC 5322 section 2.2), whatever its line breaks.
struct HeaderReader {
    /// A field is cut here.
    private static let longestField = 65_536

    /// The fields, in their order.
    private(set) var fields: [ParsedHeader] = []
    /// Where the body starts.
    private(set) var bodyStart: Int

    /// Reads fields up to the empty line, the end of the range, or a line that is no field.
    init(_ source: [UInt8], _ range: Range<Int>, maxFields: Int, notes: inout ParseNotes) {
        bodyStart = range.lowerBound
        var index = range.lowerBound
        var field = [UInt8]()
        while index < range.upperBound {
            let (lineEnd, next) = HeaderReader.line(source, from: index, to: range.upperBound)
            if lineEnd == index {
                finish(&field, maxFields, &notes)
                bodyStart = next
                return
            }
            let line = source[index..<lineEnd]
            if ASCII.isBlank(source[index]) {
                // A continuation; before any field it belongs to nothing.
                if !field.isEmpty { append(line, to: &field, &notes) }
            } else if HeaderReader.isField(line) {
                finish(&field, maxFields, &notes)
                append(line, to: &field, &notes)
            } else if index == range.lowerBound, line.starts(with: "From ".utf8) {
                notes.add("starts with the From line of a mailbox file")
            } else {
                finish(&field, maxFields, &notes)
                notes.add("a header line has no name: the body starts there")
                bodyStart = index
                return
            }
            index = next
        }
        finish(&field, maxFields, &notes)
        bodyStart = range.upperBound
    }

    /// The first value of a field, as written.
    func rawValue(_ name: String) -> String? { fields.first { $0.isNamed(name) }?.rawValue }

    /// Where the line ends without its line break (CRLF or LF), and where the next one starts.
    static func line(_ source: [UInt8], from start: Int, to end: Int) -> (end: Int, next: Int) {
        let index = source.withUnsafeBufferPointer { ByteScan.find(ASCII.lineFeed, in: $0, from: start, to: end) }
        let hasReturn = index > start && source[index - 1] == ASCII.carriageReturn
        return (hasReturn && index < end ? index - 1 : index, min(index + 1, end))
    }

    /// A name of printable ASCII and a colon; white space before the colon is tolerated (RFC 5322 section 4.5).
    private static func isField(_ line: ArraySlice<UInt8>) -> Bool {
        guard let colon = line.firstIndex(of: ASCII.colon), colon > line.startIndex else { return false }
        let name = line[..<colon].reversed().drop(while: ASCII.isBlank)
        return !name.isEmpty && name.count <= 256 && name.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    }

    private mutating func append(_ line: ArraySlice<UInt8>, to field: inout [UInt8], _ notes: inout ParseNotes) {
        let room = HeaderReader.longestField - field.count
        if line.count > room { notes.add("a header field is longer than 64 KiB and was cut") }
        field += line.prefix(max(0, room))
    }

    private mutating func finish(_ field: inout [UInt8], _ maxFields: Int, _ notes: inout ParseNotes) {
        defer { field.removeAll(keepingCapacity: true) }
        guard let colon = field.firstIndex(of: ASCII.colon) else { return }
        guard fields.count < maxFields else { return notes.add("has more than \(maxFields) header fields") }
        let name = HeaderReader.trimmed(field[..<colon])
        let raw = String(decoding: HeaderReader.trimmed(field[(colon + 1)...]), as: UTF8.self)
        fields.append(
            ParsedHeader(
                name: String(decoding: name, as: UTF8.self), rawValue: raw,
                value: EncodedWord.decode(raw, notes: &notes)))
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var bytes = bytes.drop { ASCII.isBlank($0) || $0 == ASCII.carriageReturn }
        while let last = bytes.last, ASCII.isBlank(last) || last == ASCII.carriageReturn { bytes.removeLast() }
        return bytes
    }
}
