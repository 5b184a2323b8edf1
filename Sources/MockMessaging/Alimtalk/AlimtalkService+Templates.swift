// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Values
import Web

extension AlimtalkService {
    /// `GET .../senders/{senderKey}/templates`.
    func templates(_ visit: NHNDesk.Visit) throws -> ProviderAnswer {
        let senderKey = visit.part("senderKey")
        try AlimtalkJudge.check(senderKey, settings.alimtalk)
        let page = try NHNPage(visit.query, refusal: NHNRefusal.Alimtalk.badValue)
        func wanted(_ name: String) -> String? { visit.query[name].flatMap { $0.isEmpty ? nil : $0 } }
        let code = wanted("templateCode")
        let name = wanted("templateName")
        let status = wanted("templateStatus")
        let found = states.with(visit.call.space) { Array($0.templates.values) }
            .filter { template in
                (template.senderKey == nil || template.senderKey == senderKey)
                    && (code ?? template.code) == template.code
                    && (name.map { template.name.contains($0) } ?? true)
                    && (status ?? template.status.code) == template.status.code
            }
            .sorted { ($0.createdAt, $0.code) < ($1.createdAt, $1.code) }
        return NHNRefusal.answer([
            .init(
                "templateListResponse",
                [
                    "templates": .array(page.slice(found).map { $0.json(senderKey: senderKey) }),
                    "totalCount": .integer(Int64(found.count)),
                ])
        ])
    }

    /// `GET .../templates/{templateCode}`.
    func template(_ visit: NHNDesk.Visit) throws -> ProviderAnswer {
        NHNRefusal.answer([.init("templates", try found(visit).json(senderKey: visit.part("senderKey")))])
    }

    /// `GET .../templates/{templateCode}/modifications`: the one that is, for nothing waits beside it here.
    func modifications(_ visit: NHNDesk.Visit) throws -> ProviderAnswer {
        NHNRefusal.answer([
            .init(
                "templateModificationsResponse",
                [
                    "templates": [try found(visit).json(senderKey: visit.part("senderKey"))], "totalCount": 1,
                ])
        ])
    }

    /// `POST .../templates`.
    func register(_ visit: NHNDesk.Visit) async throws -> ProviderAnswer {
        let body = try visit.json(badType: NHNRefusal.Alimtalk.notJSON, unreadable: NHNRefusal.Alimtalk.unreadable)
        let senderKey = visit.part("senderKey")
        try AlimtalkJudge.check(senderKey, settings.alimtalk)
        let template = try AlimtalkTemplate(body, code: nil, senderKey: senderKey, at: bench.clock.now)
        try await visit.call.begin(recipients: [], sender: senderKey, template: template.code)
        let isNew = states.with(visit.call.space) { state -> Bool in
            guard state.templates[template.code] == nil, state.templates.count < AlimtalkState.templateLimit else {
                return false
            }
            state.templates[template.code] = template
            return true
        }
        guard isNew else { throw NHNRefusal.Alimtalk.badValue }
        review(template.code, version: template.version, space: visit.call.space, appKey: visit.appKey)
        return NHNRefusal.success.answer
    }

    /// `PUT .../templates/{templateCode}`: any change is reviewed again.
    func change(_ visit: NHNDesk.Visit) async throws -> ProviderAnswer {
        let body = try visit.json(badType: NHNRefusal.Alimtalk.notJSON, unreadable: NHNRefusal.Alimtalk.unreadable)
        let old = try found(visit)
        let senderKey = visit.part("senderKey")
        var template = try AlimtalkTemplate(body, code: old.code, senderKey: senderKey, at: bench.clock.now)
        try await visit.call.begin(recipients: [], sender: senderKey, template: old.code)
        template.createdAt = old.createdAt
        template.senderKey = old.senderKey
        template.version = old.version + 1
        states.with(visit.call.space) { [template] in $0.templates[template.code] = template }
        review(template.code, version: template.version, space: visit.call.space, appKey: visit.appKey)
        return NHNRefusal.success.answer
    }

    /// `DELETE .../templates/{templateCode}`.
    func remove(_ visit: NHNDesk.Visit) async throws -> ProviderAnswer {
        let template = try found(visit)
        try await visit.call.begin(recipients: [], sender: visit.part("senderKey"), template: template.code)
        states.with(visit.call.space) { $0.templates[template.code] = nil }
        return NHNRefusal.success.answer
    }

