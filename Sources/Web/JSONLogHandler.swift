// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Glibc
public import Logging
public import Values

/// Logs one JSON object a line: `time`, `level`, `logger`, `message`, and the metadata with dotted keys.
///
/// Values that mask themselves (addresses, phone numbers, secrets) are printed by their own description (DESIGN
/// promise 7).
public struct JSONLogHandler: LogHandler {
    /// The least level logged.
    public var logLevel: Logger.Level
    /// What every line carries.
    public var metadata: Logger.Metadata = [:]
    /// What lines carry by their task.
    public var metadataProvider: Logger.MetadataProvider?
    private let label: String
    private let clock: any WallClock
    private let write: @Sendable ([UInt8]) -> Void

    /// Makes a handler.
    ///
    /// - Parameters:
    ///   - label: The logger's name.
    ///   - level: The least level logged.
    ///   - clock: Whose time the lines carry.
    ///   - write: Takes each line with its line break; standard error when left out.
    public init(
        label: String, level: Logger.Level = .info, clock: any WallClock = SystemWallClock(),
        write: @escaping @Sendable ([UInt8]) -> Void = JSONLogHandler.standardError
    ) {
        self.label = label
        self.logLevel = level
        self.clock = clock
        self.write = write
    }

    /// One value of what every line carries.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Logs one event.
    public func log(event: LogEvent) {
        var members: [JSON.Member] = [
            .init("time", .string(clock.now.rfc3339)), .init("level", .string(event.level.rawValue)),
            .init("logger", .string(label)), .init("message", .string("\(event.message)")),
        ]
        var fields = metadata
        if let provided = metadataProvider?.get() { fields.merge(provided) { $1 } }
        if let own = event.metadata { fields.merge(own) { $1 } }
        for (key, value) in fields.sorted(by: { $0.key < $1.key }) { Self.add(key, value, to: &members) }
        if let error = event.error {
            members.append(.init("error.type", .string("\(type(of: error))")))
            members.append(.init("error.message", .string("\(error)")))
        }
        var line = JSON.object(members).bytes
        line.append(0x0A)
        write(line)
    }

    private static let ownKeys: Set<String> = ["time", "level", "logger", "message"]

    private static func add(_ key: String, _ value: Logger.Metadata.Value, to members: inout [JSON.Member]) {
        if case .dictionary(let inner) = value {
            for (name, value) in inner.sorted(by: { $0.key < $1.key }) { add(key + "." + name, value, to: &members) }
        } else {
            members.append(.init(ownKeys.contains(key) ? "metadata." + key : key, json(value)))
        }
    }

    private static func json(_ value: Logger.Metadata.Value) -> JSON {
        switch value {
        case .string(let text): .string(text)
        case .stringConvertible(let number as Int): .integer(Int64(number))
        case .stringConvertible(let number as Int64): .integer(number)
        case .stringConvertible(let number as Double): .number(number)
        case .stringConvertible(let truth as Bool): .bool(truth)
        case .stringConvertible(let value): .string(value.description)
        case .array(let values): .array(values.map(json))
        case .dictionary(let inner):
            .object(inner.sorted { $0.key < $1.key }.map { JSON.Member($0.key, json($0.value)) })
        }
    }

    /// Writes a line to standard error in one call, so that lines of several threads do not mix in a pipe.
    public static func standardError(_ line: [UInt8]) {
        line.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = Glibc.write(STDERR_FILENO, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0 {
                    if errno == EINTR { continue }
                    return
                }
                rest = rest.dropFirst(count)
            }
        }
    }
}
