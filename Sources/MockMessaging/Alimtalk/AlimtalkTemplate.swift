// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Values

/// A template and where its review stands.
struct AlimtalkTemplate: Sendable {
    /// Where its review stands.
    enum Status: String, Sendable, CaseIterable {
        /// Asked for.
        case registered = "REG"
        /// Kakao looks at it.
        case reviewing = "REQ"
        /// It may be sent.
        case approved = "APR"
        /// It may not.
        case rejected = "REJ"

        /// As the API says it.
        var code: String {
            switch self {
            case .registered: "TSC01"
            case .reviewing: "TSC02"
            case .approved: "TSC03"
            case .rejected: "TSC04"
            }
        }

        /// Its words in the API.
        var name: String {
            switch self {
            case .registered: "요청"
            case .reviewing: "검수 중"
            case .approved: "승인"
            case .rejected: "반려"
            }
        }
    }

    /// The channel it belongs to; nil for those that are there from the start, which all channels share.
    var senderKey: String?
    /// Its code.
    var code: String
    /// Its name.
    var name: String
    /// Its text.
    var content: TemplatePattern
    /// The emphasized title; empty for none.
    var title = TemplatePattern("")
    /// The header; empty for none.
    var header = TemplatePattern("")
    /// The buttons.
    var buttons: [AlimtalkButton] = []
    /// The quick replies as they were registered.
    var quickReplies: [JSON] = []
    /// What else was registered, for those who ask.
    var others: [JSON.Member] = []
    /// Where its review stands.
    var status = Status.registered
    /// What the reviewers said.
    var comments: [JSON] = []
    /// When it was registered, and when it last changed.
    var createdAt: Timestamp
    var updatedAt: Timestamp
    /// Counts the changes, so that an old review ends nothing new.
    var version = 1

    /// The links of the buttons, to hold messages against.
    var buttonPatterns: [(linkMo: TemplatePattern, linkPc: TemplatePattern)] = []

    init(code: String, name: String, content: String, at moment: Timestamp) {
        self.code = code
        self.name = name
        self.content = TemplatePattern(content)
        self.createdAt = moment
        self.updatedAt = moment
    }

    /// The same with these buttons.
    func with(buttons: [AlimtalkButton]) -> AlimtalkTemplate {
        var template = self
        template.buttons = buttons
        template.buttonPatterns = buttons.map { (TemplatePattern($0.linkMo), TemplatePattern($0.linkPc)) }
        return template
    }

    /// Whether a message's buttons are these with something filled in.
    func matches(buttons others: [AlimtalkButton]) -> Bool {
        guard buttons.count == others.count else { return false }
        return zip(zip(buttons, buttonPatterns), others).allSatisfy { own, other in
            own.0.type == other.type && own.0.name == other.name
                && (own.1.linkMo.source.isEmpty || own.1.linkMo.matches(other.linkMo))
                && (other.linkPc.isEmpty || own.1.linkPc.matches(other.linkPc))
        }
    }

    /// The buttons with everything filled in; nil when a value is missing.
    func filledButtons(_ values: [(name: String, value: String)]) -> [AlimtalkButton]? {
        var filled: [AlimtalkButton] = []
        for (button, pattern) in zip(buttons, buttonPatterns) {
            guard let linkMo = pattern.linkMo.filled(values), let linkPc = pattern.linkPc.filled(values) else {
                return nil
            }
            var button = button
            button.linkMo = linkMo
            button.linkPc = linkPc
            filled.append(button)
        }
        return filled
    }
}
