// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import ServiceLifecycle
import Testing
import Values
import Web

struct EventStreamTests {
    @Test(
        arguments: [
            (ServerSentEvent(data: "x"), "data: x\n\n"),
            (ServerSentEvent(name: "mail", data: "x", id: "7"), "event: mail\nid: 7\ndata: x\n\n"),
            (ServerSentEvent(data: "a\nb\r\nc\rd"), "data: a\ndata: b\ndata: c\ndata: d\n\n"),
            (ServerSentEvent(data: ""), "data: \n\n"),
            (
                ServerSentEvent(name: "a\ndata: forged", data: "x", id: "1\r\n2"),
                "event: adata: forged\nid: 12\ndata: x\n\n"
            ),
        ])
    func eventsAreWrittenAsTheStandardSays(_ event: ServerSentEvent, _ text: String) {
        #expect(event.text == text)
    }

    @Test func everyWatcherGetsEveryEvent() async {
        let hub = EventHub()
        let one = hub.events()
        let two = hub.events()
        #expect(hub.watcherCount == 2)
        hub.publish(ServerSentEvent(data: "1"))
        hub.publish(ServerSentEvent(data: "2"))
        hub.finish()
        for stream in [one, two] {
            var seen = [String]()
            for await event in stream { seen.append(event.data) }
            #expect(seen == ["1", "2"])
        }
        #expect(hub.watcherCount == 0)
        var late = [String]()
        for await event in hub.events() { late.append(event.data) }
        #expect(late.isEmpty)
    }

    @Test func aWatcherThatDoesNotKeepUpIsCutOffAndTheOthersGoOn() async {
        let hub = EventHub(capacity: 3)
        let slow = hub.events()
        for number in 0..<4 { hub.publish(ServerSentEvent(data: "\(number)")) }
        #expect(hub.watcherCount == 0)
        var seen = [String]()
        for await event in slow { seen.append(event.data) }
        #expect(seen == ["0", "1", "2"])
    }

    @Test func eventsReachThePageAndTheWatcherIsGoneWithTheConnection() async throws {
        let hub = EventHub()
        try await withServer { router in
            router.get("/events") { _, _ in EventStreamResponse(hub.events()) }
        } test: { port, _ in
            try await RawConnection.open(port) { wire in
                try await wire.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try await wire.read(until: ": open\n\n"))
                #expect(wire.received.contains("text/event-stream"))
                hub.publish(ServerSentEvent(name: "mail", data: "{\"id\":1}"))
                #expect(try await wire.read(until: "event: mail\ndata: {\"id\":1}\n\n"))
                hub.publish(ServerSentEvent(data: "second"))
                #expect(try await wire.read(until: "data: second\n\n"))
            }
            // Closed from our side: the server notices and lets the watcher go.
            while hub.watcherCount > 0 { await Task.yield() }
        }
        #expect(hub.watcherCount == 0)
    }

    @Test func aQuietStreamHasAHeartbeat() async throws {
        let hub = EventHub()
        try await withServer { router in
            router.get("/events") { _, _ in EventStreamResponse(hub.events(), heartbeat: .milliseconds(10)) }
        } test: { port, _ in
            try await RawConnection.open(port) { wire in
                try await wire.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try await wire.read(until: ": \n\n"))
            }
        }
    }

    @Test func theEndOfTheEventsIsTheEndOfTheAnswer() async throws {
        let hub = EventHub()
        let received = try await withServer { router in
            router.get("/events") { _, _ in EventStreamResponse(hub.events()) }
        } test: { port, _ in
            try await RawConnection.open(port) { wire in
                try await wire.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n")
                _ = try await wire.read(until: ": open\n\n")
                for number in 0..<100 { hub.publish(ServerSentEvent(data: "event \(number)")) }
                hub.finish()
                _ = try await wire.read(until: "0\r\n\r\n")
                return wire.received
            }
        }
        #expect(received.contains("data: event 99\n\n"))
        #expect(received.hasSuffix("0\r\n\r\n"))
    }

    @Test func anOpenStreamDoesNotHoldUpTheShutdown() async throws {
        let hub = EventHub()
        let received = try await withServer { router in
            router.get("/events") { _, _ in EventStreamResponse(hub.events()) }
        } test: { port, services in
            try await RawConnection.open(port) { wire in
                try await wire.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n")
                _ = try await wire.read(until: ": open\n\n")
                await services.triggerGracefulShutdown()
                return await wire.readToEnd()
            }
        }
        #expect(received.hasSuffix("0\r\n\r\n"))
    }
}
