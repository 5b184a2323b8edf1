// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Looks at a finished mail the way its readers' clients will, and tells whether it is whole, readable, safe and light enough.
///
/// For templates that were rendered, and for any mail in the mock's inbox. It reads, it changes nothing.
public struct MailLint {
    /// What the lint is told beside the HTML.
    public struct Options: Sendable {
        /// The clients whose gaps are told.
        public var clients: [MailClient]
        /// What clients can show.
        public var support: ClientSupport
        /// The mail's inline parts by content id (without `<` and `>`), with their sizes in bytes; nil if they are not known.
        public var inlineParts: [String: Int]?

        /// Makes options; without clients, the table's default ones.
        public init(
            clients: [MailClient]? = nil, support: ClientSupport = .standard, inlineParts: [String: Int]? = nil
        ) {
            self.clients = clients ?? support.defaultClients
            self.support = support
            self.inlineParts = inlineParts
        }
    }

    /// The most bytes of a `<style>` that Gmail keeps.
    public static let mostStyleBytes = 8192
    /// The most bytes of HTML that Gmail shows.
    public static let mostHTMLBytes = 102_000
    /// From where a mail comes near that.
    public static let largeHTMLBytes = 80_000
    /// The most images.
    public static let mostImages = 10
    /// The most bytes of inline images.
    public static let mostImageBytes = 500_000

    let page: LintPage
    let options: Options
    var findings: [Finding] = []

    /// Everything that breaks a rule, in the order of the mail.
    ///
    /// - Parameters:
    ///   - html: The HTML part, in UTF-8.
    ///   - options: Which clients count, and what is known of the mail's other parts.
    public static func check(html: [UInt8], options: Options = Options()) -> [Finding] {
        var lint = MailLint(page: LintPage(html), options: options, findings: [])
        lint.checkDocument(bytes: html.count)
        lint.checkElements()
        lint.checkTables()
        lint.checkHeadings()
        lint.checkImages()
        lint.checkLinks()
        lint.checkColors()
        lint.checkStyles()
        lint.checkClients()
        return lint.findings.enumerated().sorted { ($0.element.offset, $0.offset) < ($1.element.offset, $1.offset) }
            .map(\.element)
    }

    /// Notes a finding.
    mutating func find(_ rule: LintRule, _ message: String, wayOut: String? = nil, at offset: Int) {
        findings.append(Finding(rule, message, wayOut: wayOut, offset: offset))
    }
}
