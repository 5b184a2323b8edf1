// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Cryptography
import Values

/// One AUTH dialogue (RFC 4954, RFC 4616, XOAUTH2): what was asked, what came back, who it is.
struct SMTPLogin: Equatable, Sendable {
    /// What the dialogue does next.
    enum Move: Equatable, Sendable {
        /// Ask for one more line with a 334 and this text.
        case ask(SMTPLogin, prompt: String)
        /// These are the credentials.
        case credentials(user: String, password: String)
        /// The client gave up or sent what cannot be read.
        case refuse(SMTPReply)
    }

    private enum Stage: Equatable, Sendable {
        case plain
        case loginUser
        case loginPassword(user: String)
        case bearer
        case bearerRefused
    }

    private let stage: Stage

    /// Starts a dialogue.
    ///
    /// - Returns: nil when the mechanism is not known.
    static func start(mechanism: String, initial: String?) -> Move? {
        let stage: Stage
        let prompt: String
        switch mechanism {
        case "PLAIN": (stage, prompt) = (.plain, "")
        case "LOGIN": (stage, prompt) = (.loginUser, "VXNlcm5hbWU6")
        case "XOAUTH2": (stage, prompt) = (.bearer, "")
        default: return nil
        }
        let login = SMTPLogin(stage: stage)
        guard let initial else { return .ask(login, prompt: prompt) }
        // A single equals sign is an empty initial response (RFC 4954 section 4).
        return login.receive(initial == "=" ? "" : initial)
    }

    /// After refused XOAUTH2 credentials the client sends one empty line before it reads the 535.
    static let afterRefusedBearer = SMTPLogin(stage: .bearerRefused)

    /// Whether the dialogue waits for that empty line.
    var isRefusedBearer: Bool { stage == .bearerRefused }

    /// Whether refused credentials are answered with a 334 first.
    var isBearer: Bool { stage == .bearer }

    /// Takes the client's next line.
    func receive(_ line: String) -> Move {
        guard line != "*" else { return .refuse(SMTPReply(501, "5.7.0", "Authentication cancelled by the client")) }
        guard let bytes = Base64.decode(line), let text = String(validating: bytes, as: UTF8.self) else {
            return .refuse(SMTPReply(501, "5.5.2", "The answer is not base64 of UTF-8"))
        }
        switch stage {
        case .plain:
            let parts = text.split(separator: "\0", omittingEmptySubsequences: false)
            guard parts.count == 3, !parts[1].isEmpty else {
                return .refuse(SMTPReply(501, "5.5.2", "PLAIN needs authorization, user and password (RFC 4616)"))
            }
            return .credentials(user: String(parts[1]), password: String(parts[2]))
        case .loginUser:
            guard !text.isEmpty else { return .refuse(SMTPReply(501, "5.5.2", "The user name is empty")) }
            return .ask(SMTPLogin(stage: .loginPassword(user: text)), prompt: "UGFzc3dvcmQ6")
        case .loginPassword(let user): return .credentials(user: user, password: text)
        case .bearer:
            var user: String?
            var token: String?
            for field in text.split(separator: "\u{1}") {
                if field.hasPrefix("user=") { user = String(field.dropFirst(5)) }
                if field.lowercased().hasPrefix("auth=bearer ") { token = String(field.dropFirst(12)) }
            }
            guard let user, let token, !user.isEmpty, !token.isEmpty else {
                return .refuse(SMTPReply(501, "5.5.2", "XOAUTH2 needs user=...^Aauth=Bearer ...^A^A"))
            }
            return .credentials(user: user, password: token)
        case .bearerRefused: return .refuse(SMTPReply(535, "5.7.8", "Authentication credentials invalid"))
        }
    }

    /// Whether the pair is good: any is, when no users are configured.
    static func accepts(user: String, password: String, users: [String: Secret<String>]) -> Bool {
        guard !users.isEmpty else { return true }
        guard let known = users[user] else { return false }
        return Digest.equalInConstantTime(Array(known.reveal().utf8), Array(password.utf8))
    }
}
