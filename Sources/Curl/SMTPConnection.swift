// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import CCurl
import Values

/// One connection to a mail server.
///
/// libcurl sets it up to the end of the login (CONNECT_ONLY) and then carries bytes; what the bytes say is decided by
/// `SMTPGreeting` and `SMTPTransaction`.
final class SMTPConnection: LoopMember {
    private enum State {
        case connecting, idle, busy, quitting, closed
    }

    /// When `expire` is due.
    private(set) var deadline: UInt64
    private(set) var socket: Int32 = -1

    private let relay: SMTPRelay
    private unowned let lane: MailLane
    private unowned let engine: LoopEngine
    private var state = State.connecting
    /// Whether libcurl still works on the handle.
    private var isWorking = false
    private var greeting = SMTPGreeting()
    private var reader = SMTPReplyReader()
    private var isGarbled = false
    private var job: MailJob?
    private var transaction: SMTPTransaction?
    private var needsReset = false
    private var carried = 0
    private var output: [UInt8] = []
    private var outputOffset = 0
    private var isSendingMessage = false
    private var messageDeadline = UInt64.max

    /// How long the answer to QUIT is waited for.
    private static let farewell = Duration.seconds(2)

    /// Starts connecting; nil when libcurl cannot.
    init?(relay: SMTPRelay, lane: MailLane, engine: LoopEngine) {
        guard let easy = EasyHandle() else { return nil }
        self.relay = relay
        self.lane = lane
        self.engine = engine
        // libcurl keeps the connect timeout; this one is only in case it does not.
        self.deadline = MonotonicTime.after(relay.timeouts.connect + .seconds(5), from: engine.now)
        super.init(easy: easy)
        configure()
        guard engine.add(self) else { return nil }
        isWorking = true
        engine.connectionCount += 1
    }

    var isIdle: Bool { state == .idle }
    var isConnecting: Bool { state == .connecting }
    var isQuitting: Bool { state == .quitting }

    /// What to watch the socket for; nil while libcurl watches it.
    var events: Int16? {
        switch state {
        case .connecting, .closed: nil
        default: Int16(CURL_WAIT_POLLIN) | (outputOffset < output.count ? Int16(CURL_WAIT_POLLOUT) : 0)
        }
    }

