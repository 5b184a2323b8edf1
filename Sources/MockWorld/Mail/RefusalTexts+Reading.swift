// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

package import Settings
package import Values

extension RefusalTexts {
    /// The built-in replies and those of a file (`mocks/providers/smtp.yaml`), which take the place of others of their name.
    ///
    /// - Throws: `Problems` with everything that is wrong in the file.
    package static func load(_ path: String) throws(Problems) -> [String: FaultReply] {
        let file = try SettingsFile.load(path: path, environment: [:])
        let replies = reading(file.root)
        try file.finish()
        return replies
    }

    /// Reads `replies`, and adds the built-in ones.
    package static func reading(_ root: SettingsSection) -> [String: FaultReply] {
        let read = root.sections("replies", about: "SMTP replies by name, for faults.") { section -> FaultReply? in
            let code = section.requiredInt("code", in: 200...599, about: "The SMTP reply's code.")
            let status = section.custom(
                "status", type: "an enhanced status such as 5.1.1", about: "The enhanced status."
            ) {
                text throws(ValueError) -> String in
                guard isStatus(text) else { throw ValueError("it is three numbers such as 5.1.1") }
                return text
            }
            _ = section.string("origin", about: "Where the words are from; for people.")
            let lines = section.customList(
                "text", type: "lines", about: "The reply's lines; {ip}, {recipient} and {host} are filled in."
            ) {
                text throws(ValueError) -> String in
                guard text.utf8.count <= 480 else { throw ValueError("a reply's line has at most 512 bytes") }
                return text
            }
            if let status, status.first != String(code).first {
                section.refuse(
                    "status", rule: "bad-value", "the status must begin as the code does: \(code) with \(status).")
            }
            return FaultReply(code, status: status, text: lines.joined(separator: "\n"))
        }
        return all.merging(read.map { ($0.name, $0.value) }) { $1 }
    }

    /// Whether a text is a status of RFC 3463: class, subject, detail.
    package static func isStatus(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 3 && ["2", "4", "5"].contains(parts[0])
            && parts.dropFirst().allSatisfy {
                (1...3).contains($0.utf8.count) && $0.utf8.allSatisfy { (0x30...0x39).contains($0) }
            }
    }
}
