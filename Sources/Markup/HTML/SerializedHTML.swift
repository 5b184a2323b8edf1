// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// HTML as bytes, with the places its elements came from.
public struct SerializedHTML: Sendable {
    /// An element's place.
    public struct Mark: Hashable, Sendable {
        /// Of the element's `<` in the bytes.
        public let offset: Int
        /// The element's place in the source it was parsed from.
        public let source: Int

        /// Makes a mark.
        public init(offset: Int, source: Int) {
            self.offset = offset
            self.source = source
        }
    }

    /// The HTML, in UTF-8.
    public let bytes: [UInt8]
    /// One for each element, in order.
    public let marks: [Mark]

    /// Makes it.
    public init(bytes: [UInt8], marks: [Mark]) {
        self.bytes = bytes
        self.marks = marks
    }
}
