// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Logging
public import Notices
public import ServiceLifecycle
public import Values

/// Deletes what is kept no longer, in small steps that never hold the store up.
public struct Housekeeper: Service {
    private let store: any Store
    private let retention: Retention
    private let wallClock: any WallClock
    private let logger: Logger

    /// Makes the service.
    public init(store: any Store, retention: Retention, wallClock: any WallClock, logger: Logger) {
        self.store = store
        self.retention = retention
        self.wallClock = wallClock
        self.logger = logger
    }

    /// Works until a graceful shutdown: a step a second while there is something to delete, else once every ten minutes.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                let isDone = await self.step()
                let pause: Duration = isDone ? .seconds(600) : .seconds(1)
                guard (try? await self.wallClock.sleep(until: self.wallClock.now + pause)) != nil else { return }
            }
        }
    }

    private func step() async -> Bool {
        do {
            let deleted = try await store.sweep(retention, now: wallClock.now, limit: Self.stepSize)
            if deleted > 0 { logger.info("deleted what is kept no longer", metadata: ["rows": "\(deleted)"]) }
            return deleted < Self.stepSize
        } catch {
            logger.error("nothing deleted", metadata: ["error": "\(error)"])
            return true
        }
    }

    private static let stepSize = 500
}
