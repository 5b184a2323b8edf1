// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Values
import Web

extension SMSService {
    /// `POST .../attachfile/binaryUpload`: the picture of an MMS, for its id.
    func upload(_ visit: NHNDesk.Visit) throws -> ProviderAnswer {
        let body = try visit.json(badType: NHNRefusal.SMS.notJSON, unreadable: NHNRefusal.SMS.badJSON)
        let fields = try NHNFields(body, api: .sms)
        let name = try fields.text("fileName") ?? ""
        guard !name.isEmpty, name.utf16.count <= 45, !KoreanText.hasControls(name), !name.contains("/") else {
            throw NHNRefusal.SMS.badFileName
        }
        let lowered = name.lowercased()
        guard lowered.hasSuffix(".jpg") || lowered.hasSuffix(".jpeg") else { throw NHNRefusal.SMS.badFileType }
        let count: Int
        switch fields.json["fileBody"] {
        case .string(let text)?:
            guard let bytes = Base64.decode(text) else { throw NHNRefusal.SMS.badJSON }
            count = bytes.count
        case .array(let bytes)?: count = bytes.count
        default: throw NHNRefusal.SMS.badJSON
        }
        guard count > 0, count <= 300 * 1_024 else { throw NHNRefusal.SMS.badFileSize }
        let id = states.with(visit.call.space) { $0.attach(SMSState.Attachment(name: name, bytes: count)) }
        let date = KoreanTime.text(bench.clock.now).prefix(10)
        return NHNRefusal.answer([
            .init(
                "body",
                [
                    "data": [
                        "fileId": .integer(Int64(id)), "fileName": .string(name),
                        "filePath": .string("0/toast-mt-\(date)/0/\(id)"),
                    ]
                ])
        ])
    }

    /// `GET .../blockservice/unsubscribe-nos`.
    func unsubscribeNumbers(_ visit: NHNDesk.Visit) throws -> ProviderAnswer {
        let numbers = settings.sms.unsubscribeNumbers.isEmpty ? ["0808880327"] : settings.sms.unsubscribeNumbers
        return try Self.page(
            visit.query,
            numbers.map { number in
                [
                    "unsubscribeNo": .string(number), "enterpriseName": "Parcelpost",
                    "requestDateTime": "2025-01-01 00:00:00", "startDateTime": "2025-01-01 00:00:00",
                    "status": "USED", "shareType": "MASTER",
                ]
            })
    }

    /// `GET .../blockservice/recipients`.
    func optedOut(_ visit: NHNDesk.Visit) throws -> ProviderAnswer {
        let (unsubscribeNo, recipientNo) = (visit.query["unsubscribeNo"], visit.query["recipientNo"])
        let found = states.with(visit.call.space) { $0.optedOut }
            .filter { entry in
                (unsubscribeNo.map { $0.isEmpty || $0 == entry.key.unsubscribeNo } ?? true)
                    && (recipientNo.map { $0.isEmpty || $0 == entry.key.recipientNo } ?? true)
            }
            .sorted { ($0.value, $0.key.recipientNo) < ($1.value, $1.key.recipientNo) }
        return try Self.page(
            visit.query,
            found.map { entry in
                [
                    "unsubscribeNo": .string(entry.key.unsubscribeNo), "recipientNo": .string(entry.key.recipientNo),
                    "requestDate": .string(KoreanTime.tenths(entry.value)),
                ]
            })
    }

    /// `POST .../blockservice/recipients`: they want no advertisements; the webhook says so.
    func optOut(_ visit: NHNDesk.Visit) async throws -> ProviderAnswer {
        let body = try visit.json(badType: NHNRefusal.SMS.notJSON, unreadable: NHNRefusal.SMS.badJSON)
        let fields = try NHNFields(body, api: .sms)
        let unsubscribeNo = try fields.requiredText("unsubscribeNo", max: 25).filter(\.isNumber)
        guard settings.sms.unsubscribeNumbers.isEmpty || settings.sms.unsubscribeNumbers.contains(unsubscribeNo) else {
            throw NHNRefusal.SMS.noUnsubscribeNo
        }
        guard let list = try fields.list("recipientNoList"), !list.isEmpty, list.count <= 10 else {
            throw NHNRefusal.SMS.badJSON
        }
        let numbers = list.compactMap { $0.string?.filter(\.isNumber) }.filter { !$0.isEmpty && $0.utf8.count <= 25 }
        guard numbers.count == list.count else { throw NHNRefusal.SMS.badNumber }
        let now = bench.clock.now
        let (webhook, hookIDs) = states.with(visit.call.space) { state in
            for number in numbers where state.optedOut.count < 10_000 {
                state.optedOut[SMSState.OptOut(unsubscribeNo: unsubscribeNo, recipientNo: number)] = now
            }
            return (state.webhook, numbers.map { _ in state.mint.request(at: now) })
        }
        await bench.post(
            webhook, product: "SMS", appKey: visit.appKey, event: "UNSUBSCRIBE", hooksID: hookIDs[0] + "-0",
            hooks: zip(numbers, hookIDs).map { number, hookID in
                [
                    "hookId": .string(hookID), "recipientNo": .string(number), "unsubscribeNo": .string(unsubscribeNo),
                    "enterpriseName": "Parcelpost", "createdDateTime": .string(KoreanTime.zoned(now)),
                ]
            }, about: [])
        return NHNRefusal.success.answer
    }

