// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Mail
import Values

/// Messages for tests.
enum Samples {
    static func message(
        from: Mailbox? = nil, to: Mailbox? = nil, subject: String = "배송이 시작되었습니다", text: String = "안녕하세요\n",
        html: String? = nil, messageID: String = "d1.a1b2c3@notify.example.com"
    ) throws -> MailMessage {
        let shop = try Mailbox(name: "꽃집 봄날", address: "noreply@shop.example.com")
        let customer = try Mailbox(name: "홍길동", address: "hong@example.com")
        return MailMessage(
            from: from ?? shop, to: to ?? customer, subject: try Line(subject),
            date: Timestamp(seconds: 1_795_335_300), messageID: try MessageID(messageID), text: text, html: html,
            envelope: MailEnvelope(
                sender: try EmailAddress("bounce+d1.a1b2c3@notify.example.com"),
                recipient: try EmailAddress("hong@example.com")))
    }

    /// Bytes that begin as an image does.
    static func image(
        _ type: InlinePart.MediaType, count: Int = 30, filledWith next: () -> UInt8 = { 0x2D }
    ) -> [UInt8] {
        let start: [UInt8] =
            switch type {
            case .png: [0x89] + Array("PNG\r\n\u{1A}\n".utf8)
            case .jpeg: [0xFF, 0xD8, 0xFF, 0xE0]
            case .gif: Array("GIF89a".utf8)
            }
        return start + (0..<count).map { _ in next() }
    }

    /// The message as text; every byte of a mail without internationalised addresses is ASCII.
    static func written(_ message: MailMessage) -> String { String(decoding: message.bytes(), as: UTF8.self) }

    /// Lines without their CRLF.
    static func lines(_ text: String) -> [String] {
        text.split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// The header field as written, its folds kept.
    static func field(_ name: String, of message: MailMessage) -> String? {
        let header = written(message).components(separatedBy: "\r\n\r\n")[0]
        var found: String?
        for line in lines(header) {
            if let open = found {
                guard line.hasPrefix(" ") else { return open }
                found = open + "\r\n" + line
            } else if line.hasPrefix(name + ":") {
                found = String(line.dropFirst(name.utf8.count + 1))
            }
        }
        return found
    }
}

extension String {
    /// The pieces between the separators.
    func components(separatedBy separator: String) -> [String] {
        split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }
}
