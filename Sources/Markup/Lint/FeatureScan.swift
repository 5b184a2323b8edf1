// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Finds what features a mail uses, and where.
struct FeatureScan {
    /// A feature that was seen.
    struct Sight {
        /// Where it was first seen.
        let offset: Int
        /// How often.
        var count = 0
        /// How often outside of what Outlook for Windows skips.
        var outsideComments = 0
    }

    let support: ClientSupport
    /// The features that were seen, by their index in the table.
    private(set) var sights: [Int: Sight] = [:]

    /// Makes a scan.
    init(support: ClientSupport) {
        self.support = support
    }

    /// Reads a mail.
    mutating func read(_ page: LintPage) {
        for element in page.elements {
            let isHidden = page.hiddenFromOutlook.contains(ObjectIdentifier(element))
            read(element, isHidden: isHidden)
        }
        for rule in page.styles.rules where !rule.isConditional {
            for pseudo in rule.pseudos { see(.pseudo, pseudo, at: rule.offset, isHidden: false) }
            read(rule.declarations, at: rule.offset, isHidden: false)
        }
        for at in page.styles.atRules { see(.at, at.name, at: at.offset, isHidden: false) }
    }

    private mutating func read(_ element: HTMLNode, isHidden: Bool) {
        let offset = element.offset
        see(.element, element.name, at: offset, isHidden: isHidden)
        for attribute in element.attributes {
            see(.attribute, attribute.name, at: offset, isHidden: isHidden)
            let pair = "\(attribute.name)=\(attribute.value.lowercased())"
            see(.attribute, pair, of: element.name, at: offset, isHidden: isHidden)
        }
        if element.name == "a", let target = element["href"]?.trimmed {
            if target.hasPrefix("#") { see(.link, "#", at: offset, isHidden: isHidden) }
            if target.lowercased().hasPrefix("mailto:") { see(.link, "mailto", at: offset, isHidden: isHidden) }
        }
        if element.name == "img", let source = element["src"] {
            for format in Self.formats(of: source) { see(.image, format, at: offset, isHidden: isHidden) }
        }
        guard let style = element["style"] else { return }
        let declarations = MailStyles.declarations(of: style)
        // What is not shown needs no client's help to be shown well.
        let isGone = declarations.contains { $0.name == "display" && $0.value.lowercased() == "none" }
        if !isGone { read(declarations, at: offset, isHidden: isHidden) }
    }

    /// Reads a block of declarations.
    private mutating func read(_ block: [MailStyles.Declaration], at offset: Int, isHidden: Bool) {
        var before = Set<String>()
        for declaration in block {
            let value = declaration.value.lowercased()
            // A plainer value before it is what stays where this one is not understood.
            let hasFallback = !before.insert(declaration.name).inserted
            guard !Self.isNeutral(declaration.name, value) else { continue }
            if !declaration.name.hasPrefix("--") { see(.property, declaration.name, at: offset, isHidden: isHidden) }
            if declaration.isImportant { see(.keyword, "!important", at: offset, isHidden: isHidden) }
            guard !hasFallback else { continue }
            for word in Self.words(of: value) {
                see(.value, word, of: declaration.name, at: offset, isHidden: isHidden)
                see(.value, word, of: "*", at: offset, isHidden: isHidden)
                if word.hasPrefix("-"), word.dropFirst().first?.isNumber == true {
                    see(.value, "-", of: declaration.name.prefixUpToHyphen, at: offset, isHidden: isHidden)
                }
                if let unit = Self.unit(of: word) { see(.unit, unit, at: offset, isHidden: isHidden) }
            }
            for function in Self.functions(of: value) { see(.function, function, at: offset, isHidden: isHidden) }
        }
    }

    private mutating func see(
        _ kind: MailFeature.Kind, _ name: String, of owner: String = "", at offset: Int, isHidden: Bool
    ) {
        for index in support.features(kind, name, of: owner) {
            var sight = sights[index] ?? Sight(offset: offset)
            sight.count += 1
            if !isHidden { sight.outsideComments += 1 }
            sights[index] = sight
        }
    }

    /// Whether a declaration only says what is so anyway.
    private static func isNeutral(_ name: String, _ value: String) -> Bool {
        switch name {
        case "opacity": value == "1"
        case "display": false
        default:
            [
                "0", "0px", "none", "auto", "normal", "static", "relative", "visible", "initial", "inherit", "unset",
                "left top",
                "separate",
            ].contains(value)
        }
    }

    /// The words of a value, those in functions and quotes left out.
    private static func words(of value: String) -> [String] {
        var words = [""]
        var depth = 0
        var quote: Character?
        for character in value {
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "\"" || character == "'" {
                quote = character
            } else if character == "(" {
                depth += 1
            } else if character == ")" {
                depth -= 1
            } else if depth == 0 {
                if character.isWhitespace || character == "," {
                    words.append("")
                } else {
                    words[words.count - 1].append(character)
                }
            }
        }
        return words.filter { !$0.isEmpty }
    }

    private static func unit(of word: String) -> String? {
        let rest = word.drop { $0.isNumber || $0 == "." || $0 == "-" || $0 == "+" }
        guard rest.count < word.count, !rest.isEmpty else { return nil }
        return String(rest)
    }

    private static func functions(of value: String) -> [String] {
        var names = [String]()
        var word = ""
        for character in value {
            if character == "(" {
                if !word.isEmpty, word != "url" { names.append(word) }
                word = ""
            } else if character.isLetter || character == "-" {
                word.append(character)
            } else {
                word = ""
            }
        }
        return names
    }

    /// The format of an image, by its address.
    private static func formats(of source: String) -> [String] {
        let lowered = source.trimmed.lowercased()
        if lowered.hasPrefix("data:") { return ["data"] }
        let path = lowered.prefix { $0 != "?" && $0 != "#" }
        guard let file = path.split(separator: "/").last, let dot = file.lastIndex(of: ".") else { return [] }
        return [String(file[file.index(after: dot)...])]
    }
}

extension String {
    /// `margin` of `margin-top`.
    fileprivate var prefixUpToHyphen: String { String(prefix { $0 != "-" }) }
}
