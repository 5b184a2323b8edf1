// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import CCurl

/// The inside of the loop's thread: owns the multi handle and everything that is under way.
final class LoopEngine {
    let limits: CurlLimits
    /// Where received bytes land before they are looked at.
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 32_768, alignment: 16)
    /// The present moment, read once a turn.
    private(set) var now = MonotonicTime.now
    /// Connections to mail servers, in any state.
    var connectionCount = 0

    private let inbox: LoopInbox
    private let multi: UnsafeMutableRawPointer?
    private var lanes: [SMTPRelay: MailLane] = [:]
    private let requests: HTTPPool
    /// How many handles libcurl works on.
    private var working = 0
    private var stopAt: UInt64?
    private var isStopping: Bool { stopAt != nil }

    init(inbox: LoopInbox, limits: CurlLimits) {
        self.inbox = inbox
        self.limits = limits
        self.multi = curl_multi_init()
        self.requests = HTTPPool(limits: limits)
        // Beyond this libcurl closes what it takes for idle; connections to mail servers are counted by the lanes.
        _ = parcelpost_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, limits.connections * 2)
    }

    deinit {
        curl_multi_cleanup(multi)
        buffer.deallocate()
    }

    /// Runs until it was asked to stop and nothing is left.
    func run() {
        while true {
            now = MonotonicTime.now
            accept(inbox.take())
            turn()
            if isStopping, isEmpty { return }
            wait()
        }
    }

    /// Hands a handle to libcurl.
    func add(_ member: LoopMember) -> Bool {
        guard curl_multi_add_handle(multi, member.easy.pointer) == CURLM_OK else { return false }
        working += 1
        return true
    }

    /// Takes a handle back, which closes a CONNECT_ONLY connection at once and without a word.
    func remove(_ member: LoopMember, isWorking: Bool) {
        curl_multi_remove_handle(multi, member.easy.pointer)
        if isWorking { working -= 1 }
    }

    /// Answers a mail's caller.
    func answer(_ job: MailJob, _ result: SMTPResult) {
        inbox.release()
        job.answer(result)
    }

    /// Answers a request's caller.
    func answer(_ job: HTTPJob, _ result: Result<HTTPAnswer, TransferFailure>) {
        inbox.release()
        job.answer(result)
    }

    private var isEmpty: Bool { lanes.values.allSatisfy(\.isEmpty) && requests.isEmpty }

    private func accept(_ contents: LoopInbox.Contents) {
        for job in contents.jobs {
            if job.ticket.isCancelled {
                inbox.release()
                job.refuse(TransferFailure.of(.cancelled))
                continue
            }
            switch job.work {
            case .mail(let mail): lane(of: mail.transfer.relay).append(mail, ticket: job.ticket)
            case .request(let request): requests.append(request, ticket: job.ticket)
            }
        }
        if contents.hasCancellations {
            for lane in lanes.values { lane.withdrawCancelled() }
            requests.withdrawCancelled(in: self)
        }
        if contents.hasRoom { requests.resume(in: self) }
        if let grace = contents.stop {
            stopAt = min(stopAt ?? .max, MonotonicTime.after(grace, from: now))
            for lane in lanes.values { lane.stop() }
            requests.stop(in: self)
        }
    }

    private func lane(of relay: SMTPRelay) -> MailLane {
        if let lane = lanes[relay] { return lane }
        let lane = MailLane(relay: relay, engine: self)
        lanes[relay] = lane
        return lane
    }

    /// Starts what can start and lets libcurl work until nothing new has started.
    private func turn() {
        repeat {
            for lane in lanes.values { lane.pump() }
            requests.pump(in: self)
            guard working > 0 else { return }
            var running: Int32 = 0
            curl_multi_perform(multi, &running)
        } while reap()
    }

    /// Takes finished handles from libcurl; tells whether there were any.
    private func reap() -> Bool {
        var left: Int32 = 0
        var found = false
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else { continue }
            let code = parcelpost_curl_result(message)
            var owner: UnsafeMutablePointer<CChar>?
            _ = parcelpost_curl_get_pointer(easy, &owner)
            guard let owner else { continue }
            found = true
            working -= 1
            Unmanaged<LoopMember>.fromOpaque(owner).takeUnretainedValue().completed(code)
        }
        return found
    }

    /// Waits for sockets, callers and deadlines, and serves the sockets.
    private func wait() {
        var watched: [curl_waitfd] = [curl_waitfd(fd: inbox.descriptor, events: Int16(CURL_WAIT_POLLIN), revents: 0)]
        var connections: [SMTPConnection] = []
        var wakeAt = stopAt ?? .max
        for lane in lanes.values {
            wakeAt = min(wakeAt, lane.wakeAt)
            for connection in lane.connections {
                wakeAt = min(wakeAt, connection.deadline)
                guard let events = connection.events else { continue }
                watched.append(curl_waitfd(fd: connection.socket, events: events, revents: 0))
                connections.append(connection)
            }
        }
        now = MonotonicTime.now
        let span = wakeAt > now ? min((wakeAt - now) / 1_000_000 + 1, 60_000) : 0
        curl_multi_poll(multi, &watched, UInt32(watched.count), Int32(span), nil)
        now = MonotonicTime.now
        if watched[0].revents != 0 { inbox.drain() }
        for (index, connection) in connections.enumerated() where watched[index + 1].revents != 0 {
            connection.ready()
        }
        if now >= wakeAt { expire() }
    }

    private func expire() {
        for lane in lanes.values { lane.expire() }
        lanes = lanes.filter { !$0.value.isEmpty }
        guard let stopAt, now >= stopAt else { return }
        for lane in lanes.values { lane.abort() }
        requests.abort(in: self)
    }
}
