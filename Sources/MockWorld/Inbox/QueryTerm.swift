// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// One condition of a query.
struct QueryTerm: Sendable {
    /// What stands before the colon.
    enum Place: String, Sendable, CaseIterable {
        case to, from, subject, text, id, channel, provider, template, tag, event, has, `is`
    }

    /// What must hold.
    let condition: Condition
    /// Whether it must not.
    let isNegated: Bool

    /// What is asked of a message.
    enum Condition: Sendable {
        case words(Place?, SearchPattern)
        case channel(MessageChannel)
        case provider(String)
        case template(String)
        case tag(String)
        case event(String)
        case attachment, html, button, result
        case refused, copied, flagged, delivered, failed
        /// Cannot be asked: why.
        case never(String)
    }
}

extension QueryTerm.Condition {
    /// Reads what stands behind the colon.
    init(_ place: QueryTerm.Place?, _ word: String) {
        let name = word.lowercased()
        switch place {
        case nil, .to, .from, .subject, .text, .id: self = .words(place, SearchPattern(word))
        case .channel:
            self =
                Self.channels[name].map { .channel($0) }
                ?? .never("there is no channel of this name; there are \(Self.words(Self.channels)).")
        case .provider: self = .provider(name)
        case .template: self = .template(MessageTags.key(word))
        case .tag: self = .tag(MessageTags.key(word))
        case .event: self = .event(word)
        case .has:
            self = Self.parts[name] ?? .never("has: takes \(Self.words(Self.parts)).")
        case .is:
            self = Self.states[name] ?? .never("is: takes \(Self.words(Self.states)).")
        }
    }

    private static let channels: [String: MessageChannel] = [
        "email": .email, "mail": .email, "alimtalk": .alimtalk, "sms": .sms, "lms": .sms, "push": .push, "memo": .memo,
    ]
    private static let parts: [String: QueryTerm.Condition] = [
        "attachment": .attachment, "attachments": .attachment, "html": .html, "button": .button, "result": .result,
    ]
    private static let states: [String: QueryTerm.Condition] = [
        "refused": .refused, "copy": .copied, "flagged": .flagged, "delivered": .delivered, "failed": .failed,
    ]

    private static func words<Value>(_ table: [String: Value]) -> String { table.keys.sorted().joined(separator: ", ") }

    /// Whether it asks for refused messages.
    var isRefused: Bool {
        if case .refused = self { true } else { false }
    }

    /// Whether what happens later can change it.
    var dependsOnChanges: Bool {
        switch self {
        case .tag, .result, .delivered, .failed: true
        default: false
        }
    }

    /// Whether it holds.
    func holds(for message: InboxMessage) -> Bool {
        switch self {
        case .words(let place, let pattern): message.summary.holds(pattern, in: place, of: message)
        case .channel(let channel): message.channel == channel
        case .provider(let name): message.provider == name || message.provider.hasPrefix(name + "-")
        case .template(let name): message.card?.template.map { MessageTags.key($0) == name } ?? false
        case .tag(let tag): message.tags.contains { MessageTags.key($0) == tag }
        case .event(let event): message.event == event
        case .attachment: message.summary.attachments > 0
        case .html: message.summary.hasHTML
        case .button: message.card?.buttons.isEmpty == false
        case .result: !message.events.isEmpty
        case .refused: message.refusal != nil
        case .copied: message.copy > 1
        case .flagged: !message.envelope.findings.isEmpty
        case .delivered: message.events.contains { $0.verdict == .good }
        case .failed: message.events.contains { $0.verdict == .bad }
        case .never: false
        }
    }
}
