// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Glibc
public import Values

/// The file of `--ready-file`: the addresses of a server as JSON, there all at once when it takes requests.
public enum ReadyFile {
    /// Writes the file beside its place and moves it there, so that nobody reads half of it.
    ///
    /// - Parameters:
    ///   - path: Where.
    ///   - addresses: What listens where, in order, such as `("http", "http://127.0.0.1:8026")`.
    /// - Throws: `ValueError` that says why it could not be written.
    public static func write(_ path: String, addresses: [(name: String, address: String)]) throws(ValueError) {
        let json = JSON.object(addresses.map { JSON.Member($0.name, .string($0.address)) })
        let temporary = path + ".\(getpid()).tmp"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw failure(path) }
        var bytes = json.bytes
        bytes.append(0x0A)
        let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        let isComplete = written == bytes.count
        guard close(descriptor) == 0, isComplete, rename(temporary, path) == 0 else {
            let error = failure(path)
            unlink(temporary)
            throw error
        }
    }

    private static func failure(_ path: String) -> ValueError {
        ValueError("the ready file \(path) cannot be written: \(String(cString: strerror(errno)))")
    }
}
