// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// A content security policy, built by directive.
public struct PagePolicy: Hashable, Sendable, CustomStringConvertible {
    private struct Directive: Hashable, Sendable {
        let name: String
        let sources: String
    }

    private let directives: [Directive]
    /// The value of the `Content-Security-Policy` header.
    public let text: String

    private init(_ directives: [Directive]) {
        self.directives = directives
        self.text = directives.map { $0.sources.isEmpty ? $0.name : $0.name + " " + $0.sources }.joined(separator: "; ")
    }

    /// For answers that are no page: nothing loads, nobody frames it.
    public static let nothing = PagePolicy([
        Directive(name: "default-src", sources: "'none'"), Directive(name: "base-uri", sources: "'none'"),
        Directive(name: "form-action", sources: "'none'"), Directive(name: "frame-ancestors", sources: "'none'"),
    ])

    /// For a page of ours: scripts, styles, images, requests, frames and forms of its own origin; no inline script.
    public static let page = nothing.with("script-src", "'self'").with("style-src", "'self'")
        .with("img-src", "'self' data:").with("connect-src", "'self'").with("frame-src", "'self'")
        .with("form-action", "'self'")

    /// For a mail shown in a frame of ours: its inline styles, no scripts, no forms.
    ///
    /// - Parameter remoteImages: Whether images of other servers load, which tells them that it was opened.
    public static func mail(remoteImages: Bool) -> PagePolicy {
        nothing.with("style-src", "'unsafe-inline'")
            .with("img-src", remoteImages ? "'self' data: https: http:" : "'self' data:")
            .with("frame-ancestors", "'self'")
            .with("sandbox", "allow-same-origin allow-popups allow-popups-to-escape-sandbox")
    }

    /// The policy with one directive set, in place of an earlier one of that name.
    public func with(_ name: String, _ sources: String) -> PagePolicy {
        PagePolicy(directives.filter { $0.name != name } + [Directive(name: name, sources: sources)])
    }

    /// The header's value.
    public var description: String { text }
}
