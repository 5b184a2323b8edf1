// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import Settings
import Values

/// Sends bounces and complaints later: into the inbox, and to the gateway over HTTP (RFC 3464, RFC 5965).
///
/// Each is kept as a mail without an envelope sender in the space of the mail it is about, whether it is posted or not, and
/// what became of it is told at that mail. A post that fails is tried again after 1, 5 and 30 minutes of the mock's clock.
package struct BouncePoster: Sendable {
    /// What a mailbox provider has to say about a mail.
    package enum News: Sendable {
        /// A notification about one recipient, by its place in the envelope.
        case status(BounceWriter.Report, recipient: Int)
        /// A recipient, by his place in the envelope, calls it spam.
        case complaint(recipient: Int)

        var kind: String { if case .complaint = self { "complaint" } else { "bounce" } }
    }

    private let bench: Bench
    private let settings: BounceSettings
    private let writer: BounceWriter

    private static let pauses: [Duration] = [.seconds(60), .seconds(300), .seconds(1_800)]

    /// Makes a poster.
    package init(bench: Bench, settings: BounceSettings = BounceSettings()) {
        self.bench = bench
        self.settings = settings
        self.writer = BounceWriter(host: settings.hostName)
    }

    /// Enters news about a mail; `after` nil or zero means the settings' delay.
    package func send(_ news: News, about message: InboxMessage, after: Duration? = nil) {
        if case .status(let report, let recipient) = news,
            let silence = writer.silence(report.action, about: message, recipient: recipient)
        {
            tell(message, "bounce", "No notification \(report.status): \(silence).", .neutral)
            return
        }
        let span = after.flatMap { $0 > .zero ? $0 : nil } ?? settings.delay
        bench.agenda.after(span, space: message.space, "a \(news.kind) about a mail") { await deliver(news, message) }
    }

    private func deliver(_ news: News, _ message: InboxMessage) async {
        let now = bench.clock.now
        let number = message.events.count
        let raw: [UInt8]
        let words: String
        switch news {
        case .status(let report, let recipient):
            raw = writer.notification(
                about: message, [(recipient, report)], id: "bounce.\(message.id).\(number)", at: now)
            words = "\(report.action.rawValue) \(report.status)"
        case .complaint(let recipient):
            guard message.envelope.recipients.indices.contains(recipient) else { return }
            raw = writer.complaint(
                about: message, recipient: message.envelope.recipients[recipient],
                id: "complaint.\(message.id).\(number)", at: now)
            words = "spam complaint"
        }
        let to = message.envelope.sender
        var parameters = SMTPMailParameters()
        parameters.is8Bit = true
        var draft = InboxDraft(
            mail: raw,
            envelope: SMTPEnvelope(
                sender: "", recipients: to.isEmpty ? [] : [to], parameters: parameters, clientName: settings.hostName),
            receivedAt: now)
        draft.space = message.space
        let kept = bench.inbox.add(draft)
        let place = "It is in the inbox as \(kept.id)."
        guard let url = settings.url else {
            tell(message, news.kind, "\(words). \(place) It is posted nowhere: no gateway is set.", .bad)
            return
        }
        guard bench.allowsRemote || HostPort.isLoopback(url.host) else {
            tell(
                message, news.kind,
                "\(words). \(place) Not posted: the gateway is on another machine, which needs --allow-remote.", .bad)
            return
        }
        tell(message, news.kind, "\(words). \(place)", .bad)
        await post(raw, to: url, about: message, news.kind, attempt: 0)
    }

    private func post(
        _ raw: [UInt8], to url: HTTPURL, about message: InboxMessage, _ kind: String, attempt: Int
    ) async {
        var headers = [
            (name: "Content-Type", value: "message/rfc822"), (name: "User-Agent", value: "Parcelpost-mock/1"),
        ]
        if let apiKey = settings.apiKey { headers.append((name: "Authorization", value: "Bearer " + apiKey.reveal())) }
        let words: String
        do {
            let answer = try await bench.loop.perform(
                HTTPTransfer(method: "POST", url: url.text, headers: headers, body: raw, timeout: .seconds(30)))
            if (200..<300).contains(answer.status) {
                tell(message, kind, "The gateway took the \(kind): \(answer.status).", .neutral)
                return
            }
            words = "The gateway answered the \(kind) with \(answer.status)"
            // What is refused for good is not tried again.
            if (400..<500).contains(answer.status), ![401, 403, 404, 408, 425, 429].contains(answer.status) {
                tell(message, kind, words + "; it is not tried again.", .neutral)
                return
            }
        } catch {
            words = "The gateway could not be reached with the \(kind)"
        }
        guard attempt < Self.pauses.count else {
            tell(message, kind, words + " for the last time.", .neutral)
            return
        }
        let pause = Self.pauses[attempt]
        tell(message, kind, words + "; tried again in \(pause.components.seconds / 60) min.", .neutral)
        bench.agenda.after(pause, space: message.space, "a \(kind) is posted again") {
            await post(raw, to: url, about: message, kind, attempt: attempt + 1)
        }
    }

    private func tell(_ message: InboxMessage, _ kind: String, _ text: String, _ verdict: MessageEvent.Verdict) {
        bench.inbox.add(MessageEvent(at: bench.clock.now, kind: kind, text: text, verdict: verdict), to: message.id)
    }
}
