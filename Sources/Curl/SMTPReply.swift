// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// What an SMTP server answered to one command.
public struct SMTPReply: Hashable, Sendable {
    /// The three-digit code, for example 550.
    public let code: Int
    /// The enhanced status code, if the server gave one (RFC 2034).
    public let enhanced: EnhancedStatus?
    /// The words of all lines, without codes, joined by spaces and free of control characters.
    ///
    /// Servers repeat addresses in it: mask it before it is kept.
    public let text: String

    /// Makes a reply.
    public init(code: Int, enhanced: EnhancedStatus? = nil, text: String) {
        self.code = code
        self.enhanced = enhanced
        self.text = text
    }

    /// Makes a reply from its lines as they came, codes included: `["550-5.1.1 No", "550 5.1.1 such user"]`.
    ///
    /// - Returns: nil when the last line does not start with a code of 200 to 599.
    public init?(lines: [String]) {
        guard let last = lines.last, let code = SMTPReply.code(of: last) else { return nil }
        var enhanced: EnhancedStatus?
        var words: [String] = []
        for line in lines {
            var text = line.dropFirst(4)
            if let found = EnhancedStatus(leading: text, replyCode: code) {
                enhanced = enhanced ?? found
                text = text.drop { $0 != " " }.dropFirst()
            }
            if !text.isEmpty { words.append(String(text)) }
        }
        self.init(code: code, enhanced: enhanced, text: Line(cleaning: words.joined(separator: " ")).text)
    }

    static func code(of line: String) -> Int? {
        guard line.utf8.count >= 3, let code = Int(line.prefix(3)), (200...599).contains(code) else { return nil }
        return code
    }

    /// Whether the command worked.
    public var isPositive: Bool { code / 100 == 2 }
    /// Whether the server refuses now and may take it later (4yz).
    public var isTransient: Bool { code / 100 == 4 }
    /// Whether the server refuses for good (5yz).
    public var isPermanent: Bool { code / 100 == 5 }
}

extension SMTPReply: CustomStringConvertible {
    /// The codes only: the text may hold an address.
    public var description: String {
        if let enhanced { "\(code) \(enhanced)" } else { "\(code)" }
    }
}
