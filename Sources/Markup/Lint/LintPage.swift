// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// A mail laid out for the lint: its tree as lists, and its styles.
struct LintPage {
    /// The parsed mail.
    let document: HTMLDocument
    /// Its elements, in the order of the document.
    let elements: [HTMLNode]
    /// Those of them that stand between `<!--[if !mso]><!-->` and `<!--<![endif]-->`, which Outlook for Windows skips.
    let hiddenFromOutlook: Set<ObjectIdentifier>
    /// What `<style>` says.
    let styles: MailStyles
    /// Whether the mail says that it can be shown on a dark canvas.
    let declaresDarkCanvas: Bool

    private var light: [ObjectIdentifier: [String: String]] = [:]
    private var dark: [ObjectIdentifier: [String: String]] = [:]
    private var gone: Set<ObjectIdentifier> = []
    private var silent: Set<ObjectIdentifier> = []

    /// Parses a mail.
    init(_ html: [UInt8]) {
        let document = HTMLDocument(parsing: html)
        let list = CSSElements(document.root)
        let elements = list.list.map(\.node)
        let styles = MailStyles(elements.filter { $0.name == "style" })
        let schemes = elements.filter { $0.name == "meta" && $0["name"]?.lowercased() == "color-scheme" }
        self.document = document
        self.elements = elements
        self.styles = styles
        self.hiddenFromOutlook = Self.hiddenFromOutlook(document.root)
        let isDeclared = schemes.contains { $0["content"]?.lowercased().split(separator: " ").contains("dark") == true }
        self.declaresDarkCanvas = isDeclared || styles.declaresDarkRoot
        let hasDarkMode = self.hasDarkMode
        for (index, element) in list.list.enumerated() {
            let id = ObjectIdentifier(element.node)
            let style = styles.style(of: index, in: list, isDark: false)
            light[id] = style
            if hasDarkMode { dark[id] = styles.style(of: index, in: list, isDark: true) }
            let around = element.node.parent.map { ObjectIdentifier($0) }
            func isIn(_ set: Set<ObjectIdentifier>) -> Bool { around.map { set.contains($0) } ?? false }
            if isIn(gone) || style["display"] == "none" || element.node["hidden"] != nil { gone.insert(id) }
            if isIn(silent) || element.node["aria-hidden"]?.lowercased() == "true" { silent.insert(id) }
        }
    }

    /// Whether the mail speaks of dark mode.
    var hasDarkMode: Bool { styles.hasDarkRules || declaresDarkCanvas }

    /// What the cascade gives an element.
    func style(of element: HTMLNode, isDark: Bool) -> [String: String] {
        (isDark ? dark : light)[ObjectIdentifier(element)] ?? [:]
    }

    /// Whether an element is seen: neither it nor what it is in is taken out.
    func isShown(_ element: HTMLNode) -> Bool { !gone.contains(ObjectIdentifier(element)) }

    /// Whether an element is read out.
    func isRead(_ element: HTMLNode) -> Bool { isShown(element) && !silent.contains(ObjectIdentifier(element)) }

    /// The elements of a name.
    func elements(_ name: String) -> [HTMLNode] { elements.filter { $0.name == name } }

    /// The first element of a name.
    func first(_ name: String) -> HTMLNode? { elements.first { $0.name == name } }

    private static func hiddenFromOutlook(_ root: HTMLNode) -> Set<ObjectIdentifier> {
        var hidden = Set<ObjectIdentifier>()
        var isHidden = false
        root.walk { node in
            switch node.kind {
            case .element: if isHidden { hidden.insert(ObjectIdentifier(node)) }
            case .comment(let text): isHidden = Self.isHidden(after: text, before: isHidden)
            case .document, .doctype, .text: break
            }
        }
        return hidden
    }

    private static func isHidden(after comment: String, before: Bool) -> Bool {
        let text = comment.lowercased().filter { !$0.isWhitespace }
        if text.hasPrefix("[if!mso") { return true }
        // `<!--[if mso]>...<![endif]-->` is one comment, which begins and ends in itself.
        return text.hasSuffix("<![endif]") && !text.hasPrefix("[if") ? false : before
    }
}

extension HTMLNode {
    /// Whether there is anything to read in a text: more than spaces, joiners and what pads a preheader.
    static func isReadable(_ text: String) -> Bool {
        text.unicodeScalars.contains { scalar in
            let properties = scalar.properties
            return !properties.isWhitespace && !properties.isDefaultIgnorableCodePoint
                && properties.generalCategory != .control && properties.generalCategory != .format
        }
    }

    /// The elements below this one that are not inside another `<table>` there.
    var ownTableParts: [HTMLNode] {
        children.flatMap { child -> [HTMLNode] in
            if case .element(let name) = child.kind { name == "table" ? [] : [child] + child.ownTableParts } else { [] }
        }
    }

    /// What is read out for this element: its text, the `alt` of its images, or its `aria-label`.
    var spokenText: String {
        if let label = self["aria-label"], Self.isReadable(label) { return label }
        return children.reduce(into: "") { text, child in
            switch child.kind {
            case .text(let part): text += part
            case .element(let name):
                if child["aria-hidden"]?.lowercased() == "true" || name == "style" || name == "script" { return }
                text += name == "img" ? child["alt"] ?? "" : child.spokenText
            case .document, .doctype, .comment: break
            }
        }
    }
}
