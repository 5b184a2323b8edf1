// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import Synchronization

/// The routes of a server, to tell a wrong method (405) from a wrong path (404), which the router does not.
final class RouteTable: Sendable {
    private struct Route: Sendable {
        let path: RouterPath
        let method: HTTPRequest.Method
    }

    // Filled once before the server runs, read only for answers that are 404 otherwise.
    private let routes = Mutex<[Route]>([])

    func fill(_ list: [(RouterPath, HTTPRequest.Method)]) {
        routes.withLock { $0 = list.map { Route(path: $0.0, method: $0.1) } }
    }

    /// The methods a path has, sorted; empty when nothing has this path.
    func methods(for path: String) -> [String] {
        let parts = path.split(separator: "/", omittingEmptySubsequences: true)
        return routes.withLock { routes in
            Set(routes.filter { Self.matches($0.path, parts) }.map(\.method.rawValue)).sorted()
        }
    }

    private static func matches(_ pattern: RouterPath, _ parts: [Substring]) -> Bool {
        var index = 0
        for element in pattern {
            if element == .recursiveWildcard { return true }
            guard index < parts.count, element ~= parts[index] else { return false }
            index += 1
        }
        return index == parts.count
    }
}
