// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Cryptography
import Hummingbird
import MockWorld
import Values
import Web

/// Kakao Developers' memos to oneself, as documented and as people write them.
struct KakaoMemoService: Sendable {
    static let provider = "kakao-memo"

    /// What is remembered in one space: how many memos each token sent on which day.
    struct State: Sendable {
        var sent: [String: Int] = [:]
        var day = ""
    }

    let bench: Bench
    let settings: MessagingSettings.Kakao
    let states = SpaceStates<State> { State() }
    private let desk: ProviderDesk

    init(bench: Bench, settings: MessagingSettings.Kakao) {
        self.bench = bench
        self.settings = settings
        self.desk = ProviderDesk(
            bench: bench, provider: Self.provider, channel: .memo, bodyLimit: 256 << 10, refusal: KakaoRefusal.fault)
    }

    func add(to router: Router<WebContext>) {
        for (path, takesID) in [("default/send", false), ("send", true)] {
            router.post(RouterPath("/v2/api/talk/memo/" + path)) { request, context in
                try await desk.serve(request, context) { call in
                    do {
                        return try await send(call, takesID: takesID)
                    } catch let refusal as KakaoRefusal {
                        return refusal.answer
                    }
                }
            }
        }
    }

    /// - Parameter takesID: Whether a template made in Kakao's console may be named.
    private func send(_ call: ProviderCall, takesID: Bool) async throws -> ProviderAnswer {
        let token = try token(call)
        let fields = try Self.fields(call)
        let later = try await call.begin(
            recipients: ["me"], sender: nil, template: fields.first { $0.name == "template_id" }?.value)
        // An answer cannot be later here: there is no result to ask for.
        _ = later
        let card: MessageCard
        do throws(KakaoRefusal) {
            card = try self.card(fields, takesID: takesID)
            try check(token, call.space)
        } catch {
            let text = fields.map { "\($0.name) = \($0.value)" }.joined(separator: "\n")
            let shown = MessageCard(
                provider: Self.provider, kind: "memo", from: "kakao", to: "me",
                text: MessageText.cut(text, 4_000))
            call.keep(shown, refusal: error.text)
            throw error
        }
        call.keep(card)
        return .json(["result_code": 0])
    }

    private func token(_ call: ProviderCall) throws(KakaoRefusal) -> String {
        guard let field = call.header("Authorization"), field.lowercased().hasPrefix("bearer ") else { throw .noToken }
        let token = String(field.dropFirst(7)).trimmingSpaces
        guard !token.isEmpty else { throw .noToken }
        return token
    }

    /// Whether the token may send one more.
    private func check(_ token: String, _ space: String) throws(KakaoRefusal) {
        if let magic = KakaoRefusal.magic(token) { throw magic }
        let bytes = Array(token.utf8)
        guard
            settings.tokens.isEmpty
                || settings.tokens.contains(where: { Digest.equalInConstantTime(Array($0.reveal().utf8), bytes) })
        else { throw .badToken }
        let day = String(KoreanTime.text(bench.clock.now).prefix(10))
        // The token itself is not kept.
        let name = Hex.encode(Digest.sha256(bytes))
        let count = states.with(space) { state -> Int in
            if state.day != day || state.sent.count > 10_000 { state = State(day: day) }
            state.sent[name, default: 0] += 1
            return state.sent[name] ?? 0
        }
        if let limit = settings.dailyLimit, count > limit { throw .quota }
    }

    /// The form's fields; JSON of the same names is read too, for the examples that circulate.
    private static func fields(_ call: ProviderCall) throws(KakaoRefusal) -> [(name: String, value: String)] {
        let type = (call.header("Content-Type") ?? "").prefix { $0 != ";" }.lowercased()
        switch type {
        case "", "application/x-www-form-urlencoded":
            do { return try FormFields(call.body).all } catch { throw .badParameter("the body is not a form") }
        case "application/json":
            guard let json = try? JSON(parsing: call.body), let members = json.members else {
                throw .badParameter("the body is not json object")
            }
            return members.map { ($0.name, $0.value.string ?? $0.value.text) }
        default: throw .badHeader
        }
    }

    private func card(
        _ fields: [(name: String, value: String)], takesID: Bool
    ) throws(KakaoRefusal) -> MessageCard {
        func json(_ name: String) throws(KakaoRefusal) -> JSON? {
            guard let text = fields.first(where: { $0.name == name })?.value else { return nil }
            do { return try JSON(parsing: Array(text.utf8)) } catch {
                throw .badParameter("\(name) should be json object")
            }
        }
        if let object = try json("template_object") {
            let template = try KakaoTextTemplate(object, domains: settings.domains)
            var card = MessageCard(
                provider: Self.provider, kind: "memo", from: "kakao", to: "me",
                title: MessageCard.line(template.title), text: template.text)
            card.buttons = template.buttons
            card.image = template.image.map { MessageCard.line($0) }
            card.facts = [.init("object_type", template.kind)]
            return card
        }
        guard takesID, let id = fields.first(where: { $0.name == "template_id" })?.value else {
            throw .badParameter(takesID ? "template_id can not be null" : "template_object can not be null")
        }
        guard Int64(id) != nil else { throw .badParameter("template_id should be number") }
        let arguments = try json("template_args")?.members ?? []
        var card = MessageCard(
            provider: Self.provider, kind: "memo", from: "kakao", to: "me",
            text: arguments.map { "\($0.name): \($0.value.string ?? $0.value.text)" }.joined(separator: "\n"),
            template: MessageCard.line(id))
        card.facts = [.init("template_id", MessageCard.line(id))]
        return card
    }
}

extension String {
    /// Without spaces at both ends.
    fileprivate var trimmingSpaces: String {
        var text = self[...]
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
