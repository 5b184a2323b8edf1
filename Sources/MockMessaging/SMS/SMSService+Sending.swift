// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Values

extension SMSService {
    /// `POST .../sender/sms` and its kin.
    func send(_ visit: NHNDesk.Visit, kind asked: SMSKind, isAd: Bool) async throws -> ProviderAnswer {
        let call = visit.call
        let body = try visit.json(badType: NHNRefusal.SMS.notJSON, unreadable: NHNRefusal.SMS.badJSON)
        let order = try SMSOrder(body, kind: asked)
        let kind = asked == .lms && !order.attachments.isEmpty ? SMSKind.mms : asked
        let later = try await call.begin(recipients: order.recipients.map(\.number), sender: order.sendNo)
        let now = bench.clock.now
        let notes = CallNotes(call)
        let raw = order.recipients.count == 1 ? call.body : nil
        func bytes(_ recipient: SMSOrder.Recipient) -> [UInt8] {
            raw ?? AlimtalkOrder.body(body, for: recipient.json)
        }
        let judge = SMSJudge(settings: settings.sms, kind: kind, isAd: isAd)
        let requestAt: Timestamp
        let opening: (requestID: String, optedOut: Set<String>)
        do throws(NHNRefusal) {
            try judge.check(order)
            requestAt = try Self.moment(order.requestDate, now: now)
            opening = try open(order, call.space, now)
        } catch {
            for recipient in order.recipients {
                _ = bench.keep(
                    card(
                        kind: kind, isAd: isAd, from: order.sendNo, to: recipient.number, title: order.title,
                        text: order.body, identity: nil, requestID: nil),
                    channel: .sms, raw: bytes(recipient), space: call.space, refusal: error.text, notes: notes)
            }
            throw error
        }
        let planned = LaterResult(
            later, recipients: order.recipients.map(\.number), channel: .sms, bench: bench, space: call.space)
        var messages: [SMSMessage] = []
        var results: [JSON] = []
        for (index, recipient) in order.recipients.enumerated() {
            var refusal: NHNRefusal?
            var judged = (number: recipient.number, title: order.title, body: order.body)
            do throws(NHNRefusal) {
                judged = try judge.judge(recipient, order, optedOut: opening.optedOut)
            } catch { refusal = error }
            let identity = recipient.groupingKey.map { (order.senderGroupingKey ?? "") + " " + $0 }
            var card = card(
                kind: kind, isAd: isAd, from: order.sendNo, to: judged.number, title: judged.title, text: judged.body,
                identity: identity ?? opening.requestID, requestID: opening.requestID)
            if requestAt > now { card.facts.append(.init("requestDate", KoreanTime.text(requestAt))) }
            if kind == .mms {
                card.facts.append(.init("attachFileIdList", order.attachments.map(String.init).joined(separator: ", ")))
            }
            let inboxID = bench.keep(
                card, channel: .sms, raw: bytes(recipient), space: call.space, refusal: refusal?.text, notes: notes)
            if refusal == nil {
                messages.append(
                    SMSMessage(
                        seq: index + 1, recipientNo: judged.number, countryCode: recipient.countryCode,
                        title: judged.title, body: judged.body, groupingKey: recipient.groupingKey,
                        result: planned.code(for: judged.number, channel: .sms).map { .of($0.code, words: $0.words) }
                            ?? .success, inboxID: inboxID,
                        status: requestAt > now ? .requested : .processing))
            }
            let said = refusal ?? .success
            results.append([
                "recipientNo": .string(recipient.number), "resultCode": .integer(Int64(said.code)),
                "resultMessage": .string(said.message), "recipientSeq": .integer(Int64(index + 1)),
                "recipientGroupingKey": recipient.groupingKey.map { .string($0) } ?? .null,
            ])
        }
        let request = SMSRequest(
            id: opening.requestID, appKey: visit.appKey, kind: kind, isAd: isAd, sendNo: order.sendNo,
            templateID: order.templateID, userID: order.userID, senderGroupingKey: order.senderGroupingKey,
            attachments: order.attachments, createdAt: now, requestAt: requestAt, messages: messages)
        plan(request, space: call.space)
        return NHNRefusal.answer([
            .init(
                "body",
                [
                    "data": [
                        "requestId": .string(request.id), "statusCode": messages.isEmpty ? "3" : "2",
                        "senderGroupingKey": order.senderGroupingKey.map { .string($0) } ?? .null,
                        "sendResultList": .array(results),
                    ]
                ])
        ])
    }

    /// Counts a request and gives it its id.
    private func open(
        _ order: SMSOrder, _ space: String, _ now: Timestamp
    ) throws(NHNRefusal) -> (requestID: String, optedOut: Set<String>) {
        let limit = settings.sms.monthlyLimit
        let result = states.with(space) { state -> Result<(requestID: String, optedOut: Set<String>), NHNRefusal> in
            guard order.attachments.allSatisfy({ state.attachments[$0] != nil }) else {
                return .failure(NHNRefusal.SMS.noFile)
            }
            guard state.count(order.recipients.count, at: now, limit: limit) else {
                return .failure(NHNRefusal.SMS.overLimit)
            }
            return .success((state.mint.request(at: now), Set(state.optedOut.keys.map(\.recipientNo))))
        }
        return try result.get()
    }

    /// Reads when to send.
    private static func moment(_ text: String?, now: Timestamp) throws(NHNRefusal) -> Timestamp {
        guard let text, !text.isEmpty else { return now }
        guard let moment = KoreanTime.read(text) else { throw NHNRefusal.SMS.badDate }
        guard moment > now - .seconds(60) else { throw NHNRefusal.SMS.past }
        guard moment <= now + .seconds(60 * 86_400) else { throw NHNRefusal.SMS.badDate }
        return max(moment, now)
    }

    /// Remembers a request and enters its results; those that the carrier gives up on come after its patience.
    func plan(_ request: SMSRequest, space: String, then: (@Sendable (String, Bool) -> Void)? = nil) {
        guard !request.messages.isEmpty else { return }
        states.with(space) { $0.requests.add(request, id: request.id, count: request.messages.count) }
        let due = request.requestAt + settings.resultAfter
        for isLate in [false, true] {
            guard request.messages.contains(where: { ($0.result.code == "2000") == isLate }) else { continue }
            bench.agenda.at(
                isLate ? due + request.kind.patience : due, space: space, "results of an SMS request"
            ) {
                await finish(request.id, space: space, isLate: isLate, then: then)
            }
        }
    }
}
