// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import MockWorld
import Values
import Web

/// Solapi's API, version 4, as its SDKs call it.
struct SolapiService: Sendable {
    static let provider = "solapi"

    let bench: Bench
    let settings: MessagingSettings.Solapi
    let states: SpaceStates<SolapiState>
    /// Where the alimtalk templates are.
    let alimtalk: SpaceStates<AlimtalkState>
    private let desk: ProviderDesk

    init(bench: Bench, settings: MessagingSettings.Solapi, alimtalk: SpaceStates<AlimtalkState>) {
        self.bench = bench
        self.settings = settings
        self.alimtalk = alimtalk
        self.states = SpaceStates { SolapiState(at: bench.clock.now) }
        self.desk = ProviderDesk(
            bench: bench, provider: Self.provider, channel: .sms, bodyLimit: 16 << 20, refusal: SolapiRefusal.fault)
    }

    func add(to router: Router<WebContext>) {
        on(.post, "/messages/v4/send-many/detail", router) { call, account, _, _ in try await send(call, account) }
        on(.get, "/messages/v4/list", router) { call, _, query, _ in try list(call, query) }
        // The name under which the Python SDK still asks.
        on(.get, "/messages/v4/list-old", router) { call, _, query, _ in try list(call, query) }
        on(.get, "/messages/v4/groups", router) { call, _, query, _ in try groups(call, query) }
        on(.get, "/messages/v4/groups/:groupId", router) { call, _, _, id in try group(call, id) }
        on(.get, "/messages/v4/groups/:groupId/messages", router) { call, _, query, id in
            try messages(call, query, id)
        }
        on(.delete, "/messages/v4/groups/:groupId/schedule", router) { call, _, _, id in try cancel(call, id) }
        on(.post, "/storage/v1/files", router) { call, account, _, _ in try store(call, account) }
        on(.get, "/cash/v1/balance", router) { _, _, _, _ in
            .json(["balance": .integer(Int64(settings.balance)), "point": 0])
        }
    }

    private func on(
        _ method: HTTPRequest.Method, _ path: String, _ router: Router<WebContext>,
        _ handle: @escaping @Sendable (ProviderCall, String, FormFields, String) async throws -> ProviderAnswer
    ) {
        router.on(RouterPath(path), method: method) { request, context in
            try await desk.serve(request, context) { call in
                do {
                    let authorization = try SolapiAuthorization(call.header("Authorization"))
                    let now = bench.clock.now
                    try authorization.check(settings.apiKeys, clocks: [now, SystemWallClock().now])
                    let isFresh = states.with(call.space) { $0.use(authorization.signature, at: now) }
                    guard isFresh else { throw SolapiRefusal.reused }
                    guard let query = try? FormFields(Array((request.uri.query ?? "").utf8)) else {
                        throw SolapiRefusal.invalid("검색 조건이 올바르지 않습니다.")
                    }
                    return try await handle(
                        call, MessageCard.line(authorization.apiKey, maxBytes: 100), query,
                        context.parameters.get("groupId") ?? "")
                } catch let refusal as SolapiRefusal {
                    return refusal.answer
                }
            }
        }
    }

    /// `GET /messages/v4/list`.
    private func list(_ call: ProviderCall, _ query: FormFields) throws -> ProviderAnswer {
        func wanted(_ name: String) -> String? { query[name].flatMap { $0.isEmpty ? nil : $0 } }
        let groups = states.with(call.space) { $0.groups.all }
        let (groupID, messageID, to, from) = (wanted("groupId"), wanted("messageId"), wanted("to"), wanted("from"))
        let (type, status) = (wanted("type"), wanted("statusCode"))
        let start = wanted("startDate").flatMap { Timestamp($0, zonelessOffsetSeconds: CivilTime.kst) }
        let end = wanted("endDate").flatMap { Timestamp($0, zonelessOffsetSeconds: CivilTime.kst) }
        var rows: [(id: String, json: JSON)] = []
        for group in groups.reversed() where (groupID ?? group.id) == group.id {
            guard start.map({ group.createdAt >= $0 }) ?? true, end.map({ group.createdAt <= $0 }) ?? true else {
                continue
            }
            for one in group.messages
            where (messageID ?? one.id) == one.id && (to ?? one.to) == one.to && (from ?? one.from) == one.from
                && (type ?? one.type) == one.type && (status ?? one.status.code) == one.status.code
            {
                rows.append((one.id, one.json(group: group)))
            }
        }
        return try page(query, rows, "messageList")
    }

