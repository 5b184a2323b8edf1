// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Settings
import Values

/// Where the mock posts webhooks to: this machine, unless it was started for others.
///
/// Only written addresses of this machine and `localhost` pass, no other name: a name could lead elsewhere at the next
/// look-up (DNS rebinding). Redirects are never followed. Started with `--allow-remote`, everything passes but the
/// link-local addresses where clouds keep credentials; a name that leads there is not looked into.
struct WebhookTarget: Hashable, Sendable {
    /// The URL.
    let url: String

    /// Takes a URL as people write it.
    ///
    /// - Throws: `ValueError` that says what is wrong with it.
    init(_ text: String, allowsRemote: Bool) throws(ValueError) {
        let url = try HTTPURL(text)
        guard allowsRemote || HostPort.isLoopback(url.host) else {
            throw ValueError("webhooks go to this machine only; start the mock with --allow-remote for others")
        }
        guard !Self.isOddlyWritten(url.host) else {
            throw ValueError("write an IPv4 address as four numbers, as in 127.0.0.1")
        }
        guard !Self.isLinkLocal(url.host) else { throw ValueError("webhooks never go to link-local addresses") }
        self.url = url.text
    }

    /// Whether resolvers would take it for an IPv4 address though nobody sees which: `2852039166`, `0xa9.254.1.1`, `127.1`.
    private static func isOddlyWritten(_ host: String) -> Bool {
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        let numbers = labels.allSatisfy { label in
            label.hasPrefix("0x")
                ? label.dropFirst(2).allSatisfy(\.isHexDigit) : label.allSatisfy { $0.isASCII && $0.isNumber }
        }
        let isPlain = labels.count == 4 && labels.allSatisfy { UInt8($0).map { String($0) } == String($0) }
        return numbers && !isPlain
    }

    private static func isLinkLocal(_ host: String) -> Bool {
        guard host.contains(":") else { return host.hasPrefix("169.254.") }
        return ["fe8", "fe9", "fea", "feb"].contains { host.hasPrefix($0) } || host.contains("169.254.")
            || host.contains("a9fe:")
    }
}
