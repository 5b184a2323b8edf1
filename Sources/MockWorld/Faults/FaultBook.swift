// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The faults that are in force, and what they have done so far.
package final class FaultBook: Sendable {
    /// Makes one without faults.
    package init() {}

    /// Whether nothing can go wrong for now, so that nobody needs to ask.
    package var isEmpty: Bool { true }

    /// Decides what happens at this moment; counts it, and draws chance from the rule's seed.
    package func decide(_ moment: FaultMoment) -> FaultDecision {
        FaultDecision()
    }
}
