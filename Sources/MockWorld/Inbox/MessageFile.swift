// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Where the bytes of a message lie when they are not in memory.
protocol MessageFile: Sendable {
    /// The bytes that came over the wire and the dialogue; nil when they cannot be read any more.
    func body(of id: MessageKey) -> MessageBody?
}

/// What of a message takes room.
struct MessageBody: Sendable {
    /// The bytes as they came over the wire.
    let raw: [UInt8]
    /// The dialogue.
    let transcript: Transcript
}
