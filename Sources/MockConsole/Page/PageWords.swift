// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Settings

/// What the page says where it has nothing to show, and its help.
enum PageWords {
    /// The empty inbox teaches how to fill it.
    static func welcome(_ addresses: MockAddresses?) -> String {
        let smtp = HTMLText.text(addresses?.smtp.description ?? "127.0.0.1:2525")
        let url = HTMLText.text(addresses?.inboxURL ?? "http://127.0.0.1:8026/")
        return """
            <div class="empty lesson" id="empty">
            <p class="lesson-icons">\(Icons.tile(.email))\(Icons.tile(.alimtalk))\(Icons.tile(.sms))\(Icons.tile(.push))</p>
            <h2>No messages yet</h2>
            <p>What your program sends shows up here at once, exactly as it came over the wire: mails, alimtalk, SMS and push \
            of one event side by side. Nothing leaves this machine.</p>
            <h3>Send a mail to <code>\(smtp)</code></h3>
            <pre tabindex="0">swaks --server \(smtp) \\
              --from shop@example.com --to hong@example.com \\
              --header "Subject: 오늘 도착해요"</pre>
            <h3>Wait for it in a test, without sleeping</h3>
            <pre tabindex="0">curl '\(url)api/wait?query=to:hong&amp;timeout=10s'</pre>
            <h3>Play a hundred parcels</h3>
            <pre tabindex="0">parcelpost mock journey --parcels 100 --speed 600x</pre>
            </div>
            """
    }

    /// A search without a result teaches how to search.
    static func nothingFound(_ query: String) -> String {
        let problems = InboxQuery(query).problems.prefix(5).map { "<p class=\"notice warn\">\(HTMLText.text($0))</p>" }
        return """
            <div class="empty" id="empty">
            <h2>Nothing matches</h2>
            \(problems.joined())
            <p>Words are looked for in subject, people and text. Look in one place with <code>to:</code>, <code>from:</code>, \
            <code>subject:</code> or <code>id:</code>; keep words together with quotes; \
            leave something out with a hyphen: <code>-is:refused</code>.</p>
            <p><a href="/">Show all messages</a></p>
            </div>
            """
    }

    /// Nothing chosen yet.
    static let choose = """
        <div class="empty"><p class="lesson-icons">\(Icons.tile(.email))\(Icons.tile(.alimtalk))\(Icons.tile(.sms))\
        \(Icons.tile(.push))</p><p>Choose a message.</p>\
        <p class="small"><kbd>j</kbd> <kbd>k</kbd> move, <kbd>/</kbd> searches, <kbd>?</kbd> shows all keys.</p></div>
        """

    /// The keys.
    static let keys = """
        <dialog id="keys" aria-labelledby="keys-title">
        <h2 id="keys-title">Keys</h2>
        <dl class="facts">
        <dt><kbd>j</kbd> <kbd>k</kbd></dt><dd>next, previous message</dd>
        <dt><kbd>Enter</kbd></dt><dd>open the message, go into it</dd>
        <dt><kbd>1</kbd> … <kbd>9</kbd></dt><dd>the views, from left to right</dd>
        <dt><kbd>/</kbd></dt><dd>search</dd>
        <dt><kbd>u</kbd> <kbd>Esc</kbd></dt><dd>back to the list</dd>
        <dt><kbd>w</kbd></dt><dd>width: full, 600, 360</dd>
        <dt><kbd>d</kbd></dt><dd>light, dark</dd>
        <dt><kbd>i</kbd></dt><dd>images off, on</dd>
        <dt><kbd>b</kbd></dt><dd>bench: clock and faults</dd>
        <dt><kbd>Delete</kbd></dt><dd>delete the message</dd>
        <dt><kbd>?</kbd></dt><dd>this help</dd>
        </dl>
        <form method="dialog"><button>Close</button></form>
        </dialog>
        """

    /// How to search.
    static let searchHelp = """
        <dialog id="searching" aria-labelledby="searching-title">
        <h2 id="searching-title">How to search</h2>
        <dl class="facts">
        <dt><code>배송 완료</code></dt><dd>both words, in subject, people or text</dd>
        <dt><code>"오늘 도착"</code></dt><dd>words that stand together</dd>
        <dt><code>ㅎㄱㄷ</code></dt><dd>initial consonants: 홍길동</dd>
        <dt><code>01012345678</code></dt><dd>numbers, with or without hyphens</dd>
        <dt><code>to:hong</code></dt><dd>recipients; also <code>from:</code>, <code>subject:</code>, <code>text:</code>, <code>id:</code></dd>
        <dt><code>channel:sms</code></dt><dd>facts; also <code>provider:</code>, <code>template:</code>, <code>tag:</code>, <code>event:</code></dd>
        <dt><code>has:attachment</code></dt><dd>also <code>has:html</code>, <code>has:button</code>, <code>has:result</code></dd>
        <dt><code>is:refused</code></dt><dd>also <code>is:failed</code>, <code>is:delivered</code>, <code>is:copy</code>, <code>is:flagged</code></dd>
        <dt><code>-subject:배송</code></dt><dd>a hyphen turns a condition round</dd>
        </dl>
        <p class="quiet small">EUC-KR and CP949 mails are searched as you read them; case and width do not matter.</p>
        <form method="dialog"><button>Close</button></form>
        </dialog>
        """
}
