// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

package import Values

/// The description of the mock's own API (OpenAPI 3.1), made from the list of its operations.
///
/// What providers answer is theirs to describe and is not in it.
package enum OpenAPI {
    /// The document that `GET /openapi.json` answers.
    package static let document: JSON = [
        "openapi": "3.1.0",
        "info": [
            "title": "Parcelpost mock", "version": "1.0.0",
            "summary": "Everything that was sent, as tests and people see it.",
            "description":
                "One inbox for mail, alimtalk, SMS and push, with waiting, groups, faults, a clock, spaces, journeys and a ledger. Errors are application/problem+json and name every problem at once.",
            "license": ["name": "Apache-2.0", "identifier": "Apache-2.0"],
        ],
        "servers": [["url": "/"]], "tags": .array(tags), "paths": paths,
        "components": ["schemas": OpenAPISchemas.all, "parameters": .object(OpenAPIParameters.shared)],
    ]

    /// All operations.
    static let operations: [APIOperation] =
        inboxOperations + eventOperations + controlOperations + trackingOperations + providerOperations

    private static let tags: [JSON] = [
        tag("Inbox", "What was sent."), tag("Events", "What happens, told at once."),
        tag("Clock", "The mock's time, which tests move."), tag("Faults", "What goes wrong on purpose."),
        tag("Spaces", "Keeps parallel tests apart."), tag("Ledger", "What was sent, arrived, came twice, is missing."),
        tag("Tracking", "Parcels that move."), tag("Providers", "What only testers may set at a provider."),
        tag("About", "The mock itself."),
    ]

    private static func tag(_ name: String, _ description: String) -> JSON {
        ["name": .string(name), "description": .string(description)]
    }

    private static let paths: JSON = {
        var paths: [JSON.Member] = []
        var order: [String] = []
        for operation in operations where !order.contains(operation.path) { order.append(operation.path) }
        for path in order {
            let members = operations.filter { $0.path == path }.map { JSON.Member($0.method, $0.json) }
            paths.append(.init(path, .object(members)))
        }
        return .object(paths)
    }()
}
