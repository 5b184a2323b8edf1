// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Recipients that make something happen by their names, so that a test needs no rules (docs/mock-faults.md).
package enum MagicRecipient {
    /// What happens to a message for this recipient at this step; nil for nothing.
    ///
    /// - Parameters:
    ///   - recipient: An address or a phone number.
    ///   - channel: What the message comes by.
    ///   - step: Where in the dialogue.
    ///   - texts: The replies by name.
    package static func decision(
        for recipient: String, channel: MessageChannel?, step: FaultStep,
        texts: [String: FaultReply] = RefusalTexts.all
    ) -> FaultDecision? {
        guard let channel else { return nil }
        switch channel {
        case .email: return mail(recipient, step, texts)
        case .alimtalk, .sms: return step == .request ? phone(recipient, channel) : nil
        case .push, .memo: return nil
        }
    }

    // MARK: Mail

    /// A mail server asks six times a mail, and nearly nobody is magic: so the first byte decides for most.
    private static func mail(
        _ recipient: String, _ step: FaultStep, _ texts: [String: FaultReply]
    ) -> FaultDecision? {
        guard step == .rcpt || step == .endOfData || step == .accepted, let first = recipient.utf8.first else {
            return nil
        }
        switch first | 0x20 {
        // bounce, refuse, defer, slow, drop, lost, complain, full; gmail, naver, daum, outlook
        case UInt8(ascii: "b"), UInt8(ascii: "r"), UInt8(ascii: "d"), UInt8(ascii: "s"), UInt8(ascii: "l"),
            UInt8(ascii: "c"), UInt8(ascii: "f"), UInt8(ascii: "g"), UInt8(ascii: "n"), UInt8(ascii: "o"):
            let local = recipient.utf8.prefix { $0 != UInt8(ascii: "@") && $0 != UInt8(ascii: "+") }
            guard local.count <= 40 else { return nil }
            return decision(String(decoding: local, as: UTF8.self).lowercased(), step, texts)
        default: return nil
        }
    }

    private static func decision(
        _ local: String, _ step: FaultStep, _ texts: [String: FaultReply]
    ) -> FaultDecision? {
        var decision = FaultDecision()
        decision.rule = "magic " + local
        switch step {
        case .rcpt: decision.action = asked(local, texts)
        case .endOfData where local == "drop": decision.action = .disconnect
        case .endOfData: decision.delay = slowness(local) ?? .zero
        case .accepted where local == "lost": decision.action = .disconnect
        default: return nil
        }
        return decision.isNothing ? nil : decision
    }

    private static func asked(_ local: String, _ texts: [String: FaultReply]) -> FaultDecision.Action? {
        switch local {
        case "full": return .bounce(status: "5.2.2", text: words(for: "5.2.2"), after: .seconds(5))
        case "complain": return .complaint(after: .seconds(60))
        default: break
        }
        let parts = local.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 2 else { return nil }
        switch parts[0] {
        case "bounce" where parts.count == 2 && isStatus(parts[1]):
            return .bounce(status: String(parts[1]), text: words(for: String(parts[1])), after: .seconds(5))
        case "refuse", "defer": return refusal(parts[0] == "defer" ? "4" : "5", Array(parts.dropFirst()))
        default: return texts[local].map { .reply($0) }
        }
    }

    /// `550`, `5.1.1` behind `refuse`; the status may be left out.
    private static func refusal(_ first: Character, _ parts: [Substring]) -> FaultDecision.Action? {
        guard parts.count <= 2, let written = parts.first, written.count == 3, let code = Int(written),
            written.first == first
        else { return nil }
        let status = parts.count == 2 ? String(parts[1]) : "\(first).0.0"
        guard isStatus(status), status.first == first else { return nil }
        return .reply(FaultReply(code, status: status, text: words(for: status)))
    }

    /// `slow` is 5 seconds, `slow-2s` and `slow-300ms` are what they say, 5 minutes at most.
    private static func slowness(_ local: String) -> Duration? {
        if local == "slow" { return .seconds(5) }
        guard local.hasPrefix("slow-"), let last = local.last, last.isLetter else { return nil }
        return TimeSpan.read(local.dropFirst(5)).flatMap { $0 <= .seconds(300) ? $0 : nil }
    }

    /// Whether a text is an enhanced status of a failure (RFC 3463): `5.1.1`.
    package static func isStatus(_ text: some StringProtocol) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "4" || parts[0] == "5" else { return false }
        return parts.dropFirst().allSatisfy { part in
            (1...3).contains(part.utf8.count) && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
        }
    }

    /// What an enhanced status means (RFC 3463, RFC 7372 and RFC 7505), in the words of a reply.
    package static func words(for status: String) -> String {
        if let exact = meanings[status] { return exact }
        if let general = meanings[String(status.dropFirst(2))] { return general }
        return status.hasPrefix("4") ? "Temporary failure; try again later" : "The message was refused"
    }

    private static let meanings = [
        "1.1": "The recipient's mailbox does not exist", "1.2": "The recipient's domain does not exist",
        "1.3": "The recipient's address is not valid", "1.6": "The recipient has moved without a new address",
        "1.10": "The recipient's domain takes no mail", "2.0": "The mailbox has a problem",
        "2.1": "The mailbox is disabled and takes no messages", "2.2": "The mailbox is full",
        "2.3": "The message is too large for the mailbox", "3.2": "The system takes no messages now",
        "3.4": "The message is too large for the system", "4.1": "The recipient's host does not answer",
        "4.4": "No route to the recipient's domain", "4.7": "Delivery took too long",
        "5.3": "Too many recipients", "6.0": "The content cannot be handled",
        "7.0": "The message was refused for security reasons", "7.1": "The message was refused by policy",
        "7.25": "The sending address has no valid reverse name", "7.26": "The message passed neither SPF nor DKIM",
        "4.7.1": "Greylisted; try again in a few minutes", "4.2.2": "The mailbox is full for now",
    ]
}
