// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Markup

/// A mail that breaks no rule, and what a test puts into it to break one.
struct LintMail {
    var language = " lang=\"ko\""
    var direction = " dir=\"ltr\""
    var title = "<title>상품이 출발했어요</title>"
    var charset = "<meta charset=\"utf-8\">"
    var head = ""
    var headline = "<h1>상품이 출발했어요</h1>"
    var landmark = " role=\"article\""
    var content = ""

    /// The mail with something in its content.
    static func with(_ content: String) -> LintMail { LintMail(content: content) }

    /// The mail with a style sheet, and something in its content.
    static func styled(_ style: String, _ content: String = "") -> LintMail {
        LintMail(head: "<style>\(style)</style>", content: content)
    }

    var html: String {
        """
        <!DOCTYPE html>
        <html\(language)\(direction)>
        <head>\(charset)\(title)\(head)</head>
        <body>
        <div\(landmark)>
        \(headline)
        <p>내일 도착해요.</p>
        <a href="https://shop.example/parcels/1">배송 조회</a>
        <img src="https://shop.example/logo.png" alt="가게" width="120" height="32">
        <table role="presentation"><tr><td>배치</td></tr></table>
        \(content)
        </div>
        </body>
        </html>

        """
    }

    /// What the lint finds.
    func findings(_ options: MailLint.Options = MailLint.Options()) -> [Finding] {
        MailLint.check(html: Array(html.utf8), options: options)
    }

    /// The rules it breaks, in the order of the mail.
    func broken(_ options: MailLint.Options = MailLint.Options()) -> [String] { findings(options).map(\.rule) }
}