    private func configure() {
        easy.prepare(
            owner: opaque, protocols: "smtp,smtps", caFile: relay.caFile, verifiesPeer: relay.verifiesPeer)
        easy.set(CURLOPT_CONNECT_ONLY, 1)
        easy.set(CURLOPT_URL, relay.url)
        easy.set(CURLOPT_CONNECTTIMEOUT_MS, relay.timeouts.connect.curlMilliseconds)
        switch relay.security {
        case .startTLS: easy.set(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue))
        case .startTLSIfOffered: easy.set(CURLOPT_USE_SSL, Int(CURLUSESSL_TRY.rawValue))
        case .implicitTLS, .plain: easy.set(CURLOPT_USE_SSL, Int(CURLUSESSL_NONE.rawValue))
        }
        if let login = relay.login {
            easy.set(CURLOPT_USERNAME, login.username)
            if let password = login.password { easy.set(CURLOPT_PASSWORD, password.reveal()) }
            if let bearer = login.bearer { easy.set(CURLOPT_XOAUTH2_BEARER, bearer.reveal()) }
            easy.set(CURLOPT_LOGIN_OPTIONS, login.options)
            easy.set(CURLOPT_SASL_IR, 1)
        }
        easy.set(
            CURLOPT_HEADERFUNCTION,
            callback: { bytes, size, count, context in
                guard let bytes, let context else { return 0 }
                let connection = Unmanaged<SMTPConnection>.fromOpaque(context).takeUnretainedValue()
                connection.heard(UnsafeRawBufferPointer(start: bytes, count: size * count))
                return size * count
            })
        easy.set(CURLOPT_HEADERDATA, pointer: opaque)
    }

    /// A line of the server's before the login's end.
    private func heard(_ line: UnsafeRawBufferPointer) {
        var replies: [(SMTPReply, [String])] = []
        do throws(SMTPReplyReader.Violation) {
            try reader.read(line) { replies.append(($0, [])) }
        } catch {
            isGarbled = true
        }
        // libcurl hands over one line at a time, so one call completes one reply at most.
        for (reply, _) in replies { greeting.receive(reply, lines: reader.lastLines) }
    }

    /// The connection stands, or could not be set up.
    override func completed(_ code: CURLcode) {
        isWorking = false
        guard state == .connecting else { return }
        socket = easy.socket
        if code == CURLE_OK, socket >= 0 {
            guard relay.login == nil || !greeting.capabilities.loginMechanisms.isEmpty else {
                // libcurl skips the login when none is offered; what follows would be refused, or sent unauthenticated.
                return connectFailed(.failed(.of(.login)), at: .login)
            }
            becomeIdle()
            // Reading once ties the connection to this handle, so that libcurl's housekeeping leaves it alone.
            readReplies()
            return
        }
        let failure = TransferFailure(code: code, detail: easy.words(code))
        // A certificate that fails is no refusal, although the server's 220 to STARTTLS came before it.
        if let refusal = greeting.refusal, ![.certificate, .certificateFile, .tls].contains(failure.kind) {
            connectFailed(.refused(refusal), at: greeting.stage)
        } else if isGarbled {
            connectFailed(.failed(.of(.protocolViolation)), at: greeting.stage)
        } else {
            connectFailed(.failed(failure), at: greeting.stage)
        }
    }

    private func connectFailed(_ verdict: SMTPResult.Verdict, at stage: SMTPStage) {
        close()
        lane.connectionFailed(verdict, at: stage)
    }

    private func becomeIdle() {
        state = .idle
        transaction = nil
        job = nil
        deadline = MonotonicTime.after(relay.timeouts.idle, from: engine.now)
        if carried >= relay.maxMessagesPerConnection || !lane.keepsConnections { quit() }
    }

    /// Begins a mail; the connection must be idle.
    func begin(_ job: MailJob) {
        let commands: SMTPCommands
        do throws(TransferFailure) {
            commands = try SMTPCommands(job, capabilities: greeting.capabilities)
        } catch {
            return engine.answer(job, SMTPResult(.failed(error), stage: .sender))
        }
        var transaction = SMTPTransaction(
            sender: commands.sender, recipient: commands.recipient,
            isPipelined: greeting.capabilities.offersPipelining, needsReset: needsReset)
        let bytes = transaction.begin()
        self.job = job
        self.transaction = transaction
        state = .busy
        carried += 1
        send(bytes)
    }

    /// The socket is ready.
    func ready() {
        guard state != .closed, state != .connecting else { return }
        if outputOffset < output.count { flush() }
        if state != .closed { readReplies() }
    }

    /// The deadline has passed.
    func expire() {
        switch state {
        case .connecting: connectFailed(.failed(.of(.timeout)), at: greeting.stage)
        case .idle: quit()
        case .busy: fail(.of(.timeout))
        case .quitting: close()
        case .closed: break
        }
    }

    /// Lets go of the connection unless a mail is under way.
    func retire() {
        switch state {
        case .connecting: close()
        case .idle: quit()
        case .busy, .quitting, .closed: break
        }
    }

    /// Ends the connection now, whatever is under way.
    func abort() {
        if state == .busy { fail(.of(.shuttingDown)) } else { close() }
    }

    /// Closes the connection without a word.
    func close() {
        guard state != .closed else { return }
        engine.remove(self, isWorking: isWorking)
        state = .closed
        engine.connectionCount -= 1
        lane.closed(self)
    }

    private func quit() {
        state = .quitting
        deadline = MonotonicTime.after(SMTPConnection.farewell, from: engine.now)
        send(Array("QUIT\r\n".utf8))
    }
}

// MARK: Bytes

extension SMTPConnection {
    private func send(_ bytes: [UInt8]) {
        output = bytes
        outputOffset = 0
        if state == .busy { deadline = MonotonicTime.after(relay.timeouts.command, from: engine.now) }
        flush()
    }

