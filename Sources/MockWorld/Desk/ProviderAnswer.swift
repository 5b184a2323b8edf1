// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

package import Values

/// What a provider's API answers.
package struct ProviderAnswer: Sendable {
    /// The HTTP status.
    package var status: Int
    /// The header's fields, `Content-Type` among them.
    package var headers: [(name: String, value: String)]
    /// The body.
    package var body: [UInt8]

    /// Makes an answer.
    package init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// JSON.
    package static func json(
        _ json: JSON, status: Int = 200, headers: [(name: String, value: String)] = []
    ) -> ProviderAnswer {
        ProviderAnswer(
            status: status, headers: [("Content-Type", "application/json;charset=UTF-8")] + headers, body: json.bytes)
    }
}
