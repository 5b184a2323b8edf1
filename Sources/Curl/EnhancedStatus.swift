// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// An enhanced status code such as `5.1.1` (RFC 3463): what a refusal is about, in numbers.
public struct EnhancedStatus: Hashable, Sendable, CustomStringConvertible {
    /// 2 success, 4 persistent transient failure, 5 permanent failure.
    public let `class`: Int
    /// 0 other, 1 address, 2 mailbox, 3 system, 4 network, 5 protocol, 6 content, 7 policy.
    public let subject: Int
    /// What exactly, within the subject.
    public let detail: Int

    /// Makes a code from its numbers.
    public init(_ class: Int, _ subject: Int, _ detail: Int) {
        self.class = `class`
        self.subject = subject
        self.detail = detail
    }

    /// Reads the code a reply's text starts with: `5.1.1 No such user`.
    ///
    /// - Parameters:
    ///   - text: The text behind the three-digit reply code.
    ///   - replyCode: That reply code; RFC 2034 section 4 has the classes agree, so `550 4.2.2` has none.
    init?(leading text: some StringProtocol, replyCode: Int) {
        let word = text.prefix { $0 != " " }
        let parts = word.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let `class` = Int(parts[0]), let subject = Int(parts[1]), let detail = Int(parts[2]),
            [2, 4, 5].contains(`class`), `class` == replyCode / 100, (0...999).contains(subject),
            (0...999).contains(detail)
        else { return nil }
        self.init(`class`, subject, detail)
    }

    /// The code with its dots.
    public var description: String { "\(`class`).\(subject).\(detail)" }
}
