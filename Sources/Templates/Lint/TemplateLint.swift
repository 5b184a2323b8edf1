// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Markup
import Notices
import Shipping
public import Values

/// Writes every letter in every language with every fixture, and looks at each as its readers would.
///
/// What is wrong is told at the line of the template it came from, once a place and rule, however many letters have it.
public struct TemplateLint {
    /// A letter as it was written for the lint.
    private struct Copy {
        let set: String
        let name: String
        let language: Language
        let fixture: String

        var words: String { "\(name), \(language.rawValue), \(fixture)" }
    }

    /// A problem, and how many other letters have it.
    private struct Entry {
        let problem: Problem
        let first: Copy
        var letters: Set<String>
    }

    /// What makes two findings one.
    private struct Key: Hashable {
        let file: String?
        let line: Int?
        let rule: String
        /// What it is about, where the place does not say it.
        let subject: String?
    }

    private let folder: String
    private let catalog: TemplateCatalog
    private let options: MailLint.Options
    private var entries: [Key: Entry] = [:]

    /// Looks at the letters of a catalog.
    ///
    /// - Parameters:
    ///   - catalog: The letters.
    ///   - folder: The folder it was loaded from, as problems call it.
    ///   - fixtures: The parcels they are written for.
    ///   - clients: The clients whose gaps are told; the usual ones when left out.
    /// - Returns: The problems, the catalog's own notices among them, in the order of files and lines.
    public static func problems(
        _ catalog: TemplateCatalog, in folder: String, fixtures: [LetterFixture], clients: [MailClient]? = nil
    ) -> [Problem] {
        var lint = TemplateLint(folder, catalog, clients)
        // What everybody has is told of the ordinary parcel.
        let fixtures = fixtures.filter { $0.name == "ordinary" } + fixtures.filter { $0.name != "ordinary" }
        for set in catalog.names {
            for name in catalog.letterNames(in: set) {
                for language in Language.allCases {
                    for fixture in fixtures { lint.check(set, name, language, fixture) }
                }
            }
        }
        return (catalog.notices + lint.problems).sorted { Self.isBefore($0, $1) }
    }

    private init(
        _ folder: String, _ catalog: TemplateCatalog, _ clients: [MailClient]?
    ) {
        self.folder = folder
        self.catalog = catalog
        self.options = MailLint.Options(clients: clients)
    }

    private mutating func check(_ set: String, _ name: String, _ language: Language, _ fixture: LetterFixture) {
        let copy = Copy(set: set, name: name, language: language, fixture: fixture.name)
        let letter = Self.letter(name, set: set, language: language, fixture: fixture)
        let traced: TracedLetter
        do {
            traced = try catalog.traced(letter)
        } catch {
            return add(.renderFailed, "the letter cannot be written: \(error.reason)", nil, copy)
        }
        for finding in MailLint.check(html: Array(traced.letter.html.utf8), options: options)
        where !Self.leftOut.contains(finding.rule) {
            // What is about the whole has no line of its own.
            let place = Self.ofWhole.contains(finding.rule) ? nil : traced.position(ofHTMLOffset: finding.offset)
            add(finding, place, copy)
        }
        checkText(traced.letter, letter, copy)
    }

    /// Rules that single letters break without anybody's fault: a style is for what another fixture shows.
    private static let leftOut: Set<String> = ["unused-class"]
    /// Rules about a letter as a whole.
    private static let ofWhole: Set<String> = ["gmail-clips", "large-html", "images-heavy", "too-many-images"]

    /// A fixture's letter of that name: told at its milestone, or at the one its stage means.
    private static func letter(
        _ name: String, set: String, language: Language, fixture: LetterFixture
    ) -> ShippingLetter {
        let stage = Stage(code: name.uppercased())
        let milestone = Milestone(rawValue: name) ?? stage.flatMap { Milestone($0) }
        let other: Milestone = name == Audience.staff.rawValue ? .failed : .delivered
        var letter = fixture.letter(
            milestone ?? other, audience: name == Audience.staff.rawValue ? .staff : nil, language: language)
        if let stage, Milestone(rawValue: name) == nil { letter.shipment.stage = stage }
        letter.name = name
        letter.shop.brand.templates = Line(cleaning: set)
        return letter
    }

