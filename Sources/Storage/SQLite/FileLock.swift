// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Notices

/// A lock on a file that the system gives back when the process ends, however it ends.
final class FileLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock.
    ///
    /// - Throws: `StoreFailure` when somebody else holds it, or when the file cannot be made.
    init(_ path: String) throws {
        let opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard opened >= 0 else {
            throw StoreFailure("The lock \(path) cannot be made: check that the folder exists and may be written.")
        }
        guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
            Glibc.close(opened)
            throw StoreFailure(
                "Another gateway serves this store (it holds \(path)): stop that one first, or name another file in store:."
            )
        }
        // Last, because a class whose properties are all set runs `deinit` when its init throws: the descriptor would be closed
        // twice, and by then it may be another thread's file.
        descriptor = opened
    }

    deinit {
        Glibc.close(descriptor)
    }
}
