// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Values

/// The files of a template set: the default set's, with a shop's own in their place.
struct TemplateFolder {
    /// One file.
    struct File {
        /// How problems call it.
        let name: String
        /// What is in it.
        let bytes: [UInt8]
    }

    /// The largest file that is read.
    static let maxBytes = 1 << 20

    /// The files by their path inside the set (`email/shipped.mustache`), the nearest set's winning.
    private(set) var files: [String: File] = [:]
    /// The locales' files, those of the default set first: they are merged key by key.
    private(set) var locales: [String: [File]] = [:]

    /// Reads folders, the one that others override first.
    init(_ folders: [String], log: inout ProblemLog) {
        for folder in folders { read(folder, inner: "", log: &log) }
    }

    /// The files of one folder of the set, by their path in it.
    func files(in folder: String, suffix: String) -> [(name: String, file: File)] {
        files.keys.sorted().compactMap { path in
            guard path.hasPrefix(folder + "/"), path.hasSuffix(suffix), let file = files[path] else { return nil }
            return (String(path.dropFirst(folder.count + 1).dropLast(suffix.count)), file)
        }
    }

    /// The names of the folders in a folder, in order.
    static func subfolders(of folder: String) -> [String] {
        entries(of: folder).filter { isFolder(folder + "/" + $0) }
    }

    private mutating func read(_ folder: String, inner: String, log: inout ProblemLog) {
        // Passed over in silence, the default set's files would stand in for a shop's own.
        guard let entries = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            log.add(
                Problem(
                    file: folder, rule: "unreadable-folder", message: "the folder cannot be read",
                    wayOut: "let the user that runs parcelpost read it"))
            return
        }
        for entry in entries.sorted() where !entry.hasPrefix(".") {
            let path = folder + "/" + entry
            let place = inner.isEmpty ? entry : inner + "/" + entry
            if Self.isFolder(path) {
                read(path, inner: place, log: &log)
            } else if let file = Self.load(path, log: &log) {
                if place.hasPrefix("locales/") {
                    locales[String(place.dropFirst("locales/".count)), default: []].append(file)
                } else {
                    files[place] = file
                }
            }
        }
    }

    /// Reads one UTF-8 file.
    static func load(_ path: String, log: inout ProblemLog) -> File? {
        guard let data = FileManager.default.contents(atPath: path) else {
            log.add(
                Problem(
                    file: path, rule: "unreadable-file", message: "the file cannot be read",
                    wayOut: "let the user that runs parcelpost read it, or take it out of the folder"))
            return nil
        }
        guard data.count <= maxBytes else {
            log.add(
                Problem(
                    file: path, rule: "file-too-large", message: "the file has more than \(maxBytes) bytes",
                    wayOut: "cut it down; pictures are linked by https"))
            return nil
        }
        let bytes = [UInt8](data)
        guard String(validating: bytes, as: UTF8.self) != nil else {
            log.add(
                Problem(file: path, rule: "not-utf8", message: "the file is not UTF-8", wayOut: "save it as UTF-8"))
            return nil
        }
        return File(name: path, bytes: bytes)
    }

    private static func entries(of folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }

    private static func isFolder(_ path: String) -> Bool {
        var isDirectory = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory
    }
}
