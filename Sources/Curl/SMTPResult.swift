// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// What became of a mail.
public struct SMTPResult: Sendable {
    /// What it came to.
    public enum Verdict: Hashable, Sendable {
        /// The server took responsibility; the reply's text often holds its queue id.
        case accepted(SMTPReply)
        /// The server refused.
        case refused(SMTPReply)
        /// It failed before the server can have taken it.
        case failed(TransferFailure)
        /// All bytes were sent and no answer came: the server may have taken it.
        case unknown(TransferFailure)
    }

    /// What it came to.
    public let verdict: Verdict
    /// How far it got: where it was refused or failed.
    public let stage: SMTPStage

    /// Makes a result.
    public init(_ verdict: Verdict, stage: SMTPStage) {
        self.verdict = verdict
        self.stage = stage
    }
}