    /// `DELETE .../blockservice/recipients/removes`.
    func optIn(_ visit: NHNDesk.Visit) throws -> ProviderAnswer {
        let query = visit.query
        guard let unsubscribeNo = query["unsubscribeNo"], let user = query["updateUser"], !user.isEmpty,
            let list = query["recipientNoList"], !list.isEmpty
        else { throw NHNRefusal.SMS.badSearch }
        states.with(visit.call.space) { state in
            for number in list.split(separator: ",") {
                state.optedOut[SMSState.OptOut(unsubscribeNo: unsubscribeNo, recipientNo: String(number))] = nil
            }
        }
        return NHNRefusal.answer([.init("body", .null)])
    }

    /// `GET .../reservations`.
    func reservations(_ visit: NHNDesk.Visit) throws -> ProviderAnswer {
        let now = bench.clock.now
        let requestID = visit.query["requestId"].flatMap { $0.isEmpty ? nil : $0 }
        var rows: [JSON] = []
        for request in requests(visit, sendType: nil)
        where request.requestAt > now && (requestID ?? request.id) == request.id {
            rows += request.messages.map { Self.reservation(request, $0) }
        }
        return try Self.page(visit.query, rows)
    }

    /// `GET .../reservations/{requestId}/{recipientSeq}`.
    func reservation(_ visit: NHNDesk.Visit) throws -> ProviderAnswer {
        let request = states.with(visit.call.space) { $0.requests[visit.part("requestId")] }
        guard let request, request.appKey == visit.appKey,
            let message = request.messages.first(where: { String($0.seq) == visit.part("recipientSeq") })
        else { throw NHNRefusal.SMS.badRequestID }
        return NHNRefusal.answer([.init("body", ["data": Self.reservation(request, message)])])
    }

    private static func reservation(_ request: SMSRequest, _ message: SMSMessage) -> JSON {
        [
            "requestId": .string(request.id), "recipientSeq": .integer(Int64(message.seq)),
            "requestDate": .string(KoreanTime.tenths(request.requestAt)), "sendNo": .string(request.sendNo),
            "recipientNo": .string(message.recipientNo), "countryCode": .string(message.countryCode),
            "sendType": .string(request.kind.sendType), "messageType": .string(request.kind.rawValue),
            "adYn": request.isAd ? "Y" : "N", "templateId": request.templateID.map { .string($0) } ?? .null,
            "templateParameter": .null, "templateName": .null, "title": .string(message.title),
            "body": .string(message.body), "messageStatus": .string(message.status.word),
            "createUser": request.userID.map { .string($0) } ?? .null,
            "createDate": .string(KoreanTime.tenths(request.createdAt)),
            "updateDate": .string(KoreanTime.tenths(request.createdAt)),
        ]
    }

    /// `PUT .../reservations/cancel`: what waits for its time is not sent.
    func cancel(_ visit: NHNDesk.Visit) throws -> ProviderAnswer {
        let body = try visit.json(badType: NHNRefusal.SMS.notJSON, unreadable: NHNRefusal.SMS.badJSON)
        let fields = try NHNFields(body, api: .sms)
        _ = try fields.requiredText("updateUser", max: 100)
        guard let list = try fields.list("reservationList"), !list.isEmpty, list.count <= 1_000 else {
            throw NHNRefusal.SMS.badJSON
        }
        var wanted: [(requestID: String, seq: Int)] = []
        for one in list {
            let entry = try NHNFields(one, api: .sms)
            guard let seq = try entry.int("recipientSeq") else { throw NHNRefusal.SMS.badJSON }
            wanted.append((try entry.requiredText("requestId"), seq))
        }
        let now = bench.clock.now
        let cancelled = states.with(visit.call.space) { [wanted] state in
            wanted.compactMap { one in
                let id = state.requests.change(one.requestID) { request -> MessageKey? in
                    guard request.appKey == visit.appKey, request.requestAt > now,
                        let index = request.messages.firstIndex(where: { $0.seq == one.seq }),
                        request.messages[index].status == .requested
                    else { return nil }
                    request.messages[index].status = .cancelled
                    request.messages[index].resultAt = now
                    return request.messages[index].inboxID
                }
                return id ?? nil
            }
        }
        for id in cancelled {
            bench.inbox.add(
                MessageEvent(
                    at: now, kind: "result", text: "CANCEL The sender took it back before its time.", verdict: .bad),
                to: id)
        }
        return NHNRefusal.answer([
            .init(
                "body",
                [
                    "data": [
                        "requestedCount": .integer(Int64(list.count)),
                        "canceledCount": .integer(Int64(cancelled.count)),
                    ]
                ])
        ])
    }
}
