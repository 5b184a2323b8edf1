// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Synchronization
public import Values

/// libcurl on one thread of its own, offered as async calls.
///
/// The thread owns every libcurl handle and never shares one; callers hand transfers in through a bounded inbox and an
/// eventfd. Nothing in it waits for one server while others could go on: libcurl's own SMTP upload would (it blocks its
/// thread for the answer to the final dot and to QUIT), so libcurl resolves, connects, sets TLS up and logs in, and the
/// mail transaction after that is ours (`SMTPTransaction`), over `curl_easy_send` and `curl_easy_recv`.
public final class CurlLoop: Sendable {
    private let inbox: LoopInbox
    private let thread: LoopThread

    /// Starts the thread.
    ///
    /// - Throws: `ValueError` when the system has no thread or descriptor left, or libcurl lacks what is needed.
    public init(limits: CurlLimits = CurlLimits()) throws(ValueError) {
        try CurlLibrary.prepare()
        let inbox = try LoopInbox(maxTransfers: limits.transfers)
        self.inbox = inbox
        self.thread = try LoopThread(name: "curl") {
            LoopEngine(inbox: inbox, limits: limits).run()
            inbox.end()
        }
    }

    deinit {
        inbox.stop(grace: .zero)
        thread.join()
    }

    /// How many transfers wait or are under way.
    public var load: Int { inbox.load }

    /// Sends a mail and tells what became of it.
    ///
    /// Cancelling the calling task withdraws a mail that still waits; one that is under way runs to its end, so that its
    /// fate is known.
    public func perform(_ transfer: SMTPTransfer) async -> SMTPResult {
        let message: WireMessage
        do {
            message = try WireMessage(transfer.message)
        } catch {
            return SMTPResult(.failed(error), stage: .waiting)
        }
        return await run { ticket, continuation in
            LoopJob(
                ticket: ticket,
                work: .mail(MailJob(transfer: transfer, message: message) { continuation.resume(returning: $0) }))
        }
    }

    /// Sends a request and returns the answer, whatever its status.
    ///
    /// Cancelling the calling task ends the request.
    ///
    /// - Throws: `TransferFailure` when no whole answer came.
    public func perform(_ request: HTTPTransfer) async throws(TransferFailure) -> HTTPAnswer {
        let origin = try request.checkedOrigin()
        let result: Result<HTTPAnswer, TransferFailure> = await run { ticket, continuation in
            LoopJob(
                ticket: ticket,
                work: .request(HTTPJob(request: request, origin: origin) { continuation.resume(returning: $0) }))
        }
        return try result.get()
    }

    /// Sends a request and reads the answer's body while it comes; `timeout` and `maxResponseBytes` do not count.
    ///
    /// The server is not read faster than the closure takes: at most 64 KiB wait. The request ends with the closure, and
    /// when the calling task is cancelled.
    ///
    /// - Throws: `TransferFailure` when no answer began, and what the closure throws.
    public func stream<Result>(
        _ request: HTTPTransfer, _ body: (HTTPStream) async throws -> Result
    ) async throws -> Result {
        let origin = try request.checkedOrigin()
        let ticket = LoopTicket()
        let flow = StreamFlow { [inbox] in inbox.noteRoom() }
        let cancel: @Sendable () -> Void = { [inbox] in
            ticket.cancel()
            inbox.noteCancellation()
        }
        defer { cancel() }
        return try await withTaskCancellationHandler {
            let job = HTTPJob(request: request, origin: origin, flow: flow) { flow.end($0) }
            if let refusal = inbox.submit(LoopJob(ticket: ticket, work: .request(job))) {
                throw TransferFailure.of(refusal)
            }
            let head = try await flow.head()
            return try await body(HTTPStream(status: head.status, headers: head.headers, flow: flow))
        } onCancel: {
            cancel()
        }
    }

    /// Ends the loop: what waits is refused, what is under way may finish for a while, then the thread ends.
    ///
    /// - Parameter grace: How long to let transfers that are under way finish; a mail cut off after its final dot comes
    ///   back as `unknown`, any other as `failed`.
    public func shutdown(grace: Duration = .seconds(30)) async {
        inbox.stop(grace: grace)
        await inbox.waitForEnd()
        thread.join()
    }

    private func run<Answer: Sendable>(
        _ job: (LoopTicket, CheckedContinuation<Answer, Never>) -> LoopJob
    ) async -> Answer {
        let ticket = LoopTicket()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let job = job(ticket, continuation)
                if let refusal = inbox.submit(job) { job.refuse(TransferFailure.of(refusal)) }
            }
        } onCancel: {
            ticket.cancel()
            inbox.noteCancellation()
        }
    }
}
