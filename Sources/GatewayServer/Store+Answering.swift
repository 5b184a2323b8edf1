// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices
import Web

extension Store {
    /// Asks the store on behalf of a request: a failure is the moment's, not the caller's (promise 5).
    ///
    /// - Throws: `ProblemDetails` 503 when the store could not do it.
    func answering<Answer: Sendable>(_ question: () async throws -> Answer) async throws -> Answer {
        do {
            return try await question()
        } catch is StoreFailure {
            throw ProblemDetails.unavailable(
                retryAfter: .seconds(5), "The store cannot do this now; nothing was changed. Try again.")
        }
    }
}
