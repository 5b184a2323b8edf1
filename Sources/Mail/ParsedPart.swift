// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// A part of a mail that was read: a leaf with a body, or a branch with children.
public struct ParsedPart: Sendable {
    /// The part's own header fields; for the root, the mail's.
    public let headers: [ParsedHeader]
    /// What it holds.
    public let contentType: ContentType
    /// How its body is encoded.
    public let transferEncoding: TransferEncoding
    /// `inline`, `attachment` or another word, lower case; nil when nothing is said.
    public let disposition: String?
    /// The name it should be saved under, without directories; nil when it has none.
    public let fileName: String?
    /// The parts inside: of a multipart, or the one mail inside a message/rfc822.
    public let children: [ParsedPart]

    private let source: [UInt8]
    private let body: Range<Int>

    init(
        headers: [ParsedHeader], contentType: ContentType, transferEncoding: TransferEncoding, children: [ParsedPart],
        source: [UInt8], body: Range<Int>
    ) {
        self.headers = headers
        self.contentType = contentType
        self.transferEncoding = transferEncoding
        self.children = children
        self.source = source
        self.body = body
        let disposition = headers.first { $0.isNamed("Content-Disposition") }.map { HeaderParameter.read($0.rawValue) }
        self.disposition = disposition.map { ASCII.lowercased($0.value) }
        let name = disposition?.parameters.first { $0.name == "filename" }?.value ?? contentType.parameter("name")
        self.fileName = name.map(ParsedPart.lastComponent).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The body's bytes with the transfer encoding undone; costs its length each time.
    public var content: [UInt8] { transferEncoding.decode(source[body]) }

    /// The bytes `content` would have; costs its length each time.
    public var contentBytes: Int { content.count }

    /// The body as text, by its charset, with LF for line breaks.
    public var text: String {
        let bytes = ParsedPart.withLineFeeds(content)
        return Charset(label: contentType.charsetLabel).decode(bytes)
    }

    /// The Content-ID without its angle brackets, by which HTML refers to it (`cid:`).
    public var contentID: String? {
        guard let value = headers.first(where: { $0.isNamed("Content-ID") })?.rawValue else { return nil }
        let id = value.drop { $0 == "<" || $0 == " " }.prefix { $0 != ">" }
        return id.isEmpty ? nil : String(id)
    }

    /// True for a leaf that a mail client lists below the text: anything with a name, said to be one, or no text.
    public var isAttachment: Bool {
        if contentType.type == "multipart" { return false }
        if disposition == "attachment" || fileName != nil { return true }
        return contentType.type != "text"
    }

    /// The bytes with LF for each CRLF.
    private static func withLineFeeds(_ bytes: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: bytes.count) { output, written in
            bytes.withUnsafeBufferPointer { source in
                for index in source.indices {
                    let byte = source[index]
                    if byte == ASCII.carriageReturn, index + 1 < source.count, source[index + 1] == ASCII.lineFeed {
                        continue
                    }
                    output[written] = byte
                    written += 1
                }
            }
        }
    }

    /// Directories in a file name could lead out of the folder it is saved in.
    private static func lastComponent(_ name: String) -> String {
        let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
        return last == "." || last == ".." ? "" : last
    }
}
