// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// The bounds of a gateway's memory and patience (promise 5).
public struct Limits: Hashable, Sendable {
    /// Deliveries held in memory, leased and ready to send.
    public var deliveriesInMemory: Int
    /// Webhook requests that wait for their commit.
    public var requestsWaiting: Int
    /// Webhook requests under way to the store at once.
    public var requestsUnderWay: Int
    /// How long a webhook request may wait before it is told to come again (SEMANTICS E2).
    public var patience: Duration
    /// Results that wait to be written down.
    public var resultsWaiting: Int
    /// How long a stopping gateway goes on sending what it holds.
    public var farewell: Duration

    /// Makes limits; the defaults suit a 2-core machine.
    public init(
        deliveriesInMemory: Int = 1_000, requestsWaiting: Int = 8_192, requestsUnderWay: Int = 1_024,
        patience: Duration = .milliseconds(2_500), resultsWaiting: Int = 4_000, farewell: Duration = .seconds(20)
    ) {
        self.deliveriesInMemory = deliveriesInMemory
        self.requestsWaiting = requestsWaiting
        self.requestsUnderWay = requestsUnderWay
        self.patience = patience
        self.resultsWaiting = resultsWaiting
        self.farewell = farewell
    }
}
