// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Something a caller waits for.
struct LoopJob: Sendable {
    /// What it is.
    enum Work: Sendable {
        case mail(MailJob)
        case request(HTTPJob)
    }

    let ticket: LoopTicket
    let work: Work

    /// Answers that nothing was done.
    func refuse(_ failure: TransferFailure) {
        switch work {
        case .mail(let job): job.answer(SMTPResult(.failed(failure), stage: .waiting))
        case .request(let job): job.answer(.failure(failure))
        }
    }
}

/// A mail and who waits for it.
struct MailJob: Sendable {
    let transfer: SMTPTransfer
    let message: WireMessage
    /// Whether it was begun before, on a connection that turned out to be dead.
    var isRestarted = false
    let answer: @Sendable (SMTPResult) -> Void

    init(transfer: SMTPTransfer, message: WireMessage, answer: @escaping @Sendable (SMTPResult) -> Void) {
        self.transfer = transfer
        self.message = message
        self.answer = answer
    }
}

/// A request and who waits for it.
struct HTTPJob: Sendable {
    let request: HTTPTransfer
    let origin: String
    /// Where the body goes piece by piece; nil collects it.
    var flow: StreamFlow?
    let answer: @Sendable (Result<HTTPAnswer, TransferFailure>) -> Void
}

/// A caller's hold on its job.
final class LoopTicket: Sendable {
    private let flag = Atomic(false)

    /// Whether the caller gave up.
    var isCancelled: Bool { flag.load(ordering: .acquiring) }

    /// Gives up.
    func cancel() { flag.store(true, ordering: .releasing) }
}
