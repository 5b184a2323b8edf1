// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import CCurl

/// What owns an easy handle in the multi handle.
class LoopMember {
    let easy: EasyHandle

    init(easy: EasyHandle) {
        self.easy = easy
    }

    /// The pointer under which libcurl hands the member back; valid while the engine holds the member.
    final var opaque: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

    /// libcurl is done with the handle.
    func completed(_ code: CURLcode) {}
}
