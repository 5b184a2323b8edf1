// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Notices
import Shipping
import Templates
import Values

/// The letters of one template set and the fixtures to write them with.
struct LetterShelf {
    let catalog: TemplateCatalog
    let fixtures: [LetterFixture]
    /// The set that was asked for; each fixture's own when nil.
    let set: String?

    /// Loads templates and fixtures.
    ///
    /// - Parameters:
    ///   - templates: The templates folder, if named.
    ///   - set: The template set, if named.
    init(templates: String?, set: String? = nil) throws {
        guard let folder = ShareFolder.find("templates", named: templates) else {
            throw CommandFailure.report("no templates folder was found; name one with --templates.")
        }
        catalog = try TemplateCatalog.load(folder)
        if let set, !catalog.has(set: set) {
            throw CommandFailure.report(
                "there is no template set \(set) in \(folder); there are \(catalog.names.joined(separator: ", ")).",
                CommandFailure.usage)
        }
        self.set = set
        let own = folder + "/fixtures"
        let isThere = FileManager.default.fileExists(atPath: own)
        guard let place = isThere ? own : ShareFolder.find("templates").map({ $0 + "/fixtures" }) else {
            throw CommandFailure.report("no fixtures folder was found beside the template sets in \(folder).")
        }
        fixtures = try LetterFixture.load(place)
    }

    /// The names of the set's letters, in order.
    var names: [String] { catalog.letterNames(in: set ?? TemplateCatalog.defaultSet) }

    /// The letter that is meant by a name, a milestone or a stage, in letters of either case.
    ///
    /// A letter of the very name comes first, so that a set's own letter for a stage (`picked_up`) is found by it.
    func name(of text: String) throws -> String {
        let wanted = text.lowercased()
        if names.contains(wanted) { return wanted }
        let stage = Stage(code: text)
        for candidate in [stage?.rawValue.lowercased(), stage.flatMap { Milestone($0)?.rawValue }] {
            if let candidate, names.contains(candidate) { return candidate }
        }
        throw CommandFailure.report(
            "there is no letter for \(text); there are \(names.joined(separator: ", ")). `parcelpost render --list` tells "
                + "more.", CommandFailure.usage)
    }

    /// The fixture of a name.
    func fixture(_ name: String) throws -> LetterFixture {
        guard let fixture = fixtures.first(where: { $0.name == name }) else {
            throw CommandFailure.report(
                "there is no fixture \(name); there are \(fixtures.map(\.name).joined(separator: ", ")).",
                CommandFailure.usage)
        }
        return fixture
    }

    /// A letter of the set, written with a fixture.
    ///
    /// - Parameters:
    ///   - name: One of `names`.
    ///   - fixture: The parcel.
    ///   - language: Another language than the fixture's own.
    func letter(_ name: String, _ fixture: LetterFixture, language: Language? = nil) -> FixtureLetter {
        let stage = Stage(code: name.uppercased())
        var letter: ShippingLetter
        if name == Audience.staff.rawValue {
            letter = fixture.letter(.failed, audience: .staff, language: language)
        } else if let milestone = Milestone(rawValue: name) ?? stage.flatMap({ Milestone($0) }) {
            letter = fixture.letter(milestone, language: language)
        } else {
            // A letter that nothing in the program names is shown with the whole journey.
            letter = fixture.letter(.delivered, language: language)
        }
        letter.name = name
        if let set { letter.shop.brand.templates = Line(cleaning: set) }
        return FixtureLetter(name: name, fixture: fixture.name, letter: letter, catalog: catalog)
    }

    /// When a letter is sent, in a few words.
    static func occasion(of name: String) -> String {
        if name == Audience.staff.rawValue { return "to the shop's own people, at FAILED and RETURNED" }
        switch Milestone(rawValue: name) {
        case .delayed: return "when nothing was heard for a while"
        case .correction: return "when DELIVERED turned out wrong"
        case .digest: return "for several parcels of one order"
        case let milestone?:
            let stages = Stage.allCases.filter { Milestone($0) == milestone }.map(\.rawValue)
            return "at " + stages.joined(separator: " or ")
        case nil:
            guard let stage = Stage(code: name.uppercased()), let milestone = Milestone(stage) else { return "by name" }
            return "at \(stage.rawValue), instead of \(milestone.rawValue)"
        }
    }
}
