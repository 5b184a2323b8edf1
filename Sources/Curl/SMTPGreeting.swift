// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Follows the server's replies from its greeting to the end of the login, which libcurl conducts.
///
/// Pure: it only takes notes, so that a failure can be told by its stage and reply.
struct SMTPGreeting {
    /// How far it got.
    private(set) var stage = SMTPStage.connect
    /// What the server offers, from its newest EHLO answer.
    private(set) var capabilities = SMTPCapabilities()
    /// The newest refusal that nothing positive followed.
    private(set) var refusal: SMTPReply?

    /// Takes one reply.
    ///
    /// - Parameters:
    ///   - reply: The reply.
    ///   - lines: Its lines, codes included.
    mutating func receive(_ reply: SMTPReply, lines: [String]) {
        guard reply.code < 400 else {
            refusal = reply
            return
        }
        refusal = nil
        switch stage {
        case .connect: stage = .hello
        case .hello, .startTLS:
            // A refused EHLO is followed by HELO, whose answer has no capabilities.
            capabilities = SMTPCapabilities(lines: lines)
            stage = .login
        default:
            if reply.code == 220 { stage = .startTLS }
            if reply.code == 250 { capabilities = SMTPCapabilities(lines: lines) }
        }
    }
}
