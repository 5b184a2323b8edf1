// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Glibc
import NIOCore
import NIOPosix
import Values

/// An SMTP server that counts mails and tells which came twice.
struct SinkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sink", abstract: "Accept every mail over SMTP, keep none, count them by Message-ID.",
        discussion: "The counts are the answer to any HTTP request at the `http` address of the ready file.")

    @Option(help: "Where to listen for SMTP, on this machine; port 0 takes a free one.")
    var listen: LoopbackAddress = LoopbackAddress(host: "127.0.0.1", port: 0)

    @Option(help: "A file for the addresses as JSON, written when both are open.")
    var readyFile: String

    @Option(help: "The sink ends after so many seconds.")
    var timeLimitSeconds = 3600

    func validate() throws {
        guard (1...86_400).contains(timeLimitSeconds) else {
            throw ValidationError("--time-limit-seconds is from 1 to 86400")
        }
    }

    func run() async throws {
        let counts = SinkCounts()
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let smtp = try await server(group) { SinkConnection(counts) }
            .bind(host: listen.host, port: listen.port).get()
        let http = try await server(group) { CountsConnection(counts) }.bind(host: listen.host, port: 0).get()
        try writeReadyFile(smtp: smtp, http: http)
        group.next().scheduleTask(in: .seconds(Int64(timeLimitSeconds))) { smtp.close(promise: nil) }
        try await smtp.closeFuture.get()
        print(counts.report.text)
        try await group.shutdownGracefully()
    }

    private func server(
        _ group: MultiThreadedEventLoopGroup, _ handler: @escaping @Sendable () -> any ChannelHandler
    ) -> ServerBootstrap {
        ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(handler()) }
            }
    }

    /// Writes the addresses beside the file and moves them there, so that a reader never sees half of them.
    private func writeReadyFile(smtp: any Channel, http: any Channel) throws {
        let host = listen.host.contains(":") ? "[\(listen.host)]" : listen.host
        let report: JSON = [
            "smtp": .string("\(host):\(smtp.localAddress?.port ?? 0)"),
            "http": .string("\(host):\(http.localAddress?.port ?? 0)"),
        ]
        let partial = readyFile + ".partial"
        guard let file = fopen(partial, "w") else {
            throw ValidationError("--ready-file \(readyFile) cannot be written")
        }
        fputs(report.text + "\n", file)
        guard fclose(file) == 0, rename(partial, readyFile) == 0 else {
            throw ValidationError("--ready-file \(readyFile) cannot be written")
        }
    }
}
