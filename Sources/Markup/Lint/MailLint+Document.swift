// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

extension MailLint {
    /// The document as a whole.
    mutating func checkDocument(bytes: Int) {
        for fault in page.document.faults { find(.notWellFormed, fault.message, at: fault.offset) }
        checkSize(bytes)
        let root = page.first("html")
        let start = root?.offset ?? 0
        if !HTMLNode.isReadable(root?["lang"] ?? "") { find(.missingLang, "<html> has no lang", at: start) }
        if let direction = root?["dir"]?.lowercased(), ["ltr", "rtl", "auto"].contains(direction) {
        } else {
            find(.missingDir, "<html> has no dir", at: start)
        }
        if !page.elements("title").contains(where: { $0.parent?.name == "head" && HTMLNode.isReadable($0.textContent) })
        {
            find(.missingTitle, "there is no <title>, or it is empty", at: start)
        }
        let metas = page.elements("meta")
        let declares = metas.contains { meta in
            meta["charset"]?.lowercased() == "utf-8"
                || meta["http-equiv"]?.lowercased() == "content-type"
                    && meta["content"]?.lowercased().contains("charset=utf-8") == true
        }
        if !declares { find(.missingCharset, "there is no <meta charset=\"utf-8\">", at: start) }
        let landmark = page.elements.contains { element in
            element.name == "main" || ["main", "article"].contains(element["role"]?.lowercased() ?? "")
                || element.name == "article"
        }
        if !landmark { find(.missingLandmark, "the content has no landmark", at: page.first("body")?.offset ?? start) }
    }

    private mutating func checkSize(_ bytes: Int) {
        if bytes > Self.mostHTMLBytes {
            find(.gmailClips, "the HTML has \(bytes.grouped) bytes; Gmail shows \(Self.mostHTMLBytes.grouped)", at: 0)
        } else if bytes > Self.largeHTMLBytes {
            find(
                .largeHTML,
                "the HTML has \(bytes.grouped) bytes, near the \(Self.mostHTMLBytes.grouped) that Gmail shows",
                at: 0)
        }
        for style in page.elements("style") {
            let size = style.textContent.utf8.count
            guard size > Self.mostStyleBytes else { continue }
            find(
                .styleTooLarge,
                "this <style> has \(size.grouped) bytes; Gmail keeps none larger than \(Self.mostStyleBytes.grouped)",
                at: style.offset)
        }
    }

    /// Elements and attributes that no mail has.
    mutating func checkElements() {
        var ids = Set<String>()
        for element in page.elements {
            if let what = Self.forbidden(element) {
                find(.forbiddenElement, "\(what) does not work in mail", at: element.offset)
            }
            for attribute in element.attributes
            where attribute.name.hasPrefix("on") && attribute.name.count > 3 && attribute.name.allSatisfy(\.isLetter) {
                find(.eventHandler, "<\(element.name)> has \(attribute.name)", at: element.offset)
            }
            if let id = element["id"], !id.isEmpty, !ids.insert(id).inserted {
                find(.duplicateID, "the id \(Problem.excerpt(id)) is used again", at: element.offset)
            }
            if let order = element["tabindex"].flatMap({ Int($0) }), order > 0 {
                find(.readingOrder, "<\(element.name)> has tabindex=\"\(order)\"", at: element.offset)
            }
            if element.isJSONLD { checkJSONLD(element) }
        }
    }

    private static func forbidden(_ element: HTMLNode) -> String? {
        switch element.name {
        case "script": element.isJSONLD ? nil : "<script>"
        case "form", "iframe", "frame", "frameset", "object", "embed", "applet", "video", "audio", "base", "portal":
            "<\(element.name)>"
        case "link":
            element["rel"]?.lowercased().split(separator: " ").contains("stylesheet") == true
                ? "<link rel=\"stylesheet\">" : nil
        case "meta": element["http-equiv"]?.lowercased() == "refresh" ? "<meta http-equiv=\"refresh\">" : nil
        default: nil
        }
    }

    private mutating func checkJSONLD(_ element: HTMLNode) {
        let value: JSON
        do {
            value = try JSON(parsing: Array(element.textContent.utf8))
        } catch {
            return find(.jsonLD, "the JSON-LD is no JSON: \(error)", at: element.offset)
        }
        let things = value.array ?? value["@graph"]?.array ?? [value]
        let context = value["@context"] ?? things.first?["@context"]
        if context == nil { find(.jsonLD, "the JSON-LD has no @context", at: element.offset) }
        if things.isEmpty || things.contains(where: { $0["@type"] == nil }) {
            find(.jsonLD, "the JSON-LD has no @type", at: element.offset)
        }
    }

    /// Headings, from which people find their way by ear.
    mutating func checkHeadings() {
        var last = 0
        var first: HTMLNode?
        var firsts = 0
        for element in page.elements where page.isRead(element) {
            guard element.name.count == 2, element.name.first == "h", let level = element.name.last?.wholeNumberValue,
                (1...6).contains(level)
            else { continue }
            if page.isShown(element), !HTMLNode.isReadable(element.spokenText) {
                find(.emptyHeading, "an <h\(level)> has no words", at: element.offset)
            }
            if level == 1 {
                firsts += 1
                first = first ?? element
                if firsts == 2 { find(.headingOrder, "there is more than one <h1>", at: element.offset) }
            } else if level > last + 1, last > 0 {
                find(.headingOrder, "<h\(level)> follows <h\(last)>", at: element.offset)
            }
            last = level
        }
        if first == nil {
            find(
                .headingOrder, "there is no <h1>", wayOut: "make the headline an <h1>",
                at: page.first("body")?.offset ?? 0)
        }
    }
}

extension HTMLNode {
    /// Whether this is data for machines.
    var isJSONLD: Bool {
        name == "script" && (self["type"] ?? "").lowercased().hasPrefix("application/ld+json")
    }
}

extension Int {
    /// The number with a comma before each three digits.
    var grouped: String {
        var text = ""
        let digits = String(self)
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return text
    }
}
