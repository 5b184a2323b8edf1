// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Glibc
import NIOCore

/// The bytes that have come and are not dealt with yet, cut into lines.
struct SMTPLineReader {
    /// A line without its end.
    struct Line {
        let bytes: [UInt8]
        let end: SMTPSession.LineEnd
    }

    private var input = ByteBuffer()
    private var isSkippingLine = false

    /// How many bytes are waiting.
    var waiting: Int { input.readableBytes }

    /// Adds what the socket gave.
    mutating func add(_ bytes: ByteBuffer) {
        var bytes = bytes
        if input.readableBytes == 0 {
            input = bytes
        } else {
            input.writeBuffer(&bytes)
        }
    }

    /// Drops everything.
    mutating func clear() {
        input = ByteBuffer()
        isSkippingLine = false
    }

    /// The first of the waiting bytes, which go on waiting.
    func peek(_ count: Int) -> [UInt8] {
        input.getBytes(at: input.readerIndex, length: min(count, input.readableBytes)) ?? []
    }

    /// Hands out the waiting bytes; the reader says how many it took, and one more thing of its own.
    mutating func feed(_ take: (UnsafeRawBufferPointer) -> (taken: Int, isDone: Bool)) -> Bool {
        let (taken, isDone) = input.withUnsafeReadableBytes { take($0) }
        input.moveReaderIndex(forwardBy: taken)
        if input.readableBytes == 0 { input.clear() } else if !isDone { input.discardReadBytes() }
        return isDone
    }

    /// Takes the next line, if it is whole.
    mutating func next(limit: Int, isStrict: Bool) -> Line? {
        let found = input.withUnsafeReadableBytes { bytes -> Int? in
            guard let base = bytes.baseAddress, let end = memchr(base, 0x0A, bytes.count) else { return nil }
            return UnsafeRawPointer(end) - base
        }
        guard let newline = found else {
            if input.readableBytes > limit {
                isSkippingLine = true
                input.clear()
            } else if isStrict, let carriageReturn = input.readableBytesView.firstIndex(of: 0x0D),
                carriageReturn + 1 < input.readableBytesView.endIndex
            {
                // Lines that end with CR alone: the client waits for an answer now.
                let bytes = input.readBytes(length: input.readableBytes) ?? []
                return Line(bytes: bytes, end: .bareCR)
            }
            return nil
        }
        if isSkippingLine || newline + 1 > limit {
            isSkippingLine = false
            let bytes = input.getBytes(at: input.readerIndex, length: min(newline, 100)) ?? []
            input.moveReaderIndex(forwardBy: newline + 1)
            return Line(bytes: bytes, end: .tooLong)
        }
        var bytes = input.readBytes(length: newline) ?? []
        input.moveReaderIndex(forwardBy: 1)
        if input.readableBytes == 0 { input.clear() }
        guard bytes.last == 0x0D else { return Line(bytes: bytes, end: .bareLF) }
        bytes.removeLast()
        return Line(bytes: bytes, end: bytes.contains(0x0D) ? .bareCR : .crlf)
    }
}
