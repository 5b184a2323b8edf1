// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Values

/// Reads small text files whole.
enum TextFile {
    /// Reads a UTF-8 file.
    ///
    /// - Parameters:
    ///   - path: Where it is.
    ///   - limit: The most bytes it may have.
    /// - Throws: `ValueError` that says why, without any of the content.
    static func read(_ path: String, limit: Int) throws(ValueError) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw ValueError(String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw ValueError("it is not a regular file")
        }
        var bytes = [UInt8]()
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = chunk.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw ValueError(String(cString: strerror(errno)))
            }
            if count == 0 { break }
            bytes += chunk[..<count]
            guard bytes.count <= limit else { throw ValueError("it is larger than \(limit) bytes") }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw ValueError("it is not UTF-8") }
        return text
    }
}
