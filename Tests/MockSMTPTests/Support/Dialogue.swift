// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockSMTP
import MockWorld

/// A session without a socket, spoken to line by line.
struct Dialogue {
    private(set) var session: SMTPSession
    /// The last answer.
    private(set) var answer: SMTPSession.Answer

    /// Greets, and says these lines.
    init(_ lines: [String] = ["EHLO client.example"], _ change: (inout SMTPSettings) -> Void = { _ in }) {
        var settings = SMTPSettings()
        change(&settings)
        session = SMTPSession(settings)
        answer = session.greet()
        for line in lines { say(line) }
    }

    /// A session with a sender and a recipient.
    static func withEnvelope(_ parameters: String = "", _ change: (inout SMTPSettings) -> Void = { _ in }) -> Dialogue {
        Dialogue(
            ["EHLO client.example", "MAIL FROM:<a@example.com>" + parameters, "RCPT TO:<b@example.com>"], change)
    }

    /// Says a line; returns the reply as one line of words.
    @discardableResult
    mutating func say(_ line: String, isFollowed: Bool = false) -> String {
        answer = session.receive(Array(line.utf8), isFollowed: isFollowed)
        return answer.reply.description
    }

    /// The code that a line is answered with.
    mutating func code(_ line: String) -> Int {
        say(line)
        return answer.reply.code
    }

    /// Begins TLS, as the connection does after a 220.
    mutating func encrypt() { session.encrypted("TLS") }

    /// The lines of the last reply.
    var lines: [String] { answer.reply.lines }
}
