// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Logging
import Synchronization

/// What a logger was told, as text.
final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])

    /// All of it.
    var text: String { lines.withLock { $0.joined(separator: "\n") } }

    /// A logger that writes here.
    var logger: Logger {
        Logger(label: "test") { _ in
            Handler { line in self.lines.withLock { $0.append(line) } }
        }
    }

    private struct Handler: LogHandler {
        let write: @Sendable (String) -> Void
        var metadata = Logger.Metadata()
        var logLevel = Logger.Level.trace

        init(write: @escaping @Sendable (String) -> Void) { self.write = write }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            write("\(event.level) \(event.message) \(event.metadata ?? [:]) \(event.error.map { "\($0)" } ?? "")")
        }
    }
}
