// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Values

extension AlimtalkService {
    /// What is known of a send before anybody is judged.
    private struct Frame {
        let template: AlimtalkTemplate?
        let failback: AlimtalkState.Failback?
        let isKeyFree: Bool
    }

    /// `POST .../messages` and its kin.
    func send(_ visit: NHNDesk.Visit, isRaw: Bool, isAuth: Bool) async throws -> ProviderAnswer {
        let call = visit.call
        let body = try visit.json(badType: NHNRefusal.Alimtalk.notJSON, unreadable: NHNRefusal.Alimtalk.unreadable)
        let order = try AlimtalkOrder(body, isRaw: isRaw)
        let later = try await call.begin(
            recipients: order.recipients.map(\.number), sender: order.senderKey, template: order.templateCode)

        let now = bench.clock.now
        let key = call.header("X-NC-API-IDEMPOTENCY-KEY").flatMap { $0.isEmpty ? nil : $0 }
        let frame = states.with(call.space) { state in
            Frame(
                template: state.template(order.templateCode, for: order.senderKey),
                failback: state.failbacks[order.senderKey],
                isKeyFree: key.map { state.use(key: visit.appKey + " " + $0, at: now) } ?? true)
        }
        let paper = Paper(
            order: order, body: body, call: call, key: key, isAuth: isAuth, notes: CallNotes(call), now: now)
        let requestAt: Timestamp
        let judge: AlimtalkJudge
        do throws(NHNRefusal) {
            guard frame.isKeyFree else { throw NHNRefusal.Alimtalk.keyReused }
            try AlimtalkJudge.check(order.senderKey, settings.alimtalk)
            requestAt = try AlimtalkJudge.moment(order.requestDate, now: now)
            guard let template = frame.template else { throw NHNRefusal.Alimtalk.noTemplate }
            guard template.status == .approved else { throw NHNRefusal.Alimtalk.notApproved }
            judge = AlimtalkJudge(
                settings: settings.alimtalk, template: template, isRaw: isRaw, isAuth: isAuth)
        } catch {
            keepRefused(paper, error)
            throw error
        }
        return accept(paper, visit, judge, frame.failback, requestAt, later, isRaw: isRaw)
    }

    /// What all recipients of one request have in common.
    private struct Paper {
        let order: AlimtalkOrder
        let body: JSON
        let call: ProviderCall
        let key: String?
        let isAuth: Bool
        let notes: CallNotes
        let now: Timestamp

        /// What the inbox keeps as the bytes of one recipient's message.
        func raw(_ recipient: AlimtalkOrder.Recipient) -> [UInt8] {
            order.recipients.count == 1 ? call.body : AlimtalkOrder.body(body, for: recipient.json)
        }
    }

    private func accept(
        _ paper: Paper, _ visit: NHNDesk.Visit, _ judge: AlimtalkJudge, _ failback: AlimtalkState.Failback?,
        _ requestAt: Timestamp, _ later: FaultDecision.Action?, isRaw: Bool
    ) -> ProviderAnswer {
        let order = paper.order
        let space = paper.call.space
        let requestID = states.with(space) { $0.mint.request(at: paper.now) }
        let planned = LaterResult(
            later, recipients: order.recipients.map(\.number), channel: .alimtalk, bench: bench, space: space)
        var messages: [AlimtalkMessage] = []
        var results: [JSON] = []
        var failed: [Int] = []
        results.reserveCapacity(order.recipients.count)
        for (index, recipient) in order.recipients.enumerated() {
            let seq = index + 1
            var verdict = judge.judge(recipient)
            var resend: AlimtalkResend?
            do throws(NHNRefusal) {
                resend = try self.resend(recipient.resend, failback)
            } catch {
                verdict.refusal = verdict.refusal ?? error
            }
            let inboxID = keep(paper, recipient, verdict, seq: seq, requestID: requestID, requestAt: requestAt)
            let refusal = verdict.refusal
            // What does not match the template is refused, and still sent by SMS (the text of -3010 says so).
            let isResent = resend != nil && (refusal?.code == -3010 || refusal?.code == -3011)
            if refusal == nil || isResent {
                let result =
                    verdict.result
                    ?? planned.code(for: recipient.number, channel: .alimtalk).map { .of($0.code, words: $0.words) }
                    ?? .success
                var message = AlimtalkMessage(
                    seq: seq, recipientNo: verdict.number, content: verdict.content, title: verdict.title,
                    header: verdict.header, buttons: verdict.buttons, quickReplies: recipient.quickReplies,
                    groupingKey: recipient.groupingKey, resend: resend, result: result, inboxID: inboxID)
                if resend != nil { message.resendStatus = .ready }
                messages.append(message)
            }
            if refusal != nil { failed.append(index) }
            results.append(Self.sendResult(recipient, verdict, seq))
        }
        if !messages.isEmpty {
            let request = AlimtalkRequest(
                id: requestID, appKey: visit.appKey, senderKey: order.senderKey, templateCode: order.templateCode,
                isAuth: paper.isAuth, isRaw: isRaw, createdAt: paper.now, requestAt: requestAt,
                senderGroupingKey: order.senderGroupingKey, createUser: order.createUser, option: order.option,
                messages: messages)
            states.with(space) { $0.requests.add(request, id: requestID, count: messages.count) }
            bench.agenda.at(requestAt + settings.resultAfter, space: space, "results of an alimtalk request") {
                await finish(requestID, space: space)
            }
        }
        let hasFailed = failed.count == order.recipients.count
        return .json([
            "header": hasFailed ? NHNRefusal.Alimtalk.allFailed.header : NHNRefusal.success.header,
            "message": [
                "requestId": .string(requestID),
                "senderGroupingKey": order.senderGroupingKey.map { .string($0) } ?? .null,
                "sendResults": .array(results),
            ],
        ])
    }

