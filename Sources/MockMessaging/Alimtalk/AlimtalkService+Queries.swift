// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Values
import Web

extension AlimtalkService {
    /// `GET .../messages`.
    func list(_ visit: NHNDesk.Visit, isAuth: Bool) throws -> ProviderAnswer {
        let query = visit.query
        let now = bench.clock.now
        let requestID = query["requestId"].flatMap { $0.isEmpty ? nil : $0 }
        let sent = try Self.range(query, "startRequestDate", "endRequestDate", now)
        let made = try Self.range(query, "startCreateDate", "endCreateDate", now)
        guard requestID != nil || sent != nil || made != nil else { throw NHNRefusal.Alimtalk.noConditions }
        let page = try NHNPage(query, refusal: NHNRefusal.Alimtalk.badValue)
        let requests = states.with(visit.call.space) { $0.requests.all }
        let isWanted = Self.conditions(query)
        var rows: [JSON] = []
        for request in requests.reversed() where request.appKey == visit.appKey && request.isAuth == isAuth {
            guard requestID == nil || request.id == requestID, sent?.contains(request.requestAt) ?? true,
                made?.contains(request.createdAt) ?? true
            else { continue }
            for message in request.messages where isWanted(request, message) {
                rows.append(.object(request.row(message)))
            }
        }
        return NHNRefusal.answer([
            .init(
                "messageSearchResultResponse",
                ["messages": .array(Array(page.slice(rows))), "totalCount": .integer(Int64(rows.count))])
        ])
    }

    /// The conditions of a list beside its times.
    private static func conditions(_ query: FormFields) -> (AlimtalkRequest, AlimtalkMessage) -> Bool {
        func wanted(_ name: String) -> String? { query[name].flatMap { $0.isEmpty ? nil : $0 } }
        let recipientNo = wanted("recipientNo")
        let senderKey = wanted("senderKey")
        let templateCode = wanted("templateCode")
        let senderGroupingKey = wanted("senderGroupingKey")
        let recipientGroupingKey = wanted("recipientGroupingKey")
        let status = wanted("messageStatus")
        let result = wanted("resultCode")
        let createUser = wanted("createUser")
        return { request, message in
            (recipientNo ?? message.recipientNo) == message.recipientNo
                && (senderKey ?? request.senderKey) == request.senderKey
                && (templateCode ?? request.templateCode) == request.templateCode
                && (senderGroupingKey == nil || senderGroupingKey == request.senderGroupingKey)
                && (recipientGroupingKey == nil || recipientGroupingKey == message.groupingKey)
                && (createUser == nil || createUser == request.createUser)
                && (status ?? message.status.rawValue) == message.status.rawValue
                && (result != "MRC01" || message.told?.isGood == true)
                && (result != "MRC02" || message.told?.isGood == false)
        }
    }

    /// `GET .../messages/{requestId}/{recipientSeq}`.
    func one(_ visit: NHNDesk.Visit) throws -> ProviderAnswer {
        guard let seq = Int(visit.part("recipientSeq")) else { throw NHNRefusal.Alimtalk.wrongType }
        let request = states.with(visit.call.space) { $0.requests[visit.part("requestId")] }
        guard let request, request.appKey == visit.appKey,
            let message = request.messages.first(where: { $0.seq == seq })
        else { throw NHNRefusal.Alimtalk.notFound }
        return NHNRefusal.answer([.init("message", request.whole(message))])
    }

    /// `GET .../message-results`.
    func updates(_ visit: NHNDesk.Visit) throws -> ProviderAnswer {
        let page = try NHNPage(visit.query, refusal: NHNRefusal.Alimtalk.badValue)
        let found = try updated(visit)
        return NHNRefusal.answer([
            .init("messages", .array(page.slice(found).map { $0.request.update($0.message) }))
        ])
    }

    /// `GET .../message-results/count`.
    func updateCount(_ visit: NHNDesk.Visit) throws -> ProviderAnswer {
        NHNRefusal.answer([.init("totalCount", .integer(Int64(try updated(visit).count)))])
    }

    private func updated(
        _ visit: NHNDesk.Visit
    ) throws -> [(request: AlimtalkRequest, message: AlimtalkMessage)] {
        guard
            let range = try Self.range(visit.query, "startUpdateDate", "endUpdateDate", bench.clock.now)
        else { throw NHNRefusal.Alimtalk.badValue }
        let type = visit.query["alimtalkMessageType"].flatMap { $0.isEmpty ? nil : $0 }
        guard type == nil || type == "NORMAL" || type == "AUTH" else { throw NHNRefusal.Alimtalk.badValue }
        let requests = states.with(visit.call.space) { $0.requests.all }
        var found: [(request: AlimtalkRequest, message: AlimtalkMessage)] = []
        for request in requests where request.appKey == visit.appKey {
            guard type == nil || request.isAuth == (type == "AUTH") else { continue }
            for message in request.messages {
                if let at = message.updatedAt, range.contains(at) { found.append((request, message)) }
            }
        }
        return found.sorted { left, right in
            (left.message.updatedAt ?? left.request.createdAt, left.request.id, left.message.seq)
                < (right.message.updatedAt ?? right.request.createdAt, right.request.id, right.message.seq)
        }
    }

    /// Two times of a query; nil when neither is there, and a minute without seconds lasts until its end.
    private static func range(
        _ query: FormFields, _ start: String, _ end: String, _ now: Timestamp
    ) throws(NHNRefusal) -> ClosedRange<Timestamp>? {
        let from = query[start].flatMap { $0.isEmpty ? nil : $0 }
        let to = query[end].flatMap { $0.isEmpty ? nil : $0 }
        guard from != nil || to != nil else { return nil }
        guard let from, let to, let first = KoreanTime.read(from), var last = KoreanTime.read(to) else {
            throw NHNRefusal.Alimtalk.noConditions
        }
        if to.utf8.count == 16 { last = last + .milliseconds(59_999) }
        guard first <= last else { throw NHNRefusal.Alimtalk.noConditions }
        guard last - first <= .seconds(31 * 86_400) else { throw NHNRefusal.Alimtalk.longRange }
        guard now - last <= .seconds(90 * 86_400) else { throw NHNRefusal.Alimtalk.tooOld }
        return first...last
    }
}
