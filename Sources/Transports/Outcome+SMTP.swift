// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Curl
public import Notices
public import Values

extension Outcome {
    /// Makes an outcome of what became of a mail.
    ///
    /// - Parameters:
    ///   - result: What became of it.
    ///   - hidden: The addresses it was about, which its text must not show.
    ///   - isRecipientInternational: Whether the recipient's address is not ASCII.
    public init(_ result: SMTPResult, hiding hidden: [EmailAddress], isRecipientInternational: Bool = false) {
        switch result.verdict {
        case .accepted(let reply):
            self.init(
                .accepted, blame: .nobody, code: reply.code, enhancedCode: reply.enhanced?.description,
                text: ReplyText.masked(reply.text, hiding: hidden), providerID: QueueID.find(in: reply.text))
        case .refused(let reply):
            let judgement = SMTPJudgement(reply, at: result.stage)
            self.init(
                judgement.class, blame: judgement.blame, code: reply.code,
                enhancedCode: reply.enhanced?.description, text: ReplyText.masked(reply.text, hiding: hidden),
                retryAfterSeconds: judgement.retryAfterSeconds)
        case .failed(let failure):
            let judgement = SMTPJudgement(failure, isRecipientInternational: isRecipientInternational)
            self.init(judgement.class, blame: judgement.blame, text: Outcome.words(failure, hiding: hidden))
        case .unknown(let failure):
            self.init(
                .unknown, blame: .relay,
                text: "All bytes were sent and no answer came. " + Outcome.words(failure, hiding: hidden))
        }
    }

    private static func words(_ failure: TransferFailure, hiding hidden: [EmailAddress]) -> String {
        let detail = failure.detail.isEmpty ? "" : " (" + ReplyText.masked(failure.detail, hiding: hidden) + ")"
        return failure.description + detail
    }
}
