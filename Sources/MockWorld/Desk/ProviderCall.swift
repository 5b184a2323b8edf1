// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Synchronization
package import Values

/// One call of a provider's API while it is answered.
package final class ProviderCall: Sendable {
    /// The method.
    package let method: String
    /// The path with its query.
    package let path: String
    /// The header's fields as they came, secrets and all: never log them.
    package let headers: [(name: String, value: String)]
    /// The body.
    package let body: [UInt8]
    /// The space: `X-Parcelpost-Space`, else `?space=`; empty for none.
    package let space: String
    /// When it came, on the mock's clock.
    package let receivedAt: Timestamp

    private let bench: Bench
    private let provider: String
    private let channel: MessageChannel?
    private let connection: String
    private let standing = Mutex(Standing())

    /// How far the call has come.
    private struct Standing {
        var moment: FaultMoment?
        /// What a rule said of all its messages.
        var later: FaultDecision.Action?
        var bytesPerSecond: Int?
    }

    package init(
        method: String, path: String, headers: [(name: String, value: String)], body: [UInt8], space: String,
        bench: Bench, provider: String, channel: MessageChannel?, connection: String
    ) {
        self.method = method
        self.path = path
        self.headers = headers
        self.body = body
        self.space = space
        self.receivedAt = bench.clock.now
        self.bench = bench
        self.provider = provider
        self.channel = channel
        self.connection = connection
    }

    /// The first field of that name, whatever its case.
    package func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// Tells who is to get what, before anything is done; a fault may strike here, and again once it is done.
    ///
    /// - Returns: What is to happen later to what is accepted now (`bounce`, `complaint`, `result`), to all of it; nil for
    ///   nothing. In a call for several recipients ask `later(for:)` for each, which knows the magic ones.
    /// - Throws: `FaultStruck`, which the desk turns into what the client sees: let it pass.
    @discardableResult
    package func begin(
        recipients: [String], sender: String? = nil, template: String? = nil
    ) async throws -> FaultDecision.Action? {
        var moment = FaultMoment(
            .request, channel: channel, provider: provider, space: space, recipients: recipients, sender: sender,
            template: template, connection: connection)
        let decision = bench.faults.decide(moment)
        moment.step = .accepted
        standing.withLock { [moment] standing in
            standing.moment = moment
            standing.bytesPerSecond = decision.bytesPerSecond
        }
        try await ProviderDesk.pause(decision.delay)
        switch decision.action {
        case nil: return nil
        case .bounce, .complaint, .result:
            standing.withLock { $0.later = decision.action }
            return decision.action
        default: throw FaultStruck(decision: decision)
        }
    }

    /// What is to happen later to the message of one recipient: what a rule says of the call, else what his number says.
    package func later(for recipient: String) -> FaultDecision.Action? {
        if let later = standing.withLock({ $0.later }) { return later }
        return bench.faults.magic(for: recipient, channel: channel, space: space)?.action
    }

    /// What happens to the answer, now that it is done.
    func end() -> FaultDecision {
        let standing = standing.withLock { $0 }
        guard let moment = standing.moment else { return FaultDecision() }
        var decision = bench.faults.decide(moment)
        if let pace = standing.bytesPerSecond {
            decision.bytesPerSecond = min(pace, decision.bytesPerSecond ?? pace)
        }
        return decision
    }

    /// Keeps a message that this call brought, as the inbox shows it.
    ///
    /// - Parameters:
    ///   - card: What the recipient sees.
    ///   - refusal: What the sender was told if it was refused; it is kept for people to look at.
    @discardableResult
    package func keep(_ card: MessageCard, refusal: String? = nil) -> InboxMessage {
        let transcript = transcript
        return bench.inbox.add(
            InboxDraft(
                card: card, channel: channel ?? .push, raw: body, space: space, receivedAt: bench.clock.now,
                refusal: refusal, headers: headers)
        ) { _ in transcript }
    }

    /// The request as it is shown beside what it brought, credentials hidden.
    private var transcript: Transcript {
        var transcript = Transcript()
        transcript.add(.client, at: 0, (method + " " + shownPath).utf8)
        for field in headers {
            transcript.add(
                .client, at: 0, (field.name + ": " + (Self.isSecret(field.name) ? "****" : field.value)).utf8)
        }
        transcript.add(.note, at: 0, "a body of \(body.count) bytes".utf8)
        return transcript
    }

    /// The path, and of a query's secrets the names.
    private var shownPath: String {
        guard let mark = path.firstIndex(of: "?") else { return path }
        let pairs = path[path.index(after: mark)...].split(separator: "&", omittingEmptySubsequences: false)
        let shown = pairs.map { pair -> String in
            let name = String(pair.prefix { $0 != "=" })
            return Self.isSecret(name) ? name + "=****" : String(pair)
        }
        return String(path[...mark]) + shown.joined(separator: "&")
    }

    private static func isSecret(_ name: String) -> Bool {
        let name = name.lowercased().filter { $0 != "-" && $0 != "_" }
        return ["authorization", "cookie", "secret", "token", "apikey", "password"].contains { name.contains($0) }
    }
}

/// A fault has struck before anything was done.
package struct FaultStruck: Error {
    /// What is to happen.
    package let decision: FaultDecision
}