    /// `POST .../templates/{templateCode}/comments`: a question to the reviewers; a rejected one is reviewed again.
    func comment(_ visit: NHNDesk.Visit) async throws -> ProviderAnswer {
        let body = try visit.json(badType: NHNRefusal.Alimtalk.notJSON, unreadable: NHNRefusal.Alimtalk.unreadable)
        let words = try NHNFields(body, api: .alimtalk).requiredText("comment", max: 3_000)
        let template = try found(visit)
        try await visit.call.begin(recipients: [], sender: visit.part("senderKey"), template: template.code)
        set(
            template.code, space: visit.call.space, appKey: visit.appKey,
            status: template.status == .rejected ? .reviewing : template.status, comment: ("INQ", words))
        if template.status == .rejected {
            review(template.code, version: template.version + 1, space: visit.call.space, appKey: visit.appKey)
        }
        return NHNRefusal.success.answer
    }

    private func found(_ visit: NHNDesk.Visit) throws(NHNRefusal) -> AlimtalkTemplate {
        try AlimtalkJudge.check(visit.part("senderKey"), settings.alimtalk)
        let code = visit.part("templateCode")
        let sender = visit.part("senderKey")
        guard let template = states.with(visit.call.space, { $0.template(code, for: sender) }) else {
            throw NHNRefusal.Alimtalk.noTemplate
        }
        return template
    }

    /// Lets a template go its way on the mock's clock: asked for, looked at, approved.
    private func review(_ code: String, version: Int, space: String, appKey: String) {
        let begin = settings.alimtalk.reviewAfter
        bench.agenda.after(begin, space: space, "review of an alimtalk template begins") {
            await move(code, version, from: [.registered, .reviewing], to: .reviewing, space: space, appKey: appKey)
        }
        bench.agenda.after(begin + settings.alimtalk.approveAfter, space: space, "alimtalk template is approved") {
            await move(code, version, from: [.registered, .reviewing], to: .approved, space: space, appKey: appKey)
        }
    }

    private func move(
        _ code: String, _ version: Int, from: Set<AlimtalkTemplate.Status>, to status: AlimtalkTemplate.Status,
        space: String, appKey: String
    ) async {
        let isDue = states.with(space) { state in
            state.templates[code].map { $0.version == version && from.contains($0.status) && $0.status != status }
                ?? false
        }
        guard isDue else { return }
        let comment = status == .approved ? (status: "APR", words: "승인되었습니다.") : nil
        set(code, space: space, appKey: appKey, status: status, comment: comment, isNewVersion: false)
        await tellTemplate(code, space: space, appKey: appKey)
    }

    /// Sets where a template's review stands.
    @discardableResult
    func set(
        _ code: String, space: String, appKey: String, status: AlimtalkTemplate.Status,
        comment: (status: String, words: String)?, isNewVersion: Bool = true
    ) -> AlimtalkTemplate? {
        let now = bench.clock.now
        return states.with(space) { state in
            guard var template = state.templates[code] else { return nil }
            template.status = status
            template.updatedAt = now
            if isNewVersion { template.version += 1 }
            if let comment {
                template.comments.append([
                    "id": .integer(Int64(template.comments.count + 1)), "content": .string(comment.words),
                    "userName": "mock", "createAt": .string(KoreanTime.text(now)),
                    "createdAt": .string(KoreanTime.text(now)), "attachment": [],
                    "status": .string(comment.status),
                ])
                if template.comments.count > 50 { template.comments.removeFirst() }
            }
            state.templates[code] = template
            return template
        }
    }

    /// Posts the webhook that says where a template stands.
    func tellTemplate(_ code: String, space: String, appKey: String) async {
        let now = bench.clock.now
        let found = states.with(space) { state -> (AlimtalkTemplate, NHNWebhook, String)? in
            guard let template = state.templates[code], let webhook = state.webhook else { return nil }
            return (template, webhook, state.mint.request(at: now))
        }
        guard let (template, webhook, hookID) = found else { return }
        await bench.post(
            webhook, product: "KakaoTalk Bizmessage", appKey: appKey, event: "TEMPLATE_STATUS_UPDATE",
            hooksID: hookID + "-0",
            hooks: [
                [
                    "hookId": .string(hookID), "senderKey": template.senderKey.map { .string($0) } ?? .null,
                    "templateCode": .string(code), "kakaoTemplateCode": .string(code),
                    "status": .string(template.status.code), "comments": .array(template.comments),
                    "updateDate": .string(KoreanTime.text(template.updatedAt)),
                ]
            ], about: [])
    }
}