    private func flush() {
        while outputOffset < output.count {
            var sent = 0
            let code = output.withUnsafeBytes {
                curl_easy_send(easy.pointer, $0.baseAddress?.advanced(by: outputOffset), $0.count - outputOffset, &sent)
            }
            if code == CURLE_AGAIN { return }
            guard code == CURLE_OK else {
                // The server may have said why before it closed.
                readReplies()
                if state != .closed { lost(code) }
                return
            }
            outputOffset += sent
            if state == .busy {
                deadline = min(messageDeadline, MonotonicTime.after(relay.timeouts.command, from: engine.now))
            }
        }
        output = []
        outputOffset = 0
        guard isSendingMessage else { return }
        isSendingMessage = false
        messageDeadline = .max
        transaction?.messageSent()
        deadline = MonotonicTime.after(relay.timeouts.ending, from: engine.now)
    }

    private func readReplies() {
        let buffer = engine.buffer
        while state != .closed {
            var count = 0
            let code = curl_easy_recv(easy.pointer, buffer.baseAddress, buffer.count, &count)
            if code == CURLE_AGAIN { return }
            guard code == CURLE_OK, count > 0 else { return lost(code == CURLE_OK ? CURLE_GOT_NOTHING : code) }
            var replies: [SMTPReply] = []
            do throws(SMTPReplyReader.Violation) {
                try reader.read(buffer[..<count]) { replies.append($0) }
            } catch {
                isGarbled = true
            }
            for reply in replies where state != .closed { receive(reply) }
            if isGarbled, state != .closed { return lost(CURLE_WEIRD_SERVER_REPLY) }
            // TLS may hold more that the socket does not show; plain sockets are watched again.
            if count < buffer.count, relay.security == .plain { return }
        }
    }

    private func receive(_ reply: SMTPReply) {
        guard state == .busy, transaction != nil else {
            // The answer to QUIT, or a server that ends an idle connection.
            return close()
        }
        deadline = min(messageDeadline, MonotonicTime.after(relay.timeouts.command, from: engine.now))
        switch transaction?.receive(reply) {
        case .send(let bytes): send(bytes)
        case .sendMessage:
            isSendingMessage = true
            messageDeadline = MonotonicTime.after(relay.timeouts.message, from: engine.now)
            send(job?.message.bytes ?? [])
        case .finished: finish()
        case .wait, nil: break
        }
    }

    /// The connection is gone.
    private func lost(_ code: CURLcode) {
        guard state == .busy else { return close() }
        fail(TransferFailure(code: code, detail: easy.words(code)))
    }
}

// MARK: Ends

extension SMTPConnection {
    private func finish() {
        guard let transaction, let job else { return close() }
        if let accepted = transaction.accepted {
            needsReset = false
            becomeIdle()
            return engine.answer(job, SMTPResult(.accepted(accepted), stage: .ending))
        }
        guard let (reply, stage) = transaction.refusal else { return fail(.of(.protocolViolation)) }
        if reply.code == 421, isStale(transaction, job) { return restart(job) }
        needsReset = transaction.needsReset
        if transaction.isConnectionUsable { becomeIdle() } else { close() }
        engine.answer(job, SMTPResult(.refused(reply), stage: stage))
    }

    /// Ends the mail under way and the connection with it.
    private func fail(_ failure: TransferFailure) {
        guard let transaction, let job else { return close() }
        if failure.kind == .disconnected, isStale(transaction, job) { return restart(job) }
        close()
        if transaction.stage == .ending {
            // Sent whole, never answered: the server may have taken it (RFC 1047).
            engine.answer(job, SMTPResult(.unknown(failure.mayHaveArrived(true)), stage: .ending))
        } else if let (reply, stage) = transaction.refusal {
            engine.answer(job, SMTPResult(.refused(reply), stage: stage))
        } else {
            engine.answer(job, SMTPResult(.failed(failure), stage: transaction.stage))
        }
    }

    /// Whether the server had left this connection before the mail began: then it deserves another one.
    private func isStale(_ transaction: SMTPTransaction, _ job: MailJob) -> Bool {
        carried > 1 && !transaction.hasBegun && !job.isRestarted && lane.keepsConnections
    }

    private func restart(_ job: MailJob) {
        close()
        lane.restart(job)
    }
}
