// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// The port to the code that carries one channel's messages: SMTP, NHN, FCM, ...
///
/// A transport holds no queue of its own and forgets a message when it has reported its outcome.
public protocol Transport: Sendable {
    /// The channel it serves.
    var channel: DeliveryChannel { get }
    /// Its name in traces (`smtp: smtp.gmail.com`).
    var name: String { get }
    /// How many messages it can have under way at once.
    var concurrency: Int { get }

    /// Sends one message and tells what became of it; it never throws, since every failure is an outcome.
    ///
    /// Cancelling the calling task must not lose the outcome of a message that is already on the wire.
    func send(_ message: ChannelMessage) async -> Outcome
}
