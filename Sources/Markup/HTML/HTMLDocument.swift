// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// A parsed HTML document, and what was wrong with its markup.
public struct HTMLDocument {
    /// A slip in the markup.
    public struct Fault: Hashable, Sendable {
        /// Where in the source, in bytes; near it, not on it.
        public let offset: Int
        /// What is wrong, in one sentence.
        public let message: String

        /// Makes a fault.
        public init(offset: Int, message: String) {
            self.offset = offset
            self.message = message
        }
    }

    /// The document.
    public let root: HTMLNode
    /// What was wrong with its markup, in order; the parser mended it in the tree.
    public let faults: [Fault]
}
