// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix

/// A TCP connection that sends and reads bytes, for what an HTTP client would not do.
struct RawConnection: Sendable {
    private let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>

    /// Connects, runs the test and closes.
    static func open<Result: Sendable>(
        _ port: Int, _ test: (inout Wire) async throws -> Result
    ) async throws -> Result {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel,
                        configuration: NIOAsyncChannel.Configuration(isOutboundHalfClosureEnabled: true))
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var wire = Wire(iterator: inbound.makeAsyncIterator(), outbound: outbound)
            return try await test(&wire)
        }
    }

    /// The two directions.
    struct Wire {
        fileprivate var iterator: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
        fileprivate let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
        private(set) var received = ""

        fileprivate init(
            iterator: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator,
            outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
        ) {
            self.iterator = iterator
            self.outbound = outbound
        }

        func send(_ text: String) async throws {
            try await outbound.write(ByteBuffer(string: text))
        }

        /// Says that nothing more will be sent.
        func finish() {
            outbound.finish()
        }

        /// Reads until the text has come; false when the connection ended first.
        mutating func read(until text: String) async throws -> Bool {
            while !received.contains(text) {
                guard let buffer = try await iterator.next(isolation: #isolation) else { return false }
                received += String(buffer: buffer)
            }
            return true
        }

        /// Reads to the end of the connection.
        mutating func readToEnd() async -> String {
            do {
                while let buffer = try await iterator.next(isolation: #isolation) { received += String(buffer: buffer) }
            } catch {
                // A reset is an end too.
            }
            return received
        }
    }
}
