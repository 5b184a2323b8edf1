// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A strict look at finished HTML: tags pair, attributes are quoted and stand once, what must be there is there.
enum MarkupCheck {
    private static let void: Set<String> = ["meta", "img", "br", "link", "input", "hr"]

    static func faults(in html: String) -> [String] {
        var faults = [String]()
        var open = [String]()
        var rest = withoutComments(html)[...]
        while let start = rest.firstIndex(of: "<") {
            rest = rest[start...]
            if rest.hasPrefix("<!DOCTYPE html>") {
                rest = rest.dropFirst(15)
                continue
            }
            guard let end = rest.firstIndex(of: ">") else { return faults + ["unfinished tag"] }
            let tag = rest[rest.index(after: start)..<end]
            rest = rest[rest.index(after: end)...]
            if tag.hasPrefix("/") {
                let name = String(tag.dropFirst())
                if open.last == name {
                    open.removeLast()
                } else {
                    faults.append("</\(name)> closes <\(open.last ?? "")>")
                }
                continue
            }
            let name = String(tag.prefix { $0.isLetter || $0.isNumber || $0 == ":" })
            faults += attributeFaults(tag, name, isTitled: rest.hasPrefix("<caption"))
            if name == "style", let close = rest.range(of: "</style>") { rest = rest[close.lowerBound...] }
            if !void.contains(name) { open.append(name) }
        }
        if !open.isEmpty { faults.append("open at the end: \(open)") }
        return faults
    }

    private static func attributeFaults(_ tag: Substring, _ name: String, isTitled: Bool) -> [String] {
        var faults = [String]()
        guard tag.count(where: { $0 == "\"" }).isMultiple(of: 2) else { return ["odd quotes in <\(tag)>"] }
        var names = [String]()
        for (index, part) in tag.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
        where index.isMultiple(of: 2) {
            for word in part.split(separator: " ") where word.hasSuffix("=") { names.append(String(word.dropLast())) }
        }
        if Set(names).count != names.count { faults.append("attribute twice in <\(tag)>") }
        if names.contains(where: { $0.hasPrefix("on") }) { faults.append("program in <\(tag)>") }
        if name == "img", !names.contains("alt") { faults.append("no alt in <\(tag)>") }
        if name == "html", !names.contains("lang") { faults.append("no lang") }
        if name == "table", !names.contains("role"), !names.contains("aria-label"), !isTitled {
            faults.append("no role in <\(tag)>")
        }
        return faults
    }

    private static func withoutComments(_ html: String) -> String {
        var output = ""
        var rest = html[...]
        while let start = rest.range(of: "<!--") {
            output += rest[..<start.lowerBound]
            guard let end = rest[start.upperBound...].range(of: "-->") else { return output + "<" }
            rest = rest[end.upperBound...]
        }
        return output + rest
    }
}
