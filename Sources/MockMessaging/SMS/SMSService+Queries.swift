// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Values
import Web

extension SMSService {
    /// `GET .../sender/sms` and its kin.
    func list(_ visit: NHNDesk.Visit, sendType: String) throws -> ProviderAnswer {
        let query = visit.query
        let requestID = query["requestId"].flatMap { $0.isEmpty ? nil : $0 }
        let month = Duration.seconds(31 * 86_400)
        let made = try Self.range(query, "startCreateDate", "endCreateDate", month)
        // With both, the dates of sending are ignored (the guide says so).
        let sent = made == nil ? try Self.range(query, "startRequestDate", "endRequestDate", month) : nil
        guard requestID != nil || sent != nil || made != nil else { throw NHNRefusal.SMS.noConditions }
        let received = try Self.range(query, "startResultDate", "endResultDate", month)
        func wanted(_ name: String) -> String? { query[name].flatMap { $0.isEmpty ? nil : $0 } }
        let (sendNo, recipientNo, status, result) =
            (wanted("sendNo"), wanted("recipientNo"), wanted("msgStatus"), wanted("resultCode"))
        let (senderKey, recipientKey) = (wanted("senderGroupingKey"), wanted("recipientGroupingKey"))
        var rows: [JSON] = []
        for request in requests(visit, sendType: sendType).reversed() {
            guard requestID == nil || request.id == requestID, sent?.contains(request.requestAt) ?? true,
                made?.contains(request.createdAt) ?? true, (sendNo ?? request.sendNo) == request.sendNo,
                senderKey == nil || senderKey == request.senderGroupingKey
            else { continue }
            for message in request.messages {
                guard (recipientNo ?? message.recipientNo) == message.recipientNo,
                    (status ?? message.status.rawValue) == message.status.rawValue,
                    result != "MTR1" || message.told?.isGood == true,
                    result != "MTR2" || message.told?.isGood == false,
                    recipientKey == nil || recipientKey == message.groupingKey,
                    received.map({ range in message.resultAt.map { range.contains($0) } ?? false }) ?? true
                else { continue }
                rows.append(.object(request.row(message)))
            }
        }
        return try Self.page(query, rows)
    }

    /// `GET .../sender/sms/{requestId}?recipientSeq=`.
    func one(_ visit: NHNDesk.Visit, sendType: String) throws -> ProviderAnswer {
        guard let seq = visit.query["recipientSeq"].flatMap({ Int($0) }) else { throw NHNRefusal.SMS.badConditions }
        let request = states.with(visit.call.space) { $0.requests[visit.part("requestId")] }
        guard let request, request.appKey == visit.appKey, request.kind.sendType == sendType,
            let message = request.messages.first(where: { $0.seq == seq })
        else { throw NHNRefusal.SMS.badRequestID }
        return NHNRefusal.answer([.init("body", ["data": .object(request.row(message))])])
    }

    /// `GET .../message-results`, over at most a day.
    func updates(_ visit: NHNDesk.Visit) throws -> ProviderAnswer {
        let query = visit.query
        let day = Duration.seconds(86_400)
        guard let range = try Self.range(query, "startUpdateDate", "endUpdateDate", day) else {
            throw NHNRefusal.SMS.badSearch
        }
        let type = query["messageType"].flatMap { $0.isEmpty ? nil : $0 }
        guard type == nil || SMSKind.allCases.contains(where: { $0.rawValue == type }) else {
            throw NHNRefusal.SMS.badType
        }
        var found: [(at: Timestamp, json: JSON)] = []
        for request in requests(visit, sendType: nil) where type == nil || request.kind.rawValue == type {
            for message in request.messages {
                if let at = message.resultAt, range.contains(at) { found.append((at, request.update(message))) }
            }
        }
        found.sort { $0.at < $1.at }
        return try Self.page(query, found.map(\.json))
    }

    func requests(_ visit: NHNDesk.Visit, sendType: String?) -> [SMSRequest] {
        states.with(visit.call.space) { $0.requests.all }
            .filter { $0.appKey == visit.appKey && (sendType == nil || $0.kind.sendType == sendType) }
    }

    /// A page of rows in the shape of this API.
    static func page(_ query: FormFields, _ rows: [JSON]) throws(NHNRefusal) -> ProviderAnswer {
        let page = try NHNPage(query, refusal: NHNRefusal.SMS.badSearch)
        return NHNRefusal.answer([
            .init(
                "body",
                [
                    "pageNum": .integer(Int64(page.number)), "pageSize": .integer(Int64(page.size)),
                    "totalCount": .integer(Int64(rows.count)), "data": .array(Array(page.slice(rows))),
                ])
        ])
    }

    /// Two times of a query; nil when neither is there.
    private static func range(
        _ query: FormFields, _ start: String, _ end: String, _ limit: Duration
    ) throws(NHNRefusal) -> ClosedRange<Timestamp>? {
        let from = query[start].flatMap { $0.isEmpty ? nil : $0 }
        let to = query[end].flatMap { $0.isEmpty ? nil : $0 }
        guard from != nil || to != nil else { return nil }
        guard let from, let to, let first = KoreanTime.read(from), var last = KoreanTime.read(to) else {
            throw NHNRefusal.SMS.badDate
        }
        last = last + .milliseconds(to.utf8.count == 16 ? 59_999 : 999)
        guard first <= last else { throw NHNRefusal.SMS.badSearch }
        guard last - first <= limit + .seconds(60) else { throw NHNRefusal.SMS.longRange }
        return first...last
    }
}
