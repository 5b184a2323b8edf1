// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Cryptography
import Foundation
import Notices
import Storage
import TestSupport
import Testing

/// The stores that are held to the suite.
enum StoreKind: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case sqlite
    case memory

    var testDescription: String { rawValue }

    /// Makes an empty store, runs the test and leaves nothing behind.
    func run(
        randomBytes: @escaping @Sendable (Int) -> [UInt8] = RandomBytes.make,
        _ body: (any Store) async throws -> Void
    ) async throws {
        switch self {
        case .memory: try await body(MemoryStore(randomBytes: randomBytes))
        case .sqlite:
            try await withTemporaryFolder { folder in
                let store = try SQLiteStore(path: folder.path + "/store.db", randomBytes: randomBytes)
                try await body(store)
                try store.close()
            }
        }
    }
}
