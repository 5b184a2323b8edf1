// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Values

extension SMSService {
    /// A text message that goes out in another one's stead.
    struct Fallback: Sendable {
        let kind: SMSKind
        let sendNo: String
        let recipientNo: String
        let title: String
        let text: String
        /// The alimtalk that did not arrive.
        let alimtalk: (requestID: String, seq: Int, inboxID: MessageKey)
        let appKey: String
    }

    /// Sends a fallback; what is too long is cut, as it is not for others.
    ///
    /// - Parameters:
    ///   - fallback: What to send.
    ///   - space: Whose it is.
    ///   - then: Told the code in the end, and whether it arrived; not when it is refused at once.
    /// - Returns: The request's id, and why nothing was sent.
    func fallBack(
        _ fallback: Fallback, space: String, then: @escaping @Sendable (String, Bool) -> Void
    ) -> (requestID: String, refusal: NHNRefusal?) {
        let now = bench.clock.now
        let kind = fallback.kind
        let text = KoreanText.cut(fallback.text, to: kind.standardBytes)
        let title = kind.isShort ? "" : KoreanText.cut(fallback.title, to: SMSKind.titleBytes)
        let sendNo = fallback.sendNo.filter(\.isNumber)
        var refusal: NHNRefusal?
        if !settings.sms.isRegistered(sendNo) {
            refusal = NHNRefusal.SMS.noSendNo
        } else if settings.sms.blockedNumbers.contains(sendNo) {
            refusal = NHNRefusal.SMS.blockedSendNo
        } else if KoreanText(text).isUnsendable || KoreanText(title).isUnsendable {
            refusal = NHNRefusal.SMS.unsendable
        }
        let limit = settings.sms.monthlyLimit
        let (requestID, isWithin) = states.with(space) { [refusal] state in
            (state.mint.request(at: now), refusal != nil || state.count(1, at: now, limit: limit))
        }
        if !isWithin { refusal = NHNRefusal.SMS.overLimit }
        var card = card(
            kind: kind, isAd: false, from: sendNo, to: fallback.recipientNo, title: title, text: text,
            identity: requestID, requestID: requestID)
        card.facts.append(.init("alimtalk", "\(fallback.alimtalk.requestID)/\(fallback.alimtalk.seq)"))
        card.facts.append(.init("alimtalkMessage", fallback.alimtalk.inboxID.description))
        let body: JSON = [
            "title": .string(title), "body": .string(text), "sendNo": .string(sendNo),
            "recipientList": [["recipientNo": .string(fallback.recipientNo)]],
        ]
        let inboxID = bench.keep(
            card, channel: .sms, raw: body.bytes, space: space, refusal: refusal?.text,
            notes: CallNotes(
                note: "sent by the mock in the stead of the alimtalk \(fallback.alimtalk.requestID)",
                event: bench.inbox.message(fallback.alimtalk.inboxID)?.event))
        guard refusal == nil else { return (requestID, refusal) }
        let result = MagicEnding.middle(of: fallback.recipientNo).flatMap {
            LaterResult.magic($0, channel: .sms, faults: bench.faults, space: space)
        }
        let message = SMSMessage(
            seq: 1, recipientNo: fallback.recipientNo, countryCode: "82", title: title, body: text, groupingKey: nil,
            result: result.map { .of($0) } ?? .success, inboxID: inboxID)
        plan(
            SMSRequest(
                id: requestID, appKey: fallback.appKey, kind: kind, isAd: false, sendNo: sendNo, templateID: nil,
                userID: nil, senderGroupingKey: nil, attachments: [], createdAt: now, requestAt: now,
                messages: [message]),
            space: space, then: then)
        return (requestID, nil)
    }

    /// The carriers' results of a request are there.
    func finish(
        _ requestID: String, space: String, isLate: Bool, then: (@Sendable (String, Bool) -> Void)?
    ) async {
        let now = bench.clock.now
        let found = states.with(space) { state -> (SMSRequest, [SMSMessage], [String], NHNWebhook?)? in
            let changed = state.requests.change(requestID) { request -> (SMSRequest, [SMSMessage]) in
                var told: [SMSMessage] = []
                for index in request.messages.indices {
                    let message = request.messages[index]
                    guard message.status == .requested || message.status == .processing,
                        (message.result.code == "2000") == isLate
                    else { continue }
                    request.messages[index].told = message.result
                    request.messages[index].status =
                        message.result.isGood ? .sent : message.result.code == "E915" ? .duplicate : .failed
                    request.messages[index].resultAt = now
                    told.append(request.messages[index])
                }
                return (request, told)
            }
            guard let (request, told) = changed, !told.isEmpty else { return nil }
            let hookIDs = state.webhook == nil ? [] : told.map { _ in state.mint.request(at: now) }
            return (request, told, hookIDs, state.webhook)
        }
        guard let (request, told, hookIDs, webhook) = found else { return }
        for message in told {
            bench.inbox.add(
                MessageEvent(
                    at: now, kind: "result", text: "\(message.result.code) \(message.result.name)",
                    verdict: message.result.isGood ? .good : .bad),
                to: message.inboxID)
            then?(message.result.code, message.result.isGood)
        }
        guard let webhook else { return }
        var start = 0
        while start < told.count {
            let piece = start..<min(start + 100, told.count)
            await bench.post(
                webhook, product: "SMS", appKey: request.appKey, event: "MESSAGE_RESULT_UPDATE",
                hooksID: hookIDs[start] + "-" + String(start),
                hooks: piece.map { request.hook(told[$0], id: hookIDs[$0]) }, about: piece.map { told[$0].inboxID })
            start = piece.upperBound
        }
    }
}