    private static func sendResult(
        _ recipient: AlimtalkOrder.Recipient, _ verdict: AlimtalkJudge.Verdict, _ seq: Int
    ) -> JSON {
        let refusal = verdict.refusal ?? .success
        return [
            "recipientSeq": .integer(Int64(seq)), "recipientNo": .string(recipient.number),
            "resultCode": .integer(Int64(refusal.code)), "resultMessage": .string(refusal.message),
            "recipientGroupingKey": recipient.groupingKey.map { .string($0) } ?? .null,
        ]
    }

    /// What is to happen to a recipient whom KakaoTalk does not reach; nil for nothing.
    private func resend(
        _ asked: AlimtalkResend?, _ failback: AlimtalkState.Failback?
    ) throws(NHNRefusal) -> AlimtalkResend? {
        let isOn = asked?.isOn ?? failback?.isOn ?? false
        guard isOn else { return nil }
        var resend = asked ?? AlimtalkResend(isOn: true)
        let hasSetup = failback?.isOn == true
        if !hasSetup, settings.alimtalk.needsFailbackSetup || resend.sendNo == nil {
            throw NHNRefusal.Alimtalk.noFailback
        }
        resend.sendNo = resend.sendNo ?? failback?.sendNo
        return resend
    }

    /// Puts one recipient's card into the inbox.
    private func keep(
        _ paper: Paper, _ recipient: AlimtalkOrder.Recipient, _ verdict: AlimtalkJudge.Verdict, seq: Int,
        requestID: String, requestAt: Timestamp
    ) -> MessageKey {
        let order = paper.order
        let identity =
            paper.key ?? recipient.groupingKey.map { (order.senderGroupingKey ?? "") + " " + $0 }
            ?? requestID
        var card = MessageCard(
            provider: Self.provider, kind: "AT", from: MessageCard.line(order.senderKey),
            to: MessageCard.line(verdict.number), title: MessageCard.line(verdict.title), text: verdict.content,
            template: MessageCard.line(order.templateCode), identity: identity)
        card.buttons = verdict.buttons.map {
            MessageCard.Button(name: MessageCard.line($0.name), type: $0.type, link: MessageCard.line($0.link))
        }
        card.facts.append(.init("requestId", requestID))
        card.facts.append(.init("recipientSeq", String(seq)))
        if !verdict.header.isEmpty { card.facts.append(.init("templateHeader", MessageCard.line(verdict.header))) }
        if paper.isAuth { card.facts.append(.init("alimtalkMessageType", "AUTH")) }
        if requestAt > paper.now { card.facts.append(.init("requestDate", KoreanTime.text(requestAt))) }
        if let key = recipient.groupingKey {
            card.facts.append(.init("recipientGroupingKey", MessageCard.line(key, maxBytes: 300)))
        }
        return bench.keep(
            card, channel: .alimtalk, raw: paper.raw(recipient), space: paper.call.space,
            refusal: verdict.refusal?.text, notes: paper.notes)
    }

    /// A request that is refused as a whole is in the inbox too, once for each recipient.
    private func keepRefused(_ paper: Paper, _ refusal: NHNRefusal) {
        for recipient in paper.order.recipients {
            var card = MessageCard(
                provider: Self.provider, kind: "AT", from: MessageCard.line(paper.order.senderKey),
                to: MessageCard.line(recipient.number), title: MessageCard.line(recipient.title),
                text: recipient.content
                    ?? recipient.parameters.map { "#{\($0.name)} = \($0.value)" }
                    .joined(separator: "\n"),
                template: MessageCard.line(paper.order.templateCode))
            if let key = paper.key { card.facts.append(.init("X-NC-API-IDEMPOTENCY-KEY", MessageCard.line(key))) }
            _ = bench.keep(
                card, channel: .alimtalk, raw: paper.raw(recipient), space: paper.call.space, refusal: refusal.text,
                notes: paper.notes)
        }
    }
}
