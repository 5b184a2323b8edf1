// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// An answer whose body is read while it comes, by one task.
public struct HTTPStream: Sendable {
    /// The status code.
    public let status: Int
    /// Header names, lower case, and values, in order.
    public let headers: [(name: String, value: String)]
    private let flow: StreamFlow

    init(status: Int, headers: [(name: String, value: String)], flow: StreamFlow) {
        self.status = status
        self.headers = headers
        self.flow = flow
    }

    /// The first value of a header; the name in any case.
    public func header(_ name: String) -> String? {
        let name = name.lowercased()
        return headers.first { $0.name == name }?.value
    }

    /// The bytes that have come since the last call, waiting for some; nil at the end of the body.
    ///
    /// - Throws: `TransferFailure` when the body was cut off, and of kind `cancelled` when the task was.
    public func next() async throws(TransferFailure) -> [UInt8]? {
        try await flow.next()
    }
}
