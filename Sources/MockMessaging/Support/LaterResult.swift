// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld

/// Which results are to come later: what a rule says of a whole call, else what a number's ending says of itself.
struct LaterResult: Sendable {
    private let faults: FaultBook
    private let space: String
    /// What a rule says of all recipients.
    private let rule: (code: String, words: String)?

    /// Takes what `ProviderCall.begin` returned.
    ///
    /// - Parameters:
    ///   - action: What it returned.
    ///   - recipients: Who it was asked for.
    ///   - channel: The channel of the desk, whose endings it looked at.
    ///   - bench: What all providers share.
    ///   - space: Whose it is.
    init(
        _ action: FaultDecision.Action?, recipients: [String], channel: MessageChannel, bench: Bench, space: String
    ) {
        faults = bench.faults
        self.space = space
        // For a single recipient the ending was looked at already, by the desk's channel.
        let isEnding =
            recipients.count == 1 && action != nil
            && action == bench.faults.magic(for: recipients[0], channel: channel, space: space)?.action
        if !isEnding, case .result(let code, let words)? = action {
            rule = (code, words)
        } else {
            rule = nil
        }
    }

    /// The code for a recipient and its words, if they are not the provider's own; nil when nothing was said.
    func code(for number: String, channel: MessageChannel) -> (code: String, words: String?)? {
        if let rule { return (rule.code, rule.words) }
        return Self.magic(number, channel: channel, faults: faults, space: space).map { ($0, nil) }
    }

    /// The code that a number's ending means on a channel; nil for one that means none.
    static func magic(_ number: String, channel: MessageChannel, faults: FaultBook, space: String) -> String? {
        guard case .result(let code, _)? = faults.magic(for: number, channel: channel, space: space)?.action else {
            return nil
        }
        return code
    }
}
