// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Values
import Web

extension AlimtalkService {
    /// What one request's results lead to.
    private struct Outcome {
        let request: AlimtalkRequest
        let told: [AlimtalkMessage]
        let hookIDs: [String]
        let webhook: NHNWebhook?
    }

    /// Kakao's results of a request are there.
    func finish(_ requestID: String, space: String) async {
        let now = bench.clock.now
        let outcome = states.with(space) { state -> Outcome? in
            let changed = state.requests.change(requestID) { request -> (AlimtalkRequest, [AlimtalkMessage]) in
                var told: [AlimtalkMessage] = []
                for index in request.messages.indices where request.messages[index].status == .ready {
                    request.messages[index].told = request.messages[index].result
                    request.messages[index].status = request.messages[index].result.isGood ? .completed : .failed
                    request.messages[index].receivedAt = now
                    request.messages[index].updatedAt = now
                    if request.messages[index].resend != nil {
                        request.messages[index].resendStatus =
                            request.messages[index].result.isGood ? .none : .sending
                    }
                    told.append(request.messages[index])
                }
                return (request, told)
            }
            guard let (request, told) = changed, !told.isEmpty else { return nil }
            let hookIDs = state.webhook == nil ? [] : told.map { _ in state.mint.request(at: now) }
            return Outcome(request: request, told: told, hookIDs: hookIDs, webhook: state.webhook)
        }
        guard let outcome else { return }
        for message in outcome.told {
            let isUncertain = message.result.code == "3005"
            note(
                message.inboxID, "result", "\(message.result.code) \(message.result.name)",
                isUncertain ? .neutral : message.result.isGood ? .good : .bad)
        }
        for message in outcome.told where !message.result.isGood {
            if let resend = message.resend { fallBack(outcome.request, message, resend, space: space) }
        }
        await tell(outcome)
    }

    /// Posts the results, a hundred a time.
    private func tell(_ outcome: Outcome) async {
        guard let webhook = outcome.webhook else { return }
        var start = 0
        while start < outcome.told.count {
            let piece = start..<min(start + 100, outcome.told.count)
            await bench.post(
                webhook, product: "KakaoTalk Bizmessage", appKey: outcome.request.appKey,
                event: "MESSAGE_RESULT_UPDATE", hooksID: outcome.hookIDs[start] + "-" + String(start),
                hooks: piece.map { outcome.request.hook(outcome.told[$0], id: outcome.hookIDs[$0]) },
                about: piece.map { outcome.told[$0].inboxID })
            start = piece.upperBound
        }
    }

    /// Sends an SMS in the alimtalk's stead.
    private func fallBack(
        _ request: AlimtalkRequest, _ message: AlimtalkMessage, _ resend: AlimtalkResend, space: String
    ) {
        var words = [message.content]
        words += message.buttons.filter { $0.type == "WL" }.map { "\($0.name) - \($0.linkMo)" }
        let text = resend.content ?? words.joined(separator: "\n")
        let isAbroad = message.recipientNo.hasPrefix("+") && !message.recipientNo.hasPrefix("+82")
        let type = resend.type ?? (KoreanText(text).bytes > SMSKind.sms.standardBytes ? "LMS" : "SMS")
        let fallback = SMSService.Fallback(
            kind: isAbroad || type == "SMS" ? .sms : .lms, sendNo: resend.sendNo ?? "",
            recipientNo: message.recipientNo,
            title: resend.title ?? AlimtalkSender.name(request.senderKey), text: text,
            alimtalk: (requestID: request.id, seq: message.seq, inboxID: message.inboxID),
            appKey: states.with(space) { $0.smsAppKeys[request.appKey] } ?? request.appKey)
        let sent = sms.fallBack(fallback, space: space) { code, isGood in
            resent(request.id, seq: message.seq, space: space, code: code, isGood: isGood)
        }
        update(request.id, seq: message.seq, space: space) { $0.resendRequestID = sent.requestID }
        note(
            message.inboxID, "resend", "RSC03 An \(fallback.kind.rawValue) goes out in its stead: \(sent.requestID)",
            .neutral)
        if let refusal = sent.refusal {
            resent(request.id, seq: message.seq, space: space, code: String(refusal.code), isGood: false)
        }
    }

    /// The SMS sent in an alimtalk's stead has its result.
    private func resent(_ requestID: String, seq: Int, space: String, code: String, isGood: Bool) {
        let now = bench.clock.now
        let id = update(requestID, seq: seq, space: space) { message in
            message.resendStatus = isGood ? .sent : .failed
            message.resendResultCode = code
            message.updatedAt = now
        }
        guard let id else { return }
        let status = isGood ? AlimtalkMessage.ResendStatus.sent : .failed
        note(id, "resend", "\(status.rawValue) \(status.name) (\(code))", isGood ? .good : .bad)
    }

    /// Changes one message, if it is still known.
    @discardableResult
    private func update(
        _ requestID: String, seq: Int, space: String, _ change: (inout AlimtalkMessage) -> Void
    ) -> MessageKey? {
        states.with(space) { state in
            let found = state.requests.change(requestID) { request -> MessageKey? in
                guard let index = request.messages.firstIndex(where: { $0.seq == seq }) else { return nil }
                change(&request.messages[index])
                return request.messages[index].inboxID
            }
            return found ?? nil
        }
    }

    /// `DELETE .../messages/{requestId}`: what waits for its time is not sent.
    func cancel(_ visit: NHNDesk.Visit) async throws -> ProviderAnswer {
        let call = visit.call
        let now = bench.clock.now
        var seqs: Set<Int>?
        if let text = visit.query["recipientSeq"], !text.isEmpty {
            var numbers: Set<Int> = []
            for part in text.split(separator: ",") {
                guard let number = Int(part) else { throw NHNRefusal.Alimtalk.wrongType }
                numbers.insert(number)
            }
            seqs = numbers
        }
        let requestID = visit.part("requestId")
        let asked = states.with(call.space) { $0.requests[requestID] }
        guard let asked, asked.appKey == visit.appKey else { throw NHNRefusal.Alimtalk.notFound }
        try await call.begin(
            recipients: asked.messages.map(\.recipientNo), sender: asked.senderKey, template: asked.templateCode)
        let cancelled = states.with(call.space) { [seqs] state in
            state.requests.change(requestID) { request -> [MessageKey] in
                guard request.requestAt > now else { return [] }
                var cancelled: [MessageKey] = []
                for index in request.messages.indices
                where request.messages[index].status == .ready
                    && (seqs?.contains(request.messages[index].seq) ?? true)
                {
                    request.messages[index].status = .cancelled
                    request.messages[index].updatedAt = now
                    request.messages[index].resendStatus = .none
                    cancelled.append(request.messages[index].inboxID)
                }
                return cancelled
            } ?? []
        }
        guard !cancelled.isEmpty else { throw NHNRefusal.Alimtalk.nothingToCancel }
        for id in cancelled { note(id, "result", "CANCEL The sender took it back before its time.", .bad) }
        return NHNRefusal.success.answer
    }
}
