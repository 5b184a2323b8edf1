// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// What is known about the elements of HTML by their names.
enum HTMLNames {
    /// Elements without content and end tag.
    static let void: Set<String> = [
        "area", "base", "basefont", "bgsound", "br", "col", "command", "embed", "frame", "hr", "image", "img", "input",
        "isindex", "keygen", "link", "meta", "param", "source", "track", "wbr",
    ]

    /// Elements whose content is not markup.
    static let raw: Set<String> = ["script", "style"]

    /// Elements whose white space is content.
    static let preserving: Set<String> = ["pre", "textarea", "script", "style", "listing", "xmp"]

    /// Elements that may go without an end tag (HTML, 13.1.2.4).
    static let closesByItself: Set<String> = [
        "html", "head", "body", "li", "dt", "dd", "p", "option", "optgroup", "colgroup", "caption", "thead", "tbody",
        "tfoot", "tr", "td", "th", "rb", "rt", "rtc", "rp",
    ]

    /// Block-level elements: white space at their edges shows nothing.
    static let block: Set<String> = [
        "address", "article", "aside", "blockquote", "body", "caption", "center", "col", "colgroup", "dd", "details",
        "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
        "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p",
        "pre", "search", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul",
    ]

    /// Elements that end an open `<p>` (HTML, 13.1.2.4) though the parser does not know them.
    static let blockUnknownToParser: Set<String> = [
        "article", "aside", "details", "dialog", "figcaption", "figure", "footer", "header", "hgroup", "main", "nav",
        "search", "section", "summary",
    ]

    /// Elements of a head.
    static let metadata: Set<String> = [
        "base", "link", "meta", "noscript", "script", "style", "template", "title", "xml",
    ]

    /// Elements in which text cannot stand, with what may stand there.
    static let structure: [String: Set<String>] = [
        "table": ["caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr"],
        "thead": ["tr"], "tbody": ["tr"], "tfoot": ["tr"], "tr": ["td", "th"], "colgroup": ["col"],
        "ul": ["li"], "ol": ["li"], "dl": ["dt", "dd", "div"],
    ]

    /// Elements that stand in certain others only.
    static let parents: [String: Set<String>] = [
        "td": ["tr"], "th": ["tr"], "tr": ["table", "thead", "tbody", "tfoot"], "thead": ["table"],
        "tbody": ["table"], "tfoot": ["table"], "caption": ["table"], "colgroup": ["table"],
        "col": ["colgroup", "table"], "li": ["ul", "ol", "menu"], "dt": ["dl", "div"], "dd": ["dl", "div"],
    ]

    /// Elements that end an open one by their start tag (HTML, 13.1.2.4).
    static let closedBy: [String: Set<String>] = [
        "li": ["li"], "dt": ["dt", "dd"], "dd": ["dt", "dd"], "option": ["option", "optgroup"],
        "optgroup": ["optgroup"], "tr": ["tr", "tbody", "tfoot"], "td": ["td", "th", "tr", "tbody", "tfoot"],
        "th": ["td", "th", "tr", "tbody", "tfoot"], "thead": ["tbody", "tfoot"], "tbody": ["tbody", "tfoot"],
        "caption": ["colgroup", "col", "thead", "tbody", "tfoot", "tr"],
        "colgroup": ["thead", "tbody", "tfoot", "tr"], "head": ["body"],
        "p": [
            "address", "blockquote", "center", "dir", "div", "dl", "fieldset", "form", "h1", "h2", "h3", "h4", "h5",
            "h6", "hr", "menu", "ol", "p", "pre", "table", "ul",
        ],
    ]

    /// Elements that old parsers, and ours, end where one of these starts, though their end tag is still to come.
    static let endedEarly: [String: Set<String>] = [
        "a": ["a", "table", "fieldset"], "b": ["center", "p"], "i": ["center", "p"], "u": ["p"], "font": ["center"],
        "big": ["p"], "s": ["p"], "small": ["p"], "strike": ["p"], "form": ["form"],
        "h1": heading, "h2": heading, "h3": heading, "h4": heading, "h5": heading, "h6": heading,
        "pre": ["form", "table", "ul", "li", "dl", "dt", "dd", "fieldset"],
        "address": ["form", "ul", "li", "dl", "dt", "dd"],
    ]

    private static let heading: Set<String> = [
        "form", "p", "table", "li", "fieldset", "h1", "h2", "h3", "h4", "h5", "h6",
    ]

    /// Attributes whose presence is their value.
    static let booleanAttributes: Set<String> = [
        "allowfullscreen", "async", "autofocus", "autoplay", "checked", "compact", "controls", "declare", "default",
        "defer", "disabled", "formnovalidate", "hidden", "inert", "ismap", "itemscope", "loop", "multiple", "muted",
        "nohref", "nomodule", "noresize", "noshade", "novalidate", "nowrap", "open", "playsinline", "readonly",
        "required", "reversed", "selected",
    ]

    /// Every element of HTML, and the old ones that mails still use.
    static let known: Set<String> = void.union(block).union(metadata).union(raw).union([
        "a", "abbr", "acronym", "applet", "audio", "b", "bdi", "bdo", "big", "blink", "button", "canvas", "cite",
        "code", "data", "datalist", "del", "dfn", "em", "font", "frameset", "i", "iframe", "ins", "kbd", "label",
        "listing", "map", "mark", "marquee", "math", "meter", "nobr", "noembed", "noframes", "object", "optgroup",
        "option", "output", "picture", "plaintext", "progress", "q", "rb", "rp", "rt", "rtc", "ruby", "s", "samp",
        "select", "slot", "small", "span", "strike", "strong", "sub", "sup", "svg", "textarea", "time", "tt", "u",
        "var", "video", "xmp",
    ])

    /// Whether a name is none of HTML's own: Office's `v:`, `o:` and `w:`, or a custom element.
    static func isForeign(_ name: String) -> Bool {
        name.utf8.contains(UInt8(ascii: ":")) || name.utf8.contains(UInt8(ascii: "-"))
    }
}
