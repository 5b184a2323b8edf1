// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// The dialogue behind one mail: who said what, and when.
///
/// Kept as bytes, because there is one beside each of a hundred thousand mails; lines are made only when somebody looks.
package struct Transcript: Hashable, Sendable {
    /// Who speaks.
    package enum Speaker: UInt8, Sendable {
        case client = 0x43
        case server = 0x53
        /// A remark of the recorder, such as how large the mail was.
        case note = 0x4E
    }

    /// One line of it.
    package struct Entry: Hashable, Sendable {
        /// Microseconds since the connection was made.
        package let microseconds: UInt64
        /// Who speaks.
        package let speaker: Speaker
        /// What was said, without its line end, controls shown as `\x0d`.
        package let text: String
    }

    private var bytes: [UInt8] = []

    /// Says nothing yet.
    package init() {}

    /// Reads what `encoded` gave.
    init(encoded bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// All of it, to be kept in a file.
    var encoded: [UInt8] { bytes }

    /// How much memory it takes.
    package var byteCount: Int { bytes.count }

    /// Adds a line; lines of more than 2,000 bytes are cut.
    package mutating func add(_ speaker: Speaker, at microseconds: UInt64, _ text: some Collection<UInt8>) {
        let text = text.prefix(2_000)
        bytes.append(speaker.rawValue)
        withUnsafeBytes(of: microseconds.littleEndian) { bytes.append(contentsOf: $0.prefix(6)) }
        withUnsafeBytes(of: UInt16(text.count).littleEndian) { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: text)
    }

    /// Adds all lines of another one.
    package mutating func append(_ other: Transcript) {
        bytes.append(contentsOf: other.bytes)
    }

    /// The lines in order.
    package var entries: [Entry] {
        var entries: [Entry] = []
        var index = 0
        while index + 9 <= bytes.count {
            let time = (0..<6).reduce(UInt64(0)) { $0 | UInt64(bytes[index + 1 + $1]) << UInt64(8 * $1) }
            let length = Int(bytes[index + 7]) | Int(bytes[index + 8]) << 8
            let text = bytes[(index + 9)..<min(index + 9 + length, bytes.count)]
            entries.append(
                Entry(
                    microseconds: time, speaker: Speaker(rawValue: bytes[index]) ?? .note,
                    text: Self.visible(text)))
            index += 9 + length
        }
        return entries
    }

    private static func visible(_ text: ArraySlice<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var shown: [UInt8] = []
        for byte in text {
            if byte < 0x20 || byte == 0x7F {
                shown += [0x5C, 0x78, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            } else {
                shown.append(byte)
            }
        }
        return String(decoding: shown, as: UTF8.self)
    }
}
