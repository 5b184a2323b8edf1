// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Logging
public import ServiceLifecycle
public import Templates
public import Values

/// Loads the templates again in a running gateway: when it is asked to, and in development when a file changes.
///
/// Templates with a mistake harm nothing: letters go on being written with the old ones, and the log says what is wrong and where.
/// A letter under way is written with one catalog from beginning to end.
public struct TemplateReloader<Requests: AsyncSequence & Sendable>: Service where Requests.Failure == Never {
    private enum Cause: String {
        case request = "SIGHUP"
        case change = "a file changed"
    }

    private let writer: LetterWriter
    private let load: @Sendable () throws(Problems) -> TemplateCatalog
    private let requests: Requests
    private let watched: Watched?
    private let clock: MonotonicClock
    private let logger: Logger

    /// A folder that is looked at again and again.
    public struct Watched: Sendable {
        let folder: String
        let state: FolderState

        /// Remembers how a folder looks; to be made before what is in it is loaded, so that no change is missed.
        public init(_ folder: String) {
            self.folder = folder
            self.state = FolderState(of: folder)
        }
    }

    /// Makes the service.
    ///
    /// - Parameters:
    ///   - writer: Writes letters with what is loaded.
    ///   - requests: Each element asks for a reload.
    ///   - watched: The folder whose changes ask for one too; nil in production.
    ///   - clock: Says when to look again.
    ///   - logger: Where it says what came of it.
    ///   - load: Loads and checks the templates.
    public init(
        writer: LetterWriter, requests: Requests, watched: Watched? = nil, clock: MonotonicClock = .system,
        logger: Logger, load: @escaping @Sendable () throws(Problems) -> TemplateCatalog
    ) {
        self.writer = writer
        self.requests = requests
        self.watched = watched
        self.clock = clock
        self.logger = logger
        self.load = load
    }

    /// Works until a graceful shutdown.
    public func run() async throws {
        // While one load is under way, any number of requests are one more.
        let (causes, asking) = AsyncStream.makeStream(of: Cause.self, bufferingPolicy: .bufferingNewest(1))
        await cancelWhenGracefulShutdown {
            await withTaskGroup { group in
                group.addTask {
                    for await _ in requests { asking.yield(.request) }
                }
                if let watched {
                    group.addTask { await watch(watched) { asking.yield(.change) } }
                }
                for await cause in causes { await reload(cause) }
                group.cancelAll()
            }
        }
    }

    /// How often the folder is looked at.
    ///
    /// A change is taken up when two looks saw the same: an editor has then finished writing.
    private static var pause: Duration { .milliseconds(200) }

    private func watch(_ watched: Watched, _ changed: () -> Void) async {
        var known = watched.state
        var last = known
        while (try? await clock.sleep(for: Self.pause)) != nil {
            let state = FolderState(of: watched.folder)
            if state != known, state == last {
                known = state
                changed()
            }
            last = state
        }
    }

    @concurrent private func reload(_ cause: Cause) async {
        let started = clock.now
        do {
            let catalog = try load()
            writer.replace(with: catalog)
            for notice in catalog.notices.prefix(Self.mostTold) { tell(notice) }
            logger.notice(
                "templates reloaded; settings are read at start only",
                metadata: [
                    "cause": "\(cause.rawValue)", "sets": "\(catalog.names.joined(separator: " "))",
                    "milliseconds": "\((clock.now - started).wholeMilliseconds)",
                ])
        } catch {
            for problem in error.list.prefix(Self.mostTold) { tell(problem) }
            let errors = error.list.count { $0.severity == .error }
            logger.error(
                "the new templates are not used; the old ones stay in use",
                metadata: ["cause": "\(cause.rawValue)", "problems": "\(errors)"])
        }
    }

    /// Problems a reload logs at most; a person mends the first ones first.
    private static var mostTold: Int { 100 }

    /// Says where a template is wrong; a template holds no customer's data, so neither does this.
    private func tell(_ problem: Problem) {
        var metadata: Logger.Metadata = ["rule": "\(problem.rule)"]
        if let file = problem.file { metadata["file"] = "\(file)" }
        if let line = problem.line { metadata["line"] = "\(line)" }
        let level: Logger.Level =
            switch problem.severity {
            case .error: .error
            case .warning: .warning
            case .note: .info
            }
        logger.log(level: level, "\(problem.description)", metadata: metadata)
    }
}
