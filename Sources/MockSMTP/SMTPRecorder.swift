// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import NIOCore

/// Writes the transcript of a connection as it goes, and hands each mail its share.
///
/// What was said before the first mail (greeting, EHLO, AUTH) stands at the top of every mail of the connection; between
/// two mails only what belongs to the later one is kept, so a connection that lives for a day costs little.
struct SMTPRecorder {
    private let start = NIODeadline.now()
    private var prologue = Transcript()
    private var current = Transcript()
    private var isPastPrologue = false

    /// Adds a line to the present share.
    mutating func add(_ speaker: Transcript.Speaker, _ text: some Collection<UInt8>) {
        let time = UInt64(max(0, (NIODeadline.now() - start).nanoseconds / 1_000))
        // A client that never sends a mail must not fill the memory with its chatter.
        guard current.byteCount + prologue.byteCount < 64 * 1024 else { return }
        current.add(speaker, at: time, text)
    }

    /// A mail begins: what came before it belongs to the connection.
    mutating func beginMail() {
        guard !isPastPrologue else { return }
        isPastPrologue = true
        prologue = current
        current = Transcript()
    }

    /// Hands out the transcript of the mail that has just ended.
    mutating func endMail() -> Transcript {
        var transcript = prologue
        transcript.append(current)
        current = Transcript()
        return transcript
    }
}
