// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Glibc
import NIOCore

/// Reads one SMTP client's commands and mails (RFC 5321) and says what to answer: bytes in, replies out, no I/O.
struct SinkSession {
    /// A mail that has ended.
    struct Mail: Equatable {
        let bytes: Int
        let messageID: String?
    }

    /// What became of the bytes so far.
    struct Step {
        var replies = [UInt8]()
        var mails = [Mail]()
        var closes = false
    }

    static let greeting = Array("220 sink.invalid ESMTP\r\n".utf8)
    private static let lineLimit = 16_384
    private static let period = Array(".\r\n".utf8)

    private enum Phase {
        case commands
        case headers
        case body
    }

    private var phase = Phase.commands
    private var mailBytes = 0
    private var messageID: String?
    private var idContinues = false

    /// Takes the whole lines of `buffer`; what is left of it is the start of a line.
    mutating func consume(_ buffer: inout ByteBuffer) -> Step {
        var step = Step()
        var used = 0
        buffer.withUnsafeReadableBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            while used < bytes.count, !step.closes {
                guard let found = memchr(base + used, 10, bytes.count - used) else { break }
                let length = UnsafeRawPointer(found) - (base + used) + 1
                take(UnsafeRawBufferPointer(start: base + used, count: length), &step)
                used += length
            }
        }
        buffer.moveReaderIndex(forwardBy: used)
        if buffer.readableBytes > Self.lineLimit {
            step.replies += Array("500 5.5.2 line too long\r\n".utf8)
            step.closes = true
        }
        return step
    }

    private mutating func take(_ line: UnsafeRawBufferPointer, _ step: inout Step) {
        switch phase {
        case .commands: command(line, &step)
        case .headers:
            if line.elementsEqual(Self.period) { return end(&step) }
            mailBytes += line.count
            if line.count <= 2 {
                phase = .body
            } else {
                header(line)
            }
        case .body:
            if line.count == 3, line.elementsEqual(Self.period) { return end(&step) }
            mailBytes += line.count
        }
    }

    private mutating func end(_ step: inout Step) {
        step.mails.append(Mail(bytes: mailBytes, messageID: messageID))
        step.replies += Array("250 2.0.0 counted\r\n".utf8)
        phase = .commands
    }

    private mutating func header(_ line: UnsafeRawBufferPointer) {
        let isFolded = line[0] == 0x20 || line[0] == 0x09
        if idContinues, isFolded {
            messageID = Self.text(line[...])
            idContinues = false
            return
        }
        idContinues = false
        guard messageID == nil, line.count > 11, line[0] | 0x20 == 0x6D, line[10] == 0x3A,
            Self.text(line[..<10]).lowercased() == "message-id"
        else { return }
        let value = Self.text(line[11...])
        if value.isEmpty {
            idContinues = true
        } else {
            messageID = value
        }
    }

    private mutating func command(_ line: UnsafeRawBufferPointer, _ step: inout Step) {
        let verb = Self.text(line.prefix { $0 != 0x20 && $0 != 0x0D && $0 != 0x0A }).uppercased()
        switch verb {
        case "EHLO":
            step.replies += Array(
                "250-sink.invalid\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-ENHANCEDSTATUSCODES\r\n250 SIZE 52428800\r\n"
                    .utf8)
        case "HELO", "MAIL", "RCPT", "RSET", "NOOP": step.replies += Array("250 2.0.0 ok\r\n".utf8)
        case "DATA":
            step.replies += Array("354 go on\r\n".utf8)
            phase = .headers
            mailBytes = 0
            messageID = nil
            idContinues = false
        case "QUIT":
            step.replies += Array("221 2.0.0 bye\r\n".utf8)
            step.closes = true
        default: step.replies += Array("500 5.5.1 not here\r\n".utf8)
        }
    }

    /// The bytes without the blanks around them.
    private static func text(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
        let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A }
        var kept = bytes.drop(while: isBlank)
        while let last = kept.last, isBlank(last) { kept = kept.dropLast() }
        return String(decoding: kept, as: UTF8.self)
    }
}
