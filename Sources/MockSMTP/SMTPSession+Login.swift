// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

extension SMTPSession {
    mutating func authenticate(_ mechanism: String, _ initial: String?) -> Answer {
        guard state == .ready, isExtended, user == nil else {
            return refuse(.auth, SMTPReply(503, "5.5.1", "AUTH comes once, after EHLO and outside a mail (RFC 4954 4)"))
        }
        if settings.requiresTLS, tls == nil {
            return refuse(.auth, SMTPReply(538, "5.7.11", "Encryption is required before AUTH"))
        }
        guard let move = SMTPLogin.start(mechanism: mechanism, initial: initial) else {
            return refuse(.auth, SMTPReply(504, "5.5.4", "Mechanisms are PLAIN, LOGIN and XOAUTH2"))
        }
        var answer = follow(move, isBearer: mechanism == "XOAUTH2")
        answer.isSecret = initial != nil
        return answer
    }

    mutating func continueLogin(_ line: [UInt8]) -> Answer {
        guard let login else {
            state = .ready
            return refuse(.auth, SMTPReply(503, "5.5.1", "No AUTH was under way"))
        }
        return follow(login.receive(String(decoding: line, as: UTF8.self)), isBearer: login.isBearer)
    }

    mutating func follow(_ move: SMTPLogin.Move, isBearer: Bool) -> Answer {
        login = nil
        state = .ready
        switch move {
        case .ask(let next, let prompt):
            login = next
            state = .authenticating
            return Answer(.auth, SMTPReply(334, nil, prompt))
        case .refuse(let reply): return refuse(.auth, reply)
        case .credentials(let name, let password):
            if SMTPLogin.accepts(user: name, password: password, users: settings.users) {
                user = Line(cleaning: name, maxBytes: 255).text
                return Answer(.auth, SMTPReply(235, "2.7.0", "Authentication succeeded"))
            }
            guard isBearer else {
                return refuse(.auth, SMTPReply(535, "5.7.8", "Authentication credentials invalid"))
            }
            login = .afterRefusedBearer
            state = .authenticating
            // {"status":"401","schemes":"bearer","scope":"https://mail.google.com/"}
            let hint = Base64.encode(
                Array(#"{"status":"401","schemes":"bearer","scope":"https://mail.google.com/"}"#.utf8))
            return Answer(.auth, SMTPReply(334, nil, hint))
        }
    }
}
