// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Cryptography
import FoundationEssentials
import Glibc
import Mail
import Values

/// A shop's logo in a file beside its settings.
enum LogoFile {
    /// Reads an image that letters can carry.
    ///
    /// - Throws: `ValueError` that says why it cannot be used.
    static func read(_ path: String) throws(ValueError) -> InlinePart {
        var status = stat()
        guard stat(path, &status) == 0 else { throw ValueError("there is no such file, or it may not be read") }
        // Looked at before it is read: a device has no end.
        guard status.st_mode & S_IFMT == S_IFREG else { throw ValueError("it is not a regular file") }
        guard status.st_size <= InlinePart.maxBytes else {
            throw ValueError(
                "it has \(status.st_size) bytes, and a letter carries at most \(InlinePart.maxBytes / 1024) KiB")
        }
        guard let data = FileManager.default.contents(atPath: path) else { throw ValueError("it cannot be read") }
        let bytes = [UInt8](data)
        guard let type = InlinePart.MediaType(of: bytes) else {
            throw ValueError("it is no PNG, JPEG or GIF; save it as one, since Outlook shows nothing else")
        }
        let name = Hex.encode(Array(Digest.sha256(bytes).prefix(10)))
        return try InlinePart(contentID: "logo.\(name)@parcelpost", mediaType: type, bytes: bytes)
    }
}
