// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Values
import Web

extension SolapiService {
    /// `POST /messages/v4/send-many/detail`.
    func send(_ call: ProviderCall, _ account: String) async throws -> ProviderAnswer {
        guard let body = try? JSON(parsing: call.body) else {
            throw SolapiRefusal.invalid("본문이 JSON이 아닙니다.")
        }
        let order = try SolapiOrder(body)
        let later = try await call.begin(
            recipients: order.items.map(\.to), sender: order.items.first?.from, template: order.items.first?.template)
        let now = bench.clock.now
        if let at = order.scheduledDate, at > now + .seconds(180 * 86_400) {
            throw SolapiRefusal.invalid("예약은 6개월 안에서만 할 수 있습니다.")
        }
        let templates = alimtalk.with(call.space) { $0.templates }
        let judge = SolapiJudge(settings: settings) { templates[$0] }
        let planned = LaterResult(
            later, recipients: order.items.map(\.to), channel: .sms, bench: bench, space: call.space)
        let notes = CallNotes(call)
        var mint = states.with(call.space) { state in
            let mint = state.mint
            _ = state.mint.letters(10 * (order.items.count * 2 + 2))
            return mint
        }
        let groupID = "G4V" + KoreanTime.digits(now) + mint.letters(15).uppercased()
        var seen: Set<String> = []
        var messages: [SolapiMessage] = []
        var failed: [JSON] = []
        var listed: [JSON] = []
        for item in order.items {
            var verdict = judge.judge(item)
            // In a group nobody is written to twice, unless that is wanted.
            if verdict.refusal == nil, !order.allowsDuplicates, !seen.insert(item.to).inserted {
                verdict.refusal = ("1025", "수신번호가 중복되었습니다.")
            }
            let id = "M4V" + KoreanTime.digits(now) + mint.letters(15).uppercased()
            let inboxID = keep(
                item, verdict, id: id, groupID: groupID, scheduledAt: order.scheduledDate, call: call, notes: notes,
                isAlone: order.items.count == 1)
            let status = verdict.refusal ?? SolapiMessage.registered
            if verdict.refusal != nil {
                failed.append([
                    "to": .string(item.to), "from": .string(item.from), "type": .string(item.type),
                    "country": .string(item.country), "messageId": .string(id), "statusCode": .string(status.code),
                    "statusMessage": .string(status.words), "accountId": .string(account),
                    "customFields": item.customFields ?? [:],
                ])
            } else {
                messages.append(
                    SolapiMessage(
                        id: id, to: item.to, from: item.from, country: item.country, type: item.type,
                        subject: item.subject, text: verdict.text, kakaoOptions: item.kakaoOptions,
                        customFields: item.customFields, result: SolapiJudge.result(item, planned), inboxID: inboxID,
                        fallsBack: item.type == "ATA" && item.fallsBack && !item.from.isEmpty, updatedAt: now))
            }
            listed.append([
                "messageId": .string(id), "statusCode": .string(status.code), "statusMessage": .string(status.words),
                "customFields": item.customFields ?? [:],
            ])
        }
        let group = SolapiGroup(
            id: groupID, accountID: account, createdAt: now,
            scheduledAt: order.scheduledDate.flatMap { $0 > now ? $0 : nil },
            allowsDuplicates: order.allowsDuplicates, failedCount: failed.count, messages: messages)
        states.with(call.space) { $0.groups.add(group, id: groupID, count: max(messages.count, 1)) }
        if !messages.isEmpty {
            let space = call.space
            bench.agenda.at(
                (group.scheduledAt ?? now) + settings.resultAfter, space: space, "results of a Solapi group"
            ) {
                finish(groupID, space: space)
            }
        }
        var members: [JSON.Member] = [
            .init("failedMessageList", .array(failed)), .init("groupInfo", group.json(balance: settings.balance)),
        ]
        if order.showsList { members.append(.init("messageList", .array(listed))) }
        return .json(.object(members))
    }

    /// Puts one message into the inbox.
    private func keep(
        _ item: SolapiOrder.Item, _ verdict: SolapiJudge.Verdict, id: String, groupID: String, scheduledAt: Timestamp?,
        call: ProviderCall, notes: CallNotes, isAlone: Bool
    ) -> MessageKey {
        let isAlimtalk = item.type == "ATA"
        var card = MessageCard(
            provider: Self.provider, kind: isAlimtalk ? "AT" : item.type,
            from: MessageCard.line(isAlimtalk ? item.kakaoOptions?["pfId"]?.string ?? "" : item.from),
            to: MessageCard.line(item.to), title: MessageCard.line(item.subject), text: verdict.text,
            template: item.template.map { MessageCard.line($0) }, identity: id)
        card.buttons = verdict.buttons.map {
            MessageCard.Button(name: MessageCard.line($0.name), type: $0.type, link: MessageCard.line($0.link))
        }
        if !isAlimtalk { card.textBytes = KoreanText(verdict.text).bytes }
        card.facts = [.init("groupId", groupID), .init("messageId", id)]
        if let scheduledAt { card.facts.append(.init("scheduledDate", scheduledAt.rfc3339)) }
        let raw = isAlone ? call.body : JSON.object([.init("messages", .array([item.json]))]).bytes
        return bench.keep(
            card, channel: isAlimtalk ? .alimtalk : .sms, raw: raw, space: call.space,
            refusal: verdict.refusal.map { "\($0.code) \($0.words)" }, notes: notes)
    }

    /// The results of a group are there; what KakaoTalk did not bring goes out as a text message.
    private func finish(_ groupID: String, space: String) {
        let now = bench.clock.now
        let told = states.with(space) { state in
            state.groups.change(groupID) { group -> [SolapiMessage] in
                var told: [SolapiMessage] = []
                for index in group.messages.indices where !group.messages[index].isDone {
                    var message = group.messages[index]
                    let isGood = message.result.code == SolapiMessage.delivered.code
                    message.isReplaced = !isGood && message.fallsBack
                    message.status = message.isReplaced ? SolapiMessage.delivered : message.result
                    message.updatedAt = now
                    group.messages[index] = message
                    told.append(message)
                }
                return told
            } ?? []
        }
        for message in told {
            let isGood = message.result.code == SolapiMessage.delivered.code
            bench.inbox.add(
                MessageEvent(
                    at: now, kind: "result", text: message.result.code + " " + message.result.words,
                    verdict: isGood ? .good : .bad), to: message.inboxID)
            if message.isReplaced { replace(message, space: space, now) }
        }
    }

    private func replace(_ message: SolapiMessage, space: String, _ now: Timestamp) {
        let kind: SMSKind = KoreanText(message.text).bytes > SMSKind.sms.standardBytes ? .lms : .sms
        let text = KoreanText.cut(message.text, to: kind.standardBytes)
        var card = MessageCard(
            provider: Self.provider, kind: kind.rawValue, from: MessageCard.line(message.from), to: message.to,
            text: text, identity: message.id + " replacement")
        card.textBytes = KoreanText(text).bytes
        card.facts = [.init("alimtalkMessage", message.inboxID.description), .init("messageId", message.id)]
        let id = bench.keep(
            card, channel: .sms, raw: Array(text.utf8), space: space, refusal: nil,
            notes: CallNotes(
                note: "sent by the mock in the stead of the alimtalk \(message.id)",
                event: bench.inbox.message(message.inboxID)?.event))
        bench.inbox.add(
            MessageEvent(
                at: now, kind: "resend", text: "An \(kind.rawValue) went out in its stead: \(id)", verdict: .good),
            to: message.inboxID)
    }
}
