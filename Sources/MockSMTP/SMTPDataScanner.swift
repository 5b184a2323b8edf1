// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Glibc
package import MockWorld

/// Finds the end of a mail in the bytes after DATA, unstuffs its dots and notes what breaks the protocol.
///
/// It is fed what the socket gave, in pieces of any size, and goes from line end to line end with `memchr`; the mail's
/// bytes are copied once, in long runs. Nothing is decoded here.
package struct SMTPDataScanner: Sendable {
    /// What became of the bytes it was fed.
    package struct Progress: Equatable, Sendable {
        /// How many of them are done with; the rest is to be fed again with what comes next.
        package let consumed: Int
        /// Whether the mail is at its end.
        package let isEnded: Bool
    }

    /// The mail as it came over the wire, dots unstuffed; empty once it is larger than allowed.
    package private(set) var body: [UInt8] = []
    /// Its size, kept or not.
    package private(set) var size = 0
    /// What was wrong, each rule once, with its first line.
    package private(set) var findings: [SMTPFinding] = []
    /// Whether the end was another one than <CRLF>.<CRLF>.
    package private(set) var endedOddly = false

    let discipline: SMTPSettings.Discipline
    private let maxBytes: Int
    let maxLineBytes: Int
    let isBinary: Bool
    private let watchesEightBit: Bool
    var lineNumber = 1
    /// Bytes of the present line that are already done with.
    var lineBytes = 0
    /// The last byte of a chunk was a CR, whose LF may stand in the next one.
    var hasOpenReturn = false
    private var previousLineEndedWell = true

    /// A line that grows beyond this is done with piece by piece, so that it never fills the memory.
    private static let longestWait = 16_384

    /// Makes a scanner for one mail.
    ///
    /// - Parameters:
    ///   - settings: The limits, and what a break of the protocol means.
    ///   - parameters: What MAIL declared.
    ///   - expected: How large the last mail was: those of one client are often alike.
    package init(settings: SMTPSettings, parameters: SMTPMailParameters, expecting expected: Int = 0) {
        self.isBinary = parameters.isBinary
        self.discipline = settings.discipline
        self.maxBytes = settings.maxMessageBytes
        self.maxLineBytes = settings.maxTextLineBytes
        self.watchesEightBit = !parameters.is8Bit
        // The declared size is a hint from outside: it must not make us reserve much.
        body.reserveCapacity(min(parameters.size ?? max(expected, 2_048), 256 * 1024, settings.maxMessageBytes) + 64)
    }

    /// Takes what the socket gave.
    package mutating func consume(_ bytes: UnsafeRawBufferPointer) -> Progress {
        guard let base = bytes.baseAddress else { return Progress(consumed: 0, isEnded: false) }
        var start = 0
        var run = 0
        while start < bytes.count {
            guard let found = memchr(base + start, 0x0A, bytes.count - start) else {
                let waiting = bytes.count - start
                guard waiting > Self.longestWait else { break }
                // A CR at the end may belong to the LF that is to come.
                let taken = waiting - (bytes[bytes.count - 1] == 0x0D ? 1 : 0)
                if lineBytes == 0, bytes[start] == 0x2E {
                    keep(bytes, run, start)
                    run = start + 1
                    lineBytes = -1
                }
                checkCarriageReturns(bytes, start, start + taken)
                lineBytes += taken
                keep(bytes, run, start + taken)
                return Progress(consumed: start + taken, isEnded: false)
            }
            let newline = UnsafeRawPointer(found) - base
            if let progress = line(bytes, from: start, to: newline, run: &run) { return progress }
            start = newline + 1
        }
        keep(bytes, run, start)
        return Progress(consumed: start, isEnded: false)
    }

    /// Deals with one whole line, whose LF stands at `newline`.
    private mutating func line(
        _ bytes: UnsafeRawBufferPointer, from start: Int, to newline: Int, run: inout Int
    ) -> Progress? {
        let endsWell = newline > start && bytes[newline - 1] == 0x0D
        let end = endsWell ? newline - 1 : newline
        var length = lineBytes + end - start
        if lineBytes == 0, end > start, bytes[start] == 0x2E {
            if end == start + 1, let progress = dotLine(bytes, start, newline, endsWell: endsWell, run: run) {
                return progress
            }
            keep(bytes, run, start)
            run = start + 1
            length -= 1
        }
        if length + 2 > maxLineBytes { note(.longLine) }
        let first = max(start, run)
        let hasBareReturn = checkCarriageReturns(bytes, first, end)
        if !endsWell { note(.bareLF) }
        if discipline == .normalize, hasBareReturn || !endsWell {
            keep(bytes, run, first)
            repair(bytes, first, end)
            run = newline + 1
        }
        previousLineEndedWell = endsWell
        lineBytes = 0
        lineNumber += 1
        return nil
    }

    /// Deals with a line that is one dot: the end, unless line ends are wrong and a strict reader goes on.
    private mutating func dotLine(
        _ bytes: UnsafeRawBufferPointer, _ start: Int, _ newline: Int, endsWell: Bool, run: Int
    ) -> Progress? {
        if !endsWell || !previousLineEndedWell {
            note(.oddEnd)
            // Where servers disagree about this end, what follows is a smuggled mail. A client that goes quiet here meant
            // it as the end and is told so; one that goes on is read to the true end and refused there.
            if discipline == .strict {
                guard newline + 1 == bytes.count else { return nil }
                endedOddly = true
            }
        }
        keep(bytes, run, start)
        return Progress(consumed: newline + 1, isEnded: true)
    }

    @discardableResult
    mutating func checkCarriageReturns(_ bytes: UnsafeRawBufferPointer, _ from: Int, _ end: Int) -> Bool {
        guard end > from, let base = bytes.baseAddress, memchr(base + from, 0x0D, end - from) != nil else {
            return false
        }
        note(.bareCR)
        return true
    }

    mutating func note(_ rule: SMTPFinding.Rule) {
        guard !findings.contains(where: { $0.rule == rule }) else { return }
        // 8-bit bytes are looked for in runs of many lines.
        findings.append(SMTPFinding(rule, line: rule == .eightBit ? 0 : lineNumber))
    }

    /// Appends `from..<end` as it is.
    mutating func keep(_ bytes: UnsafeRawBufferPointer, _ from: Int, _ end: Int) {
        guard end > from else { return }
        size += end - from
        guard size <= maxBytes else {
            body = []
            return
        }
        let piece = UnsafeRawBufferPointer(rebasing: bytes[from..<end])
        if watchesEightBit, Self.hasEightBit(piece) { note(.eightBit) }
        body.append(contentsOf: piece)
    }

    /// Appends a line with each bare CR made CRLF, and CRLF at its end.
    mutating func repair(_ bytes: UnsafeRawBufferPointer, _ from: Int, _ end: Int) {
        var clean: [UInt8] = []
        for byte in bytes[from..<max(from, end)] {
            clean.append(byte)
            if byte == 0x0D { clean.append(0x0A) }
        }
        clean += [0x0D, 0x0A]
        clean.withUnsafeBytes { keep($0, 0, $0.count) }
    }

    /// Whether a byte is above 127; looks at eight at a time.
    private static func hasEightBit(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var index = 0
        while index + 8 <= bytes.count {
            if bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 != 0 { return true }
            index += 8
        }
        return bytes[index...].contains { $0 >= 0x80 }
    }
}