    /// The text part holds what the HTML says.
    private mutating func checkText(_ rendered: RenderedLetter, _ letter: ShippingLetter, _ copy: Copy) {
        if rendered.subject.text.isEmpty { add(.subjectEmpty, "the subject is empty", nil, copy) }
        guard rendered.text.contains(where: { !$0.isWhitespace }) else {
            return add(.textEmpty, "the text part is empty", nil, copy)
        }
        let html = Self.plain(HTMLDocument(parsing: Array(rendered.html.utf8)).root.textContent)
        let text = Self.plain(rendered.text)
        for fact in Self.facts(of: letter) where html.contains(fact.value) && !text.contains(fact.value) {
            add(.textMissingFact, "the text part lacks \(fact.name), which the HTML has", nil, copy)
        }
        if let page = letter.trackingPage?.text, rendered.html.contains(page), !text.contains(Self.plain(page)) {
            add(.textMissingFact, "the text part lacks the link to the tracking page, which the HTML has", nil, copy)
        }
    }

    /// What a letter says of a parcel, without blanks.
    private static func facts(of letter: ShippingLetter) -> [(name: String, value: String)] {
        let registration = letter.shipment.registration
        var facts = [
            ("the tracking number", registration.key.trackingNumber.value), ("the shop's name", letter.shop.name.text),
        ]
        for order in registration.orders {
            facts.append(("the order's number", order.id.text))
            for item in order.items {
                facts.append(("a product", item.name.text))
                if let option = item.option { facts.append(("a product's option", option.text)) }
            }
        }
        for scan in letter.shipment.snapshot?.scans ?? [] {
            facts.append(("a scan's words", scan.text.text))
            if let place = scan.location { facts.append(("a scan's place", place.text)) }
        }
        return facts.map { ($0.0, plain($0.1)) }.filter { !$0.1.isEmpty }
    }

    /// A text without what layout changes: blanks, hyphens in numbers, and marks nobody sees.
    private static func plain(_ text: String) -> String {
        var plain = ""
        plain.unicodeScalars.append(
            contentsOf: text.unicodeScalars.filter { scalar in
                !scalar.properties.isWhitespace && scalar != "-" && !scalar.properties.isDefaultIgnorableCodePoint
                    && scalar.properties.generalCategory != .format && scalar.properties.generalCategory != .control
            })
        return plain
    }

    private mutating func add(_ rule: LintRule, _ message: String, _ place: SourcePosition?, _ copy: Copy) {
        add(Finding(rule, message, offset: 0), place, copy)
    }

    private mutating func add(_ finding: Finding, _ place: SourcePosition?, _ copy: Copy) {
        let file = place?.file ?? "\(folder)/\(copy.set)/email/\(copy.name).mustache"
        let line = place?.line ?? 1
        let key: Key
        if let subject = finding.subject {
            // What clients lack is told where it is used first.
            key = Key(file: nil, line: nil, rule: finding.rule, subject: subject)
        } else if place == nil {
            let words = finding.message.filter { !$0.isNumber }
            key = Key(file: file, line: line, rule: finding.rule, subject: words)
        } else {
            key = Key(file: file, line: line, rule: finding.rule, subject: nil)
        }
        if entries[key] != nil {
            entries[key]?.letters.insert(copy.name)
            return
        }
        entries[key] = Entry(
            problem: Problem(
                file: file, line: line, rule: finding.rule, message: finding.message, wayOut: finding.wayOut,
                severity: finding.severity), first: copy, letters: [copy.name])
    }

    /// The problems, each with the letter that shows it.
    private var problems: [Problem] {
        entries.values.map { entry in
            let problem = entry.problem
            let others = entry.letters.count - 1
            let more = others > 0 ? " and \(others) other letter\(others == 1 ? "" : "s")" : ""
            return Problem(
                file: problem.file, line: problem.line, field: problem.field, rule: problem.rule,
                message: "\(problem.message) (\(entry.first.words)\(more))", wayOut: problem.wayOut,
                severity: problem.severity)
        }
    }

    /// The order in which a person works: files, lines, then the graver first.
    public static func isBefore(_ left: Problem, _ right: Problem) -> Bool {
        (left.file ?? "", left.line ?? 0, -left.severity.rawValue, left.rule, left.message)
            < (right.file ?? "", right.line ?? 0, -right.severity.rawValue, right.rule, right.message)
    }
}
