// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Glibc
import MockWorld

extension SMTPDataScanner {
    /// Takes bytes of a chunk: there are no dots to unstuff, and the end is known by count (RFC 3030 section 2).
    package mutating func take(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress, !bytes.isEmpty else { return }
        // A binary mail has no lines (RFC 3030 section 3).
        guard !isBinary else { return keep(bytes, 0, bytes.count) }
        if hasOpenReturn, bytes[0] != 0x0A { bareReturn() }
        let returned = hasOpenReturn
        hasOpenReturn = false
        var start = 0
        var run = 0
        while start < bytes.count, let found = memchr(base + start, 0x0A, bytes.count - start) {
            let newline = UnsafeRawPointer(found) - base
            let endsWell = newline > start ? bytes[newline - 1] == 0x0D : start == 0 && returned
            let end = endsWell && newline > start ? newline - 1 : newline
            if lineBytes + end - start + 2 > maxLineBytes { note(.longLine) }
            let hasBareReturn = checkCarriageReturns(bytes, start, end)
            if !endsWell { note(.bareLF) }
            if discipline == .normalize, hasBareReturn || !endsWell {
                keep(bytes, run, start)
                repair(bytes, start, end)
                run = newline + 1
            }
            lineBytes = 0
            lineNumber += 1
            start = newline + 1
        }
        var end = bytes.count
        if end > start, bytes[end - 1] == 0x0D {
            end -= 1
            hasOpenReturn = true
        }
        let hasBareReturn = checkCarriageReturns(bytes, start, end)
        if hasBareReturn, discipline == .normalize {
            keep(bytes, run, start)
            for index in start..<end {
                keep(bytes, index, index + 1)
                if bytes[index] == 0x0D { keepLineFeed() }
            }
            run = end
        }
        lineBytes += end - start
        if lineBytes > maxLineBytes { note(.longLine) }
        keep(bytes, run, bytes.count)
    }

    /// The last chunk has come.
    package mutating func endChunks() {
        if hasOpenReturn { bareReturn() }
        hasOpenReturn = false
    }

    private mutating func bareReturn() {
        note(.bareCR)
        if discipline == .normalize { keepLineFeed() }
    }

    private mutating func keepLineFeed() {
        withUnsafeBytes(of: UInt8(0x0A)) { keep($0, 0, 1) }
    }
}
