// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Values

extension SMTPCommand {
    static func mail(_ rest: ArraySlice<UInt8>) -> SMTPCommand {
        guard let rest = after("FROM:", in: rest) else {
            return .refused(.mail, SMTPReply(501, "5.5.2", "Syntax: MAIL FROM:<address>"))
        }
        guard let (path, length) = SMTPPath.parse(rest) else {
            return .refused(.mail, SMTPReply(501, "5.1.7", "The sender is no address in angle brackets"))
        }
        var parameters = SMTPMailParameters()
        let refusal = each(rest.dropFirst(length), of: "MAIL") { name, value in take(name, value, &parameters) }
        return refusal.map { .refused(.mail, $0) } ?? .mail(path, parameters)
    }

    static func recipient(_ rest: ArraySlice<UInt8>) -> SMTPCommand {
        guard let rest = after("TO:", in: rest) else {
            return .refused(.rcpt, SMTPReply(501, "5.5.2", "Syntax: RCPT TO:<address>"))
        }
        guard let (path, length) = SMTPPath.parse(rest), path != .null else {
            return .refused(.rcpt, SMTPReply(501, "5.1.3", "The recipient is no address in angle brackets"))
        }
        guard rest.count > length else { return .rcpt(path, SMTPRecipientOptions()) }
        var options = SMTPRecipientOptions()
        let refusal = each(rest.dropFirst(length), of: "RCPT") { name, value in take(name, value, &options) }
        return refusal.map { .refused(.rcpt, $0) } ?? .rcpt(path, options)
    }

    /// What a parameter turned out to be.
    private enum Verdict { case good, bad, unknown }

    /// Reads the parameters behind a path (RFC 5321 section 4.1.2, `esmtp-param`).
    private static func each(
        _ tail: ArraySlice<UInt8>, of verb: String, take: (String, String?) -> Verdict
    ) -> SMTPReply? {
        guard !tail.isEmpty else { return nil }
        guard tail.first == 0x20 else {
            return SMTPReply(501, "5.5.4", "A space must stand between the path and its parameters")
        }
        var seen = Set<String>()
        for part in tail.split(separator: 0x20) {
            let pieces = part.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let name = word(pieces[0])
            guard seen.insert(name).inserted else {
                return SMTPReply(501, "5.5.4", "A parameter of \(verb) stands twice")
            }
            switch take(name, pieces.count == 2 ? String(decoding: pieces[1], as: UTF8.self) : nil) {
            case .good: break
            case .bad: return SMTPReply(501, "5.5.4", "A parameter of \(verb) has a value that it cannot have")
            case .unknown: return SMTPReply(555, "5.5.4", "A parameter of \(verb) is not known here")
            }
        }
        return nil
    }

    private static func take(_ name: String, _ value: String?, _ parameters: inout SMTPMailParameters) -> Verdict {
        switch (name, value) {
        case ("SIZE", let value?):
            guard let size = number(Array(value.utf8)[...]) else { return .bad }
            parameters.size = size
        case ("BODY", let value?):
            switch value.uppercased() {
            case "7BIT": break
            case "8BITMIME": parameters.is8Bit = true
            case "BINARYMIME": (parameters.is8Bit, parameters.isBinary) = (true, true)
            default: return .bad
            }
        case ("SMTPUTF8", nil): parameters.isUTF8 = true
        // The sender that the client says it speaks for is taken and not used (RFC 4954 section 5).
        case ("AUTH", let value?): return value == "<>" || XText.decode(value).map(\.isEmpty) == false ? .good : .bad
        case ("RET", let value?):
            guard let returned = SMTPMailParameters.Returned(rawValue: value.uppercased()) else { return .bad }
            parameters.returned = returned
        case ("ENVID", let value?):
            guard value.utf8.count <= 100, let id = XText.decode(value), id.utf8.allSatisfy({ $0 < 0x80 }) else {
                return .bad
            }
            parameters.envelopeID = id
        case ("SIZE", _), ("BODY", _), ("SMTPUTF8", _), ("AUTH", _), ("RET", _), ("ENVID", _): return .bad
        default: return .unknown
        }
        return .good
    }

    private static func take(_ name: String, _ value: String?, _ options: inout SMTPRecipientOptions) -> Verdict {
        switch (name, value) {
        case ("NOTIFY", let value?):
            guard let notify = notify(value.uppercased()) else { return .bad }
            options.notify = notify
        case ("ORCPT", let value?):
            let pieces = value.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false)
            guard value.utf8.count <= 500, pieces.count == 2, !pieces[0].isEmpty,
                pieces[0].utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
                let address = XText.decode(String(pieces[1]), isUTF8: pieces[0].lowercased() == "utf-8"),
                !address.isEmpty
            else { return .bad }
            (options.originalType, options.originalAddress) = (pieces[0].lowercased(), address)
        case ("NOTIFY", nil), ("ORCPT", nil): return .bad
        default: return .unknown
        }
        return .good
    }

    /// `NEVER` alone, or others each once (RFC 3461 section 4.1).
    private static func notify(_ value: String) -> SMTPRecipientOptions.Notify? {
        if value == "NEVER" { return [] }
        var notify: SMTPRecipientOptions.Notify = []
        for word in value.split(separator: ",", omittingEmptySubsequences: false) {
            let one: SMTPRecipientOptions.Notify
            switch word {
            case "SUCCESS": one = .success
            case "FAILURE": one = .failure
            case "DELAY": one = .delay
            default: return nil
            }
            guard notify.insert(one).inserted else { return nil }
        }
        return notify
    }
}
