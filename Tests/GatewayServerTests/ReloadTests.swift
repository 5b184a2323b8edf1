// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import GatewayServer
import ServiceLifecycle
import Synchronization
import Templates
import TestSupport
import Testing
import Values

/// When templates are loaded again, and what a mistake in them does.
@Suite(.timeLimit(.minutes(1))) struct ReloadTests {
    /// Loads nothing twice alike: the first time well, then as the test says.
    private final class Loader: Sendable {
        let loads = Tally()
        private let problems = Mutex<[Problem]>([])

        func fail(_ list: [Problem]) { problems.withLock { $0 = list } }

        func load() throws(Problems) -> TemplateCatalog {
            defer { loads.add() }
            let list = problems.withLock { $0 }
            guard list.isEmpty else { throw Problems(list) }
            return try TemplateCatalog.load(Repository.root.appendingPathComponent("templates").path)
        }
    }

    private func run(
        _ reloader: TemplateReloader<AsyncStream<Void>>, _ log: LogLines,
        _ test: @escaping @Sendable () async throws -> Void
    ) async throws {
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(services: [reloader], logger: log.logger))
        try await withThrowingTaskGroup { tasks in
            tasks.addTask { try await group.run() }
            tasks.addTask {
                do { try await test() } catch {
                    await group.triggerGracefulShutdown()
                    throw error
                }
                await group.triggerGracefulShutdown()
            }
            try await tasks.waitForAll()
        }
    }

    @Test("A request loads again; a mistake is told with its place, and the old templates stay")
    func request() async throws {
        let loader = Loader()
        let log = LogLines()
        let writer = LetterWriter(try loader.load())
        let (requests, asking) = AsyncStream.makeStream(of: Void.self)
        let reloader = TemplateReloader(writer: writer, requests: requests, logger: log.logger) {
            () throws(Problems) in try loader.load()
        }
        try await run(reloader, log) {
            loader.fail([
                Problem(file: "email/shipped.mustache", line: 7, rule: "unclosed", message: "it is not closed")
            ])
            asking.yield()
            try await loader.loads.reach(2)
            loader.fail([])
            asking.yield()
            try await loader.loads.reach(3)
        }
        #expect(log.text.contains("error email/shipped.mustache:7: it is not closed [unclosed]"))
        #expect(log.text.contains("the old ones stay in use"))
        #expect(writer.catalog.names == ["default"])
    }

    @Test("A change is taken up when the folder has come to rest, and one that was seen is not taken up again")
    func change() async throws {
        try await withTemporaryFolder { folder in
            let loader = Loader()
            let log = LogLines()
            let clock = HandClock()
            let file = folder.appendingPathComponent("mail.css")
            try Data("a".utf8).write(to: file)
            let (requests, _) = AsyncStream.makeStream(of: Void.self)
            let writer = LetterWriter(try loader.load())
            let reloader = TemplateReloader(
                writer: writer, requests: requests, watched: .init(folder.path), clock: clock.monotonic,
                logger: log.logger
            ) { () throws(Problems) in try loader.load() }
            try await run(reloader, log) {
                func look(_ number: Int) async throws {
                    try await clock.asleep.reach(number)
                    clock.advance(by: .milliseconds(200))
                }
                try await look(1)
                try await look(2)
                try Data("ab".utf8).write(to: file)
                try await look(3)
                try Data("abc".utf8).write(to: file)
                try await look(4)
                try await look(5)
                try await loader.loads.reach(2)
                try await look(6)
                try await clock.asleep.reach(7)
                #expect(loader.loads.count == 2)
                try FileManager.default.removeItem(at: file)
                try await look(7)
                try await look(8)
                try await loader.loads.reach(3)
            }
            #expect(log.text.contains("a file changed"))
        }
    }

    @Test("A folder looks alike until a file comes, goes or is written; files with a dot do not count")
    func states() async throws {
        try await withTemporaryFolder { folder in
            try FileManager.default.createDirectory(
                at: folder.appendingPathComponent("email"), withIntermediateDirectories: false)
            var last = FolderState(of: folder.path)
            func changes(_ change: () throws -> Void) throws -> Bool {
                try change()
                defer { last = FolderState(of: folder.path) }
                return FolderState(of: folder.path) != last
            }
            let file = folder.appendingPathComponent("email/a.mustache")
            #expect(try !changes {})
            #expect(try changes { try Data("1".utf8).write(to: file) })
            #expect(try changes { try Data("12".utf8).write(to: file) })
            #expect(try changes { try Data("34".utf8).write(to: file, options: .atomic) })
            #expect(try !changes { try Data("1".utf8).write(to: folder.appendingPathComponent("email/.a.swp")) })
            #expect(try changes { try FileManager.default.removeItem(at: file) })
            #expect(FolderState(of: folder.path + "/nowhere") == FolderState(of: folder.path))
        }
    }
}
