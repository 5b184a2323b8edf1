// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import MockWorld
import Values
import Web

/// NHN Cloud's alimtalk API, version 2.3.
struct AlimtalkService: Sendable {
    static let provider = "nhn-alimtalk"

    let bench: Bench
    let settings: MessagingSettings.NHN
    /// Sends what KakaoTalk did not bring.
    let sms: SMSService
    let states: SpaceStates<AlimtalkState>
    private let desk: NHNDesk

    init(bench: Bench, settings: MessagingSettings.NHN, sms: SMSService) {
        self.bench = bench
        self.settings = settings
        self.sms = sms
        self.states = SpaceStates { AlimtalkState(settings, at: bench.clock.now) }
        self.desk = NHNDesk(
            desk: ProviderDesk(
                bench: bench, provider: Self.provider, channel: .alimtalk, bodyLimit: 16 << 20,
                refusal: NHNRefusal.fault),
            keys: NHNKeys(settings.appKeys), keyName: "appkey", prefix: "/alimtalk/v2.3/appkeys/:appkey",
            badKey: NHNRefusal.Alimtalk.badAppKey, badSecret: NHNRefusal.Alimtalk.badSecret,
            badQuery: NHNRefusal.Alimtalk.badValue)
    }

    func add(to router: Router<WebContext>) {
        for (path, isRaw, isAuth) in [
            ("/messages", false, false), ("/raw-messages", true, false), ("/auth/messages", false, true),
            ("/auth/raw-messages", true, true),
        ] {
            desk.on(.post, path, router) { try await send($0, isRaw: isRaw, isAuth: isAuth) }
        }
        for (path, isAuth) in [("", false), ("/auth", true)] {
            desk.on(.get, path + "/messages", router) { try list($0, isAuth: isAuth) }
            desk.on(.get, path + "/messages/:requestId/:recipientSeq", router) { try one($0) }
            desk.on(.delete, path + "/messages/:requestId", router) { try await cancel($0) }
        }
        desk.on(.get, "/message-results", router) { try updates($0) }
        desk.on(.get, "/message-results/count", router) { try updateCount($0) }
        desk.on(.get, "/senders/:senderKey/templates", router) { try templates($0) }
        desk.on(.post, "/senders/:senderKey/templates", router) { try await register($0) }
        desk.on(.get, "/senders/:senderKey/templates/:templateCode", router) { try template($0) }
        desk.on(.put, "/senders/:senderKey/templates/:templateCode", router) { try await change($0) }
        desk.on(.delete, "/senders/:senderKey/templates/:templateCode", router) { try await remove($0) }
        desk.on(.post, "/senders/:senderKey/templates/:templateCode/comments", router) { try await comment($0) }
        desk.on(.get, "/senders/:senderKey/templates/:templateCode/modifications", router) { try modifications($0) }
        desk.on(.get, "/template/categories", router) { _ in TemplateCategories.answer }
        desk.on(.post, "/failback/appkey", router) { try bindSMS($0) }
        desk.on(.post, "/failback", router) { try setFailback($0) }
        for method in [HTTPRequest.Method.get, .post, .put, .delete] {
            desk.on(method, "/**", router) { _ in throw NHNRefusal.Alimtalk.noAPI }
        }
        AlimtalkControl(service: self).add(to: router)
    }

    /// Notes beside a message what happened to it.
    func note(_ id: MessageKey, _ kind: String, _ text: String, _ verdict: MessageEvent.Verdict) {
        bench.inbox.add(MessageEvent(at: bench.clock.now, kind: kind, text: text, verdict: verdict), to: id)
    }
}
