// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// Puts `${NAME}` and `${file:/run/secrets/name}` into a value; `$${` stands for `${`.
struct Interpolation {
    /// Why a value could not be completed.
    struct Failure {
        let rule: String
        let message: String
        let wayOut: String
    }

    let environment: [String: String]
    let directory: String

    /// The completed text and whether anything was put in, or every reason why not.
    func complete(_ text: String) -> (text: String, isInterpolated: Bool, failures: [Failure]) {
        guard text.contains("${") else { return (text, false, []) }
        var output = ""
        var failures = [Failure]()
        var isInterpolated = false
        var rest = text[...]
        while let dollar = rest.firstIndex(of: "$") {
            output += rest[..<dollar]
            rest = rest[dollar...]
            if rest.hasPrefix("$${") {
                output += "${"
                rest = rest.dropFirst(3)
            } else if rest.hasPrefix("${") {
                guard let close = rest.firstIndex(of: "}") else {
                    failures.append(
                        Failure(
                            rule: "bad-interpolation", message: "${ has no closing }.",
                            wayOut: "Close it, or write $${ where ${ is meant."))
                    rest = ""
                    break
                }
                let name = String(rest[rest.index(rest.startIndex, offsetBy: 2)..<close])
                rest = rest[rest.index(after: close)...]
                isInterpolated = true
                switch value(of: name) {
                case .success(let value): output += value
                case .failure(let failure): failures.append(failure.reason)
                }
            } else {
                output.append("$")
                rest = rest.dropFirst()
            }
        }
        return (output + rest, isInterpolated, failures)
    }

    private struct Refused: Error {
        let reason: Failure
    }

    private func value(of name: String) -> Result<String, Refused> {
        if name.hasPrefix("file:") { return file(String(name.dropFirst(5))) }
        let isName =
            name.utf8.first.map { $0.isLetterOrDigit && !(0x30...0x39).contains($0) || $0 == 0x5F } == true
            && name.utf8.allSatisfy { $0.isLetterOrDigit || $0 == 0x5F }
        guard isName else {
            return .failure(
                Refused(
                    reason: Failure(
                        rule: "bad-interpolation", message: "${...} holds no name of a variable.",
                        wayOut: "Write ${NAME} or ${file:/run/secrets/name}, or $${ where ${ is meant.")))
        }
        guard let value = environment[name] else {
            return .failure(
                Refused(
                    reason: Failure(
                        rule: "missing-variable", message: "the environment variable \(name) is not set.",
                        wayOut: "Set it (in .env or the service's environment), or write the value here.")))
        }
        return .success(value)
    }

    private func file(_ written: String) -> Result<String, Refused> {
        let path = written.hasPrefix("/") ? written : directory + "/" + written
        do {
            var text = try TextFile.read(path, limit: 65_536)
            // Editors and `echo` end a file with a line break that is not part of the secret. "\r\n" is one Character.
            if let last = text.last, last == "\n" || last == "\r\n" { text.removeLast() }
            return .success(text)
        } catch {
            return .failure(
                Refused(
                    reason: Failure(
                        rule: "unreadable-file", message: "the file \(path) cannot be read: \(error.reason).",
                        wayOut: "Check that it exists and that this user may read it.")))
        }
    }
}
