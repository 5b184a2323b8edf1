// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Where in a dialogue a fault can strike.
package enum FaultStep: String, Sendable, CaseIterable {
    /// SMTP: a client has connected.
    case connect
    /// SMTP: EHLO or HELO.
    case ehlo
    /// SMTP: AUTH.
    case auth
    /// SMTP: MAIL.
    case mail
    /// SMTP: RCPT.
    case rcpt
    /// SMTP: DATA, or the first BDAT.
    case data
    /// SMTP: the mail has come, and is not kept yet.
    case endOfData = "end-of-data"
    /// The message is kept, and the sender was not told yet: the lost 250, the lost 200.
    case accepted
    /// HTTP: the request has come, and nothing was done yet.
    case request
}

/// One moment at which a fault may strike: what is known of the message then.
package struct FaultMoment: Sendable {
    /// Where.
    package var step: FaultStep
    /// What the message comes by; nil for an API that carries none.
    package var channel: MessageChannel?
    /// Whose API: `smtp`, `nhn-alimtalk`, `fcm`, ...
    package var provider: String
    /// The space; empty for none.
    package var space: String
    /// Who is to get it, as far as it is known: addresses, phone numbers, tokens; at `rcpt` the last is the one asked for.
    package var recipients: [String]
    /// Who sends it, if it is known.
    package var sender: String?
    /// The template's code, if there is one.
    package var template: String?
    /// What tells its connection from others, for rate limits; nil when there is no telling.
    package var connection: String?

    /// Makes a moment.
    package init(
        _ step: FaultStep, channel: MessageChannel?, provider: String, space: String = "", recipients: [String] = [],
        sender: String? = nil, template: String? = nil, connection: String? = nil
    ) {
        self.step = step
        self.channel = channel
        self.provider = provider
        self.space = space
        self.recipients = recipients
        self.sender = sender
        self.template = template
        self.connection = connection
    }

    /// Those a rule looks at.
    var asked: ArraySlice<String> { step == .rcpt ? recipients.suffix(1) : recipients[...] }
}