    /// `GET /messages/v4/groups`.
    private func groups(_ call: ProviderCall, _ query: FormFields) throws -> ProviderAnswer {
        let value = query["criteria"] == "groupId" ? query["value"] : nil
        let groups = states.with(call.space) { $0.groups.all }.reversed().filter { (value ?? $0.id) == $0.id }
        return try page(query, groups.map { ($0.id, $0.json(balance: settings.balance)) }, "groupList")
    }

    private func group(_ call: ProviderCall, _ id: String) throws -> ProviderAnswer {
        guard let group = states.with(call.space, { $0.groups[id] }) else { throw SolapiRefusal.noGroup }
        return .json(group.json(balance: settings.balance))
    }

    private func messages(_ call: ProviderCall, _ query: FormFields, _ id: String) throws -> ProviderAnswer {
        guard let group = states.with(call.space, { $0.groups[id] }) else { throw SolapiRefusal.noGroup }
        return try page(query, group.messages.map { ($0.id, $0.json(group: group)) }, "messageList")
    }

    /// A page is an object by id; the next one starts after `nextKey`.
    private func page(_ query: FormFields, _ rows: [(id: String, json: JSON)], _ name: String) throws -> ProviderAnswer
    {
        let limit = query["limit"].flatMap { Int($0) } ?? 20
        guard (1...500).contains(limit) else { throw SolapiRefusal.invalid("limit은 1부터 500까지입니다.") }
        let startKey = query["startKey"].flatMap { $0.isEmpty ? nil : $0 }
        let first = startKey.flatMap { key in rows.firstIndex { $0.id == key } } ?? 0
        let shown = rows[min(first, rows.count)...].prefix(limit)
        let next = first + limit < rows.count ? rows[first + limit].id : nil
        return .json(
            .object([
                .init("startKey", startKey.map { .string($0) } ?? .null),
                .init("nextKey", next.map { .string($0) } ?? .null), .init("limit", .integer(Int64(limit))),
                .init(name, .object(shown.map { JSON.Member($0.id, $0.json) })),
            ]))
    }

    /// `DELETE /messages/v4/groups/{groupId}/schedule`.
    private func cancel(_ call: ProviderCall, _ id: String) throws -> ProviderAnswer {
        let now = bench.clock.now
        let found = states.with(call.space) { state in
            state.groups.change(id) { group -> (SolapiGroup, [MessageKey])? in
                guard let at = group.scheduledAt, at > now, !group.isCancelled else { return nil }
                group.isCancelled = true
                for index in group.messages.indices {
                    group.messages[index].status = SolapiMessage.cancelled
                    group.messages[index].updatedAt = now
                }
                return (group, group.messages.map(\.inboxID))
            } ?? nil
        }
        guard let (group, ids) = found else { throw SolapiRefusal.noGroup }
        for id in ids {
            bench.inbox.add(
                MessageEvent(
                    at: now, kind: "result", text: "The sender took it back before its time.", verdict: .bad), to: id)
        }
        return .json(group.json(balance: settings.balance))
    }

    /// `POST /storage/v1/files`.
    private func store(_ call: ProviderCall, _ account: String) throws -> ProviderAnswer {
        guard let json = try? JSON(parsing: call.body), let file = json["file"]?.string,
            let bytes = Base64.decode(file), !bytes.isEmpty
        else { throw SolapiRefusal.invalid("file은 Base64 문자열이어야 합니다.") }
        let type = MessageCard.line(json["type"]?.string ?? "MMS", maxBytes: 20)
        guard type != "MMS" || bytes.count <= 200 * 1_024 else {
            throw SolapiRefusal.invalid("MMS 이미지는 200KB까지입니다.")
        }
        let now = bench.clock.now.rfc3339
        let id = states.with(call.space) { state -> String in
            let id = "ST01FZ" + KoreanTime.digits(bench.clock.now) + state.mint.letters(12)
            if state.files.count < 1_000 { state.files[id] = type }
            return id
        }
        let name = MessageCard.line(json["name"]?.string ?? "image.jpg", maxBytes: 200)
        return .json([
            "fileId": .string(id), "type": .string(type), "originalName": .string(name), "name": .string(name),
            "url": .string("https://api.solapi.com/storage/v1/files/\(id)"), "accountId": .string(account),
            "link": json["link"] ?? .null, "references": [], "kakao": .null, "dateCreated": .string(now),
            "dateUpdated": .string(now),
        ])
    }
}
