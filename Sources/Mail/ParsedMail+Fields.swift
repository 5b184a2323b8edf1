// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

extension ParsedMail {
    /// The mail's header fields, in their order.
    public var headers: [ParsedHeader] { root.headers }

    /// The first field of that name, case aside, to be shown.
    public func header(_ name: String) -> String? { headers.first { $0.isNamed(name) }?.value }

    /// All fields of that name, case aside, to be shown.
    public func headers(_ name: String) -> [String] { headers.filter { $0.isNamed(name) }.map(\.value) }

    /// The subject; empty when there is none.
    public var subject: String { header("Subject") ?? "" }

    /// Whom it says it is from.
    public var from: [ParsedMailbox] { mailboxes("From") }

    /// Whom it says it is to.
    public var to: [ParsedMailbox] { mailboxes("To") }

    /// Who else it says it is to.
    public var cc: [ParsedMailbox] { mailboxes("Cc") }

    /// Where answers go.
    public var replyTo: [ParsedMailbox] { mailboxes("Reply-To") }

    /// The Date field, as written.
    public var date: String? { header("Date") }

    /// The id without its angle brackets.
    public var messageID: String? { ids("Message-ID").first }

    /// The ids of the mails it follows, without angle brackets.
    public var inReplyTo: [String] { ids("In-Reply-To") }

    /// The ids of its thread, oldest first, without angle brackets.
    public var references: [String] { ids("References") }

    /// The addresses of List-Unsubscribe (RFC 2369), in order.
    public var listUnsubscribe: [String] { ids("List-Unsubscribe") }

    /// The mailboxes of all fields of that name.
    public func mailboxes(_ name: String) -> [ParsedMailbox] {
        headers.filter { $0.isNamed(name) }.flatMap { ParsedMailbox.list($0.rawValue) }
    }

    /// What stands between angle brackets.
    private func ids(_ name: String) -> [String] {
        guard let value = headers.first(where: { $0.isNamed(name) })?.rawValue else { return [] }
        var found: [String] = []
        var current: String.UnicodeScalarView?
        for scalar in value.unicodeScalars {
            switch scalar {
            case "<": current = String.UnicodeScalarView()
            case ">":
                if let id = current, !id.isEmpty { found.append(String(id)) }
                current = nil
            case " ", "\t": break
            default: current?.append(scalar)
            }
        }
        return found
    }
}
