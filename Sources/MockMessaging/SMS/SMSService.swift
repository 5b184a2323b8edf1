// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import MockWorld
import Values
import Web

/// NHN Cloud's SMS API, version 3.0.
struct SMSService: Sendable {
    static let provider = "nhn-sms"

    let bench: Bench
    let settings: MessagingSettings.NHN
    let states: SpaceStates<SMSState>
    private let desk: NHNDesk

    init(bench: Bench, settings: MessagingSettings.NHN) {
        self.bench = bench
        self.settings = settings
        self.states = SpaceStates { SMSState(settings, at: bench.clock.now) }
        self.desk = NHNDesk(
            desk: ProviderDesk(
                bench: bench, provider: Self.provider, channel: .sms, bodyLimit: 8 << 20, refusal: NHNRefusal.fault),
            keys: NHNKeys(settings.appKeys), keyName: "appKey", prefix: "/sms/v3.0/appKeys/:appKey",
            badKey: NHNRefusal.SMS.badAppKey, badSecret: NHNRefusal.SMS.noService, badQuery: NHNRefusal.SMS.badSearch)
    }

    func add(to router: Router<WebContext>) {
        for (path, kind, isAd) in [
            ("sms", SMSKind.sms, false), ("mms", .lms, false), ("auth/sms", .auth, false), ("ad-sms", .sms, true),
            ("ad-mms", .lms, true),
        ] {
            desk.on(.post, "/sender/" + path, router) { try await send($0, kind: kind, isAd: isAd) }
        }
        for (path, sendType) in [("sms", "0"), ("mms", "1"), ("auth/sms", "2")] {
            desk.on(.get, "/sender/" + path, router) { try list($0, sendType: sendType) }
            desk.on(.get, "/sender/" + path + "/:requestId", router) { try one($0, sendType: sendType) }
        }
        desk.on(.get, "/message-results", router) { try updates($0) }
        desk.on(.post, "/attachfile/binaryUpload", router) { try upload($0) }
        desk.on(.get, "/blockservice/unsubscribe-nos", router) { try unsubscribeNumbers($0) }
        desk.on(.get, "/blockservice/recipients", router) { try optedOut($0) }
        desk.on(.post, "/blockservice/recipients", router) { try await optOut($0) }
        desk.on(.delete, "/blockservice/recipients/removes", router) { try optIn($0) }
        desk.on(.get, "/reservations", router) { try reservations($0) }
        desk.on(.get, "/reservations/:requestId/:recipientSeq", router) { try reservation($0) }
        desk.on(.put, "/reservations/cancel", router) { try cancel($0) }
        for method in [HTTPRequest.Method.get, .post, .put, .delete] {
            desk.on(method, "/**", router) { _ in throw NHNRefusal.SMS.noAPI }
        }
    }

    /// A card as the phone shows it: what is too long for it is cut.
    func card(
        kind: SMSKind, isAd: Bool, from: String, to: String, title: String, text: String, identity: String?,
        requestID: String?
    ) -> MessageCard {
        let shown = KoreanText.cut(text, to: kind.standardBytes)
        let shownTitle = KoreanText.cut(title, to: SMSKind.titleBytes)
        let bytes = KoreanText(text).bytes
        var card = MessageCard(
            provider: Self.provider, kind: kind.shown, from: MessageCard.line(from), to: MessageCard.line(to),
            title: MessageCard.line(shownTitle), text: shown, identity: identity)
        card.textBytes = bytes
        if let requestID { card.facts.append(.init("requestId", requestID)) }
        if kind == .auth { card.facts.append(.init("messageType", "AUTH")) }
        if isAd { card.facts.append(.init("adYn", "Y")) }
        if bytes > kind.standardBytes {
            card.facts.append(.init("cut", "the phone shows \(kind.standardBytes) of \(bytes) bytes"))
        }
        return card
    }
}
