// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Templates
import Testing
import Values

/// A folder with a small `default` set, made for one test, whose files a test replaces or adds to.
struct TestSet {
    let folder: URL

    /// Makes the folder; a file given as nil is left out.
    init(_ changes: [String: String?] = [:]) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("templates-" + UUID().uuidString)
        var files: [String: String?] = TestSet.base
        for (path, text) in changes { files[path] = .some(text) }
        for (path, text) in files {
            guard let text else { continue }
            try write(path, Data(text.utf8))
        }
    }

    func write(_ path: String, _ data: Data) throws {
        let file = folder.appendingPathComponent(path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: file)
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    /// All problems of the folder, with file names inside it.
    func problems() -> [Problem] {
        TemplateCatalog.examine(folder.path).problems.map {
            Problem(
                file: $0.file.map { String($0.dropFirst(folder.path.count + 1)) }, line: $0.line, field: $0.field,
                rule: $0.rule, message: $0.message, wayOut: $0.wayOut, severity: $0.severity)
        }
    }

    /// The problems of a folder with changes.
    static func problems(_ changes: [String: String?]) throws -> [Problem] {
        let set = try TestSet(changes)
        defer { set.remove() }
        return set.problems()
    }

    /// Problems as `file:line rule`, in order.
    static func places(_ problems: [Problem]) -> [String] {
        problems.map { "\($0.file ?? ""):\($0.line ?? 0) \($0.rule)" }.sorted()
    }

    private static func locale(_ lang: String, _ more: String) -> String {
        """
        lang: \(lang)
        missing: "-"
        calendar:
          weekdays: [a, b, c, d, e, f, g]
          shortWeekdays: [a, b, c, d, e, f, g]
          months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
          halves: [am, pm]
          heading: "{{month}} {{day}} {{weekday}}"
          date: "{{month}} {{day}}"
          moment: "{{month}} {{day}} {{hour}}:{{minute}}"
        steps: {ready: r, moving: m, out: o, done: d, past: p, now: n, ahead: a, stopped: s}
        items: {unnamed: item}
        journey: {first: courier, undated: no time}
        \(more)

        """
    }

    private static let base: [String: String?] = [
        "default/partials/layout.mustache": """
        <!DOCTYPE html>
        <html lang="{{t.lang}}">
        <head>
        <title>{{$subject}}{{brand.name}}{{/subject}}</title>
        <style>
        {{>mail.css}}
        </style>
        </head>
        <body>
        {{$body}}{{/body}}
        {{>foot}}
        </body>
        </html>
        """,
        "default/partials/foot.mustache": "<p class=\"foot\">{{brand.name}}</p>\n",
        "default/styles/mail.css": ".foot { color: {{brand.accent}}; }\n@media print { .foot { color: #000000; } }\n",
        "default/email/shipped.mustache":
            "{{<layout}}\n{{$subject}}{{t.shipped.subject}}{{/subject}}\n{{$body}}<h1>{{t.shipped.headline}}</h1>{{/body}}\n{{/layout}}\n",
        "default/page/tracking.mustache": "{{<layout}}{{$body}}<p>{{number}}</p>{{/body}}{{/layout}}",
        "default/page/unsubscribe.mustache": "{{<layout}}{{$body}}<p>{{t.off}}</p>{{/body}}{{/layout}}",
        "default/page/unsubscribed.mustache": "{{<layout}}{{$body}}<p>{{t.off}}</p>{{/body}}{{/layout}}",
        "default/locales/ko.yaml": locale(
            "ko", "off: 끔\nshipped:\n  subject: \"[{{brand.name}}] 출발 & 곧\"\n  headline: 출발했어요\n"),
        "default/locales/en.yaml": locale(
            "en", "off: Off\nshipped:\n  subject: \"[{{brand.name}}] On its way\"\n  headline: On its way\n"),
    ]
}
