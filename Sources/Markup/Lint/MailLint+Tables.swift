// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

extension MailLint {
    /// Tables: most are layout and say so, the others have headers.
    mutating func checkTables() {
        for table in page.elements("table") {
            let role = table["role"]?.lowercased()
            if role == "presentation" || role == "none" { continue }
            let parts = table.ownTableParts
            let headers = parts.filter { $0.name == "th" }
            let caption = parts.first { $0.name == "caption" }
            if headers.isEmpty, caption == nil, role == nil {
                find(
                    .layoutTableWithoutRole, "this <table> has no headers and no role=\"presentation\"",
                    at: table.offset)
                continue
            }
            let label = table["aria-label"] ?? table["aria-labelledby"]
            if !HTMLNode.isReadable(caption?.textContent ?? label ?? "") {
                find(.dataTableWithoutCaption, "this table of data has no <caption>", at: table.offset)
            }
            let bare = headers.filter { $0["scope"] == nil && $0["id"] == nil }
            if let first = bare.first {
                find(
                    .dataTableWithoutScope, bare.count.times("<th> has no scope", "<th> have no scope"),
                    at: first.offset)
            }
        }
    }

    /// Images: seen by some, heard by others, blocked for many.
    mutating func checkImages() {
        var seen = 0
        var sources = Set<String>()
        for image in page.elements("img") where page.isShown(image) {
            let source = (image["src"] ?? "").trimmed
            let name = Self.name(of: image)
            if image["alt"] == nil { find(.imageWithoutAlt, "\(name) has no alt", at: image.offset) }
            if Self.isPixel(image) {
                find(.trackingPixel, "\(name) is one pixel large", at: image.offset)
            } else {
                seen += 1
                if seen == Self.mostImages + 1 {
                    let count = page.elements("img").count
                    find(.tooManyImages, "there are \(count) images", at: image.offset)
                }
                if Self.sizes.allSatisfy({ image.length($0) == nil }) {
                    find(.imageWithoutSize, "\(name) has neither width nor height", at: image.offset)
                }
            }
            checkSource(source, of: image, named: name)
            if source.lowercased().hasPrefix("cid:") { sources.insert(String(source.dropFirst(4))) }
        }
        guard let parts = options.inlineParts else { return }
        let weight = parts.filter { sources.contains($0.key) }.values.reduce(0, +)
        if weight > Self.mostImageBytes {
            find(.imagesHeavy, "the images in the mail weigh \(weight.grouped) bytes", at: 0)
        }
    }

    private mutating func checkSource(_ source: String, of image: HTMLNode, named name: String) {
        let lowered = source.lowercased()
        if source.isEmpty {
            find(.imageWithoutSource, "\(name) has no src", at: image.offset)
        } else if lowered.hasPrefix("data:") {
            find(.dataImage, "\(name) is a data: URI", at: image.offset)
        } else if lowered.hasPrefix("http:") {
            find(.linkNotHTTPS, "\(name) is loaded by http", at: image.offset)
        } else if lowered.hasPrefix("cid:") {
            if let parts = options.inlineParts, parts[String(source.dropFirst(4))] == nil {
                find(.cidMissing, "\(name) is a part that is not in the mail", at: image.offset)
            }
        } else if !lowered.hasPrefix("https:") {
            find(
                .imageWithoutSource, "\(name) has a src that is no full address", wayOut: "write https:// and the host",
                at: image.offset)
        }
    }

    private static let sizes = ["width", "height"]

    private static func isPixel(_ image: HTMLNode) -> Bool {
        guard let width = image.length("width"), let height = image.length("height") else { return false }
        return width <= 1 && height <= 1
    }

    private static func name(of image: HTMLNode) -> String {
        if let alt = image["alt"], HTMLNode.isReadable(alt) { return "the image \(alt.excerpt)" }
        let file = (image["src"] ?? "").prefix { $0 != "?" && $0 != "#" }.split(separator: "/").last ?? ""
        return file.isEmpty || file.lowercased().hasPrefix("data:") ? "an image" : "the image \(String(file).excerpt)"
    }
}

extension HTMLNode {
    /// The pixels of `width` or `height`, as attribute or in `style`; nil without one or with `auto`, 0 for what is not pixels.
    func length(_ name: String) -> Double? {
        let declared = MailStyles.declarations(of: self["style"] ?? "").last { $0.name == name }?.value
        for text in [self[name], declared] {
            guard let word = text?.trimmed.lowercased(), !word.isEmpty, word != "auto" else { continue }
            let number = word.hasSuffix("px") ? word.dropLast(2) : word[...]
            // A share of the width counts as given: it is no pixel, and it is no full size either.
            return Double(number) ?? .infinity
        }
        return nil
    }
}
