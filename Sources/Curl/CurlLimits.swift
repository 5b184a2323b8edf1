// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// What a loop may hold at once.
public struct CurlLimits: Hashable, Sendable {
    /// Transfers waiting or under way; more are refused as `queueFull`.
    public var transfers: Int
    /// HTTP requests under way at once to one origin.
    public var requestsPerOrigin: Int
    /// Connections, idle ones included.
    public var connections: Int

    /// Takes the limits.
    public init(transfers: Int = 4_096, requestsPerOrigin: Int = 16, connections: Int = 512) {
        self.transfers = transfers
        self.requestsPerOrigin = requestsPerOrigin
        self.connections = connections
    }
}
