// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld

/// Which recipients of a call a fault's later result is for.
struct LaterResult: Sendable {
    private let code: String?
    private let words: String
    /// Whether the code came from somebody's ending, and not from a rule for all.
    private let isEnding: Bool

    /// Takes what `ProviderCall.begin` returned for these recipients.
    init(_ action: FaultDecision.Action?, recipients: [String]) {
        switch action {
        case .result(let code, let words)?:
            self.code = code
            self.words = words
            self.isEnding = recipients.count > 1 && recipients.contains { MagicEnding.of($0) == code }
        default:
            self.code = nil
            self.words = ""
            self.isEnding = false
        }
    }

    /// The code for one of them; nil when nothing was said of them.
    func code(for number: String) -> (code: String, words: String)? {
        guard let code, !isEnding || MagicEnding.of(number) == code else { return nil }
        return (code, words)
    }
}
