// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Glibc

/// What the files of a folder look like from outside: two states that differ say that a file came, went or was written.
public struct FolderState: Hashable, Sendable {
    private struct Mark: Hashable {
        let inode: UInt64
        let size: Int64
        let seconds: Int64
        let nanoseconds: Int64
    }

    /// More files than this are not watched (promise 5); no template folder has them.
    private static let most = 10_000

    private var marks: [String: Mark] = [:]

    /// Looks at a folder, through links, files whose names begin with a dot left out.
    public init(of folder: String) {
        look(folder, depth: 0)
    }

    private mutating func look(_ folder: String, depth: Int) {
        guard depth < 16, let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return }
        for name in names where !name.hasPrefix(".") && marks.count < Self.most {
            let path = folder + "/" + name
            var status = stat()
            guard stat(path, &status) == 0 else { continue }
            if status.st_mode & S_IFMT == S_IFDIR {
                look(path, depth: depth + 1)
            } else {
                marks[path] = Mark(
                    inode: UInt64(status.st_ino), size: Int64(status.st_size),
                    seconds: Int64(status.st_mtim.tv_sec), nanoseconds: Int64(status.st_mtim.tv_nsec))
            }
        }
    }
}
