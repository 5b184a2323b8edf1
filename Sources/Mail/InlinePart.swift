// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Values

/// An image that travels inside a mail and is shown where its HTML says `cid:` (RFC 2392).
public struct InlinePart: Hashable, Sendable {
    /// An image format that every mail client shows; WebP is not one, Outlook for Windows lacks it.
    public enum MediaType: String, Hashable, Sendable, CaseIterable {
        case png = "image/png"
        case jpeg = "image/jpeg"
        case gif = "image/gif"

        /// The format that bytes are in, by their first ones; nil when it is none of these.
        public init?(of bytes: [UInt8]) {
            let found = MediaType.allCases.first { type in type.signatures.contains { bytes.starts(with: $0) } }
            guard let found else { return nil }
            self = found
        }

        /// What a file of this format begins with (PNG: ISO 15948 section 5.2; JPEG: ITU T.81 annex B; GIF89a section 17).
        private var signatures: [[UInt8]] {
            switch self {
            case .png: [[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]]
            case .jpeg: [[0xFF, 0xD8, 0xFF]]
            case .gif: [Array("GIF87a".utf8), Array("GIF89a".utf8)]
            }
        }
    }

    /// No image is larger, in bytes; a mail carries it to every recipient.
    public static let maxBytes = 200 * 1024

    /// By what the HTML refers to it, without angle brackets.
    public let contentID: String
    /// Its format.
    public let mediaType: MediaType
    /// The name it would be saved under.
    public let fileName: Line?
    /// The image.
    public let bytes: [UInt8]
    /// The whole part as it stands in a mail, encoded once and not for every mail; ends without a line break.
    let encoded: [UInt8]

    /// Checks and takes an image.
    ///
    /// - Parameters:
    ///   - contentID: `left@right` as of a Message-ID, of letters, digits and `. _ + -`, so that it is the same in a URL.
    ///   - mediaType: The format.
    ///   - fileName: A name without directories, at most 150 bytes.
    ///   - bytes: The image, at most `maxBytes`.
    /// - Throws: `ValueError` when one of them is not so, or the bytes do not begin as the format does.
    public init(contentID: String, mediaType: MediaType, fileName: Line? = nil, bytes: [UInt8]) throws(ValueError) {
        let id = try MessageID(contentID)
        guard id.value == contentID, contentID.utf8.allSatisfy(InlinePart.isPlain) else {
            throw ValueError("a Content-ID is left@right of letters, digits and . _ + - without brackets")
        }
        guard bytes.count <= InlinePart.maxBytes else {
            throw ValueError("an image inside a mail has at most \(InlinePart.maxBytes / 1024) KiB; link a larger one")
        }
        guard MediaType(of: bytes) == mediaType else {
            throw ValueError("the image is no \(mediaType.rawValue): its first bytes are those of something else")
        }
        if let name = fileName?.text {
            let isPath = name.utf8.contains { $0 == 0x2F || $0 == ASCII.backslash }
            guard !name.allSatisfy(\.isWhitespace), !isPath, name != ".", name != "..", name.utf8.count <= 150 else {
                throw ValueError("a file name has 1 to 150 bytes and no slashes")
            }
        }
        self.contentID = contentID
        self.mediaType = mediaType
        self.fileName = fileName
        self.bytes = bytes
        var part = Array("Content-Type: \(mediaType.rawValue)\r\nContent-Transfer-Encoding: base64\r\n".utf8)
        part += "Content-ID: \(id.header)\r\nContent-Disposition: inline".utf8
        if let fileName { part += FileNameParameter.written(fileName.text) }
        part += "\r\n\r\n".utf8
        part += BodyBase64.encode(bytes)
        self.encoded = part
    }

    /// What stands in the `src` of the HTML: `cid:` and the id.
    public var url: String { "cid:" + contentID }

    /// Characters that neither a URL (RFC 3986 section 2.3) nor a header has to escape.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, ASCII.hyphen, ASCII.dot, ASCII.underscore, ASCII.at: true
        default: false
        }
    }
}

extension InlinePart: CustomStringConvertible {
    /// The format and the size; never the name.
    public var description: String { "\(mediaType.rawValue) of \(bytes.count) bytes" }
}
