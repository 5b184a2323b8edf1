// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Settings
package import Values
import Web

/// What a request wants of the faults; its JSON is read by the reader of the scenario files, so that both say the same.
package struct FaultChange: Sendable {
    /// What the body is.
    package enum Form: Sendable {
        /// All the rules of a space, or the name of a scenario, or whether there is magic.
        case set
        /// One rule, or the name of a scenario.
        case one
    }

    /// The scenario to play.
    package private(set) var scenario: String?
    /// The rules; nil when it has none.
    package private(set) var rules: [FaultRule]?
    /// Whether the magic recipients are at work; nil when it does not say.
    package private(set) var magic: Bool?

    /// Reads a body of JSON.
    ///
    /// - Throws: Everything that is wrong.
    package init(
        json: JSON, _ form: Form, texts: [String: FaultReply] = RefusalTexts.all
    ) throws(Problems) {
        guard json.members != nil else {
            throw Problems([
                Problem(field: "", rule: "wrong-type", message: "expected an object, found \(json.kindName).")
            ])
        }
        try self.init(yaml: json.text, form, texts, isJSON: true)
    }

    /// Reads a body of either: what begins with a brace is JSON, anything else YAML.
    ///
    /// - Throws: Everything that is wrong; `ProblemDetails` when it is neither.
    package init(
        body: [UInt8], _ form: Form, texts: [String: FaultReply] = RefusalTexts.all
    ) throws {
        let first = body.first { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }
        if first == nil || first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
            try self.init(json: JSON(body: body), form, texts: texts)
        } else if let text = String(validating: body, as: UTF8.self) {
            try self.init(yaml: text, form, texts: texts)
        } else {
            throw ProblemDetails(.badRequest, rule: "not-utf-8", detail: "The body is not UTF-8.")
        }
    }

    /// Reads a body of YAML, as scenario files are.
    ///
    /// - Throws: Everything that is wrong, with its line.
    package init(
        yaml: String, _ form: Form, texts: [String: FaultReply] = RefusalTexts.all
    ) throws(Problems) {
        try self.init(yaml: yaml, form, texts, isJSON: false)
    }

    private init(
        yaml: String, _ form: Form, _ texts: [String: FaultReply], isJSON: Bool
    ) throws(Problems) {
        // A file may name the environment's words and other files; a request may not.
        let file = try SettingsFile.parse(yaml.replacing("${", with: "$${"), name: "request")
        let root = file.root
        scenario = root.string("scenario", about: "The name of a scenario.")
        switch form {
        case .set:
            _ = root.has("about")
            magic = FaultRules.magic(root)
            rules = FaultRules.read(root, texts: texts)
            // What GET answers may be sent back.
            for shown in ["space", "rulesOfAllSpaces"] where isJSON { _ = root.has(shown) }
            if scenario != nil, rules == nil || isJSON && rules?.isEmpty == true {
                rules = nil
            } else if rules != nil {
                scenario = nil
            } else if scenario == nil, magic == nil {
                root.refuse(
                    rule: "nothing-asked", "nothing is asked.",
                    wayOut: "Give `rules`, `scenario` or `magic`: {\"scenario\":\"gmail-bad-day\"}.")
            }
        case .one:
            if root.has("scenario") { break }
            rules = [FaultRule(reading: root, seed: 0, texts: texts)]
        }
        do throws(Problems) {
            try file.finish()
        } catch {
            // One line of JSON has no lines to tell.
            throw isJSON ? Problems(error.list.map(\.withoutLine)) : error
        }
    }
}

extension Problem {
    fileprivate var withoutLine: Problem {
        Problem(field: field, rule: rule, message: message, wayOut: wayOut, severity: severity)
    }
}
