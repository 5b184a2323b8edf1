// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Where the folders that ship with the program are: `templates` and `mocks`.
enum ShareFolder {
    /// Finds a folder in the order of DESIGN ("The house"): named in the settings, `$PARCELPOST_SHARE`,
    /// `<binary>/../share/parcelpost`, the source checkout.
    ///
    /// - Parameters:
    ///   - name: `templates` or `mocks`.
    ///   - named: What the flag or the settings say, which alone counts when given.
    static func find(_ name: String, named: String? = nil) -> String? {
        if let named { return tidy(named) }
        let environment = ProcessInfo.processInfo.environment
        var candidates = [String]()
        if let share = environment["PARCELPOST_SHARE"] { candidates.append(share + "/" + name) }
        if let binary {
            candidates.append(
                binary.deletingLastPathComponent().appendingPathComponent("../share/parcelpost/" + name).path)
            // .build/release/parcelpost, or .build/<triple>/release/parcelpost behind the link.
            for up in ["../..", "../../.."] {
                candidates.append(binary.deletingLastPathComponent().appendingPathComponent(up + "/" + name).path)
            }
        }
        return candidates.first { isFolder($0) }.map { URL(fileURLWithPath: $0).standardizedFileURL.path }
    }

    /// A path as people write it: `templates` for `././templates/`.
    private static func tidy(_ path: String) -> String {
        let parts = path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
        return path.hasPrefix("/") ? "/" + parts : parts.isEmpty ? "." : parts
    }

    private static let binary: URL? = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        .map { URL(fileURLWithPath: $0) }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }
}
