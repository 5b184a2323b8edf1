// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import HTTPTypes
import Hummingbird
import MockMessaging
import MockTestSupport
import MockWorld
import Settings
import Synchronization
import Values
import Web

/// The messaging providers on a free port, as their clients see them.
struct Messaging: Sendable {
    let running: RunningBench
    let routes: MessagingRoutes
    let sink: Sink
    var space = ""

    /// What came to `/sink`, where webhooks are sent to.
    final class Sink: Sendable {
        struct Post: Sendable {
            let signature: String?
            let body: JSON
        }

        private let list = Mutex<[Post]>([])

        var posts: [Post] { list.withLock { $0 } }

        func add(_ post: Post) { list.withLock { $0.append(post) } }
    }

    var base: String { "http://\(running.address)" }
    var sinkURL: String { base + "/sink" }

    var bench: Bench { running.bench }

    static func with(
        _ settings: MessagingSettings = MessagingSettings(),
        _ body: @escaping @Sendable (Messaging) async throws -> Void
    ) async throws {
        let made = Mutex<MessagingRoutes?>(nil)
        let sink = Sink()
        try await RunningBench.with { bench, router in
            let routes = MessagingRoutes(bench: bench, settings: settings)
            routes.add(to: router)
            made.withLock { $0 = routes }
            router.post("/sink") { request, _ in
                let name = HTTPField.Name("X-Toast-Webhook-Signature")
                sink.add(
                    Sink.Post(
                        signature: name.flatMap { request.headers[$0] },
                        body: try JSON(parsing: try await request.bytes(upTo: 10 << 20))))
                return Response(status: .ok)
            }
        } _: { running in
            guard let routes = made.withLock({ $0 }) else { return }
            try await body(Messaging(running: running, routes: routes, sink: sink))
        }
    }

    /// The same in another space.
    func `in`(_ space: String) -> Messaging {
        var other = self
        other.space = space
        return other
    }

    var headers: [(name: String, value: String)] {
        [("X-Secret-Key", "secret")] + (space.isEmpty ? [] : [("X-Parcelpost-Space", space)])
    }

    /// Asks and reads JSON.
    @discardableResult
    func ask(
        _ method: String, _ path: String, _ json: JSON? = nil, headers extra: [(name: String, value: String)] = []
    ) async throws -> JSON {
        let answer =
            if let json {
                try await running.send(method, path, headers: headers + extra, json: json)
            } else {
                try await running.send(method, path, headers: headers + extra)
            }
        return (try? JSON(parsing: answer.body)) ?? .string(String(decoding: answer.body, as: UTF8.self))
    }

    /// Sends bytes as they are.
    func raw(
        _ method: String, _ path: String, headers: [(name: String, value: String)] = [], body: [UInt8] = []
    ) async throws -> (status: Int, body: JSON) {
        let answer = try await running.send(method, path, headers: headers, body: body)
        return (answer.status, (try? JSON(parsing: answer.body)) ?? .null)
    }

    /// Lets the mock's time pass and everything that is due happen.
    func pass(_ span: Duration) async {
        bench.clock.advance(by: span)
        await bench.agenda.settle()
    }

    /// The messages of the space, oldest first.
    var inbox: [InboxMessage] {
        var filter = InboxFilter()
        filter.refused = .include
        filter.space = space
        return bench.inbox.list(filter, limit: 5_000).messages.reversed()
    }

    static let alimtalk = "/alimtalk/v2.3/appkeys/appkey"
    static let sms = "/sms/v3.0/appKeys/appkey"
    static let senderKey = "0be23c29de88d6888798aeda57062516354d74ba"

    /// A body of the substituting send.
    static func start(_ numbers: [String], extra: [(String, JSON)] = [], recipient: [(String, JSON)] = []) -> JSON {
        .object(
            [
                .init("senderKey", .string(senderKey)), .init("templateCode", "DELIVERY_START"),
                .init(
                    "recipientList",
                    .array(
                        numbers.map { number in
                            .object(
                                [
                                    .init("recipientNo", .string(number)), .init("templateParameter", parameters),
                                ] + recipient.map { .init($0.0, $0.1) })
                        })),
            ] + extra.map { .init($0.0, $0.1) })
    }

    static let parameters: JSON = [
        "쇼핑몰명": "달빛상점", "고객명": "김하늘", "상품명": "도자기 컵", "택배사": "CJ대한통운",
        "운송장번호": "123456789012", "배송조회링크": "https://track.example/t/abc",
    ]
}

extension JSON {
    /// A member of a member, as in `json.at("header", "resultCode")`.
    func at(_ path: String...) -> JSON? {
        var found: JSON? = self
        for name in path {
            if let index = Int(name), let list = found?.array {
                found = index < list.count ? list[index] : nil
            } else {
                found = found?[name]
            }
        }
        return found
    }

    /// The code of NHN's header.
    var code: Int64? { at("header", "resultCode")?.integer }
}
