// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld

/// How a message is shown: how wide, light or dark, with which pictures.
struct FrameLook: Hashable {
    /// The width of the frame.
    enum Width: String, CaseIterable {
        case full
        case letter = "600"
        case phone = "360"

        /// The button's words.
        var title: String {
            switch self {
            case .full: "Full"
            case .letter: "600"
            case .phone: "360"
            }
        }

        /// What the button is for.
        var about: String {
            switch self {
            case .full: "As wide as the pane"
            case .letter: "600 pixels, a mail client on a desktop"
            case .phone: "360 pixels, a phone"
            }
        }
    }

    /// The colour scheme the reader prefers.
    enum Scheme: String, CaseIterable {
        case light, dark
    }

    /// Which pictures load.
    enum Images: String, CaseIterable {
        /// Those that travel in the mail.
        case enclosed
        /// None, as with readers who switched them off.
        case off
        /// Those of other servers too, which tells them that the mail was opened.
        case remote
    }

    var width = Width.full
    var scheme = Scheme.light
    var images = Images.enclosed

    /// Nothing chosen.
    init() {}

    /// Reads it from a page's address: `width`, `scheme`, `images`.
    init(_ query: inout QueryReader) {
        width = query.choice("width") ?? .full
        scheme = query.choice("scheme") ?? .light
        images = query.choice("images") ?? .enclosed
    }

    /// What stands in addresses: only what differs from the default.
    var parameters: [(String, String)] {
        var pairs: [(String, String)] = []
        if width != .full { pairs.append(("width", width.rawValue)) }
        if scheme != .light { pairs.append(("scheme", scheme.rawValue)) }
        if images != .enclosed { pairs.append(("images", images.rawValue)) }
        return pairs
    }

    /// The same with one thing changed.
    func with(_ change: (inout FrameLook) -> Void) -> FrameLook {
        var look = self
        change(&look)
        return look
    }
}
