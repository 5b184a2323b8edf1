// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix
import Values

/// Runs a load to its end and prints what was measured.
enum LoadRunner {
    /// Sends `options.count` requests of `source` to `url` and returns the report.
    ///
    /// One event loop drives all connections: on a small machine the generator must not take the core it measures.
    static func run(_ options: LoadOptions, _ url: LoopbackURL, _ source: any RequestSource) async throws -> JSON {
        let run = LoadRun(options)
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let bootstrap = ClientBootstrap(group: group)
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(LoadConnection(run, source))
                }
            }
        var opened = [any Channel]()
        for _ in 0..<options.connections {
            do {
                opened.append(try await bootstrap.connect(host: url.address.host, port: url.address.port).get())
            } catch {
                run.add(LoadRun.Totals(problems: ["connection refused": 1]))
            }
        }
        // What hangs past the time limit is cut off.
        let loop = group.next()
        let channels = opened
        let cut = loop.scheduleTask(deadline: run.deadline + .seconds(5)) {
            for channel in channels { channel.close(promise: nil) }
        }
        for channel in opened { try? await channel.closeFuture.get() }
        cut.cancel()
        try await group.shutdownGracefully()
        return report(run, options)
    }

    private static func report(_ run: LoadRun, _ options: LoadOptions) -> JSON {
        let totals = run.measured
        let times = totals.microseconds.sorted()
        var seconds = 0.0
        if let first = totals.firstSent, let last = totals.lastAnswered {
            seconds = Double((last - first).nanoseconds) / 1e9
        }
        return [
            "asked": .integer(Int64(options.count)),
            "measured": .integer(Int64(times.count)),
            "connections": .integer(Int64(options.connections)),
            "seconds": .number(rounded(seconds, 1000)),
            "perSecond": .number(seconds > 0 ? rounded(Double(times.count) / seconds, 10) : 0),
            "milliseconds": [
                "p50": percentile(times, 0.50), "p90": percentile(times, 0.90), "p99": percentile(times, 0.99),
                "p999": percentile(times, 0.999), "max": percentile(times, 1),
            ],
            "statuses": .object(
                totals.statuses.sorted { $0.key < $1.key }.map { .init(String($0.key), .integer(Int64($0.value))) }),
            "problems": .object(
                totals.problems.sorted { $0.key < $1.key }.map { .init($0.key, .integer(Int64($0.value))) }),
        ]
    }

    /// The nearest-rank percentile of sorted microseconds, in milliseconds; null when nothing was measured.
    private static func percentile(_ sorted: [UInt32], _ part: Double) -> JSON {
        guard !sorted.isEmpty else { return .null }
        let rank = max(1, Int((part * Double(sorted.count)).rounded(.up)))
        return .number(Double(sorted[min(rank, sorted.count) - 1]) / 1000)
    }

    private static func rounded(_ number: Double, _ scale: Double) -> Double { (number * scale).rounded() / scale }
}
