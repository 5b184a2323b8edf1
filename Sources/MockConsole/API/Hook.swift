// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Cryptography
import MockWorld
import Values

/// A webhook of the inbox: where each message is posted to, and how far that has come.
struct Hook: Sendable {
    /// Its name in paths.
    let id: String
    /// Where to post.
    let url: String
    /// What was asked for, as written.
    let query: String
    /// Which messages.
    let filter: InboxFilter
    /// What the posts are signed with.
    let key: [UInt8]
    /// The last message that was posted or did not fit: all that is kept of the queue.
    var place: MessageKey?
    /// How many were answered with 2xx.
    var delivered = 0
    /// How often the next one has failed.
    var attempts = 0
    /// What became of the last post.
    var lastResult: String?
    /// When the next attempt is made, if one has failed.
    var nextAttemptAt: Timestamp?
    /// Whether somebody posts for it, or will.
    var isBusy = false
    /// Whether something came while it was busy.
    var hasMore = false
    /// Grows when the hook is set anew, so that a post for the one before says nothing of it.
    let generation: Int

    /// How long is waited after failures: 1 second, then twice as long each time, five minutes at most.
    static func backoff(_ attempts: Int) -> Duration {
        attempts > 8 ? .seconds(300) : .seconds(1 << max(0, attempts - 1))
    }

    /// The bytes of a secret: `whsec_` and Base64 as Standard Webhooks writes it, else the text itself.
    static func key(of secret: String) -> [UInt8] {
        if secret.hasPrefix("whsec_"), let key = Base64.decode(String(secret.dropFirst(6))), !key.isEmpty { return key }
        return Array(secret.utf8)
    }

    /// What a post carries so that its reader can tell it is ours (Standard Webhooks 1.0).
    func signature(id: String, timestamp: Int64, body: [UInt8]) -> [(name: String, value: String)] {
        let signed = Digest.hmacSHA256(Array("\(id).\(timestamp).".utf8), body, key: key)
        return [
            ("webhook-id", id), ("webhook-timestamp", String(timestamp)),
            ("webhook-signature", "v1," + Base64.encode(signed)),
        ]
    }

    /// What people see of it; never the secret.
    var json: JSON {
        [
            "id": .string(id), "url": .string(url), "query": .string(query),
            "space": filter.space.map { .string($0) } ?? .null,
            "channel": filter.channel.map { .string($0.rawValue) } ?? .null,
            "after": place.map { .string($0.description) } ?? .null, "delivered": .integer(Int64(delivered)),
            "attempts": .integer(Int64(attempts)), "lastResult": lastResult.map { .string($0) } ?? .null,
            "nextAttemptAt": nextAttemptAt.map { .string($0.rfc3339) } ?? .null,
        ]
    }
}
