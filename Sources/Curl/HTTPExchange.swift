// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import CCurl
import Values

/// One HTTP request under way.
final class HTTPExchange: LoopMember {
    let job: HTTPJob
    let ticket: LoopTicket

    private unowned let pool: HTTPPool
    private unowned let engine: LoopEngine
    private var list: UnsafeMutablePointer<curl_slist>?
    private var headers: [(name: String, value: String)] = []
    private var headerBytes = 0
    private var body: [UInt8] = []
    private var isTooLarge = false

    private static let maxHeaderBytes = 65_536

    init(easy: EasyHandle, job: HTTPJob, ticket: LoopTicket, pool: HTTPPool, engine: LoopEngine) {
        self.job = job
        self.ticket = ticket
        self.pool = pool
        self.engine = engine
        super.init(easy: easy)
        configure()
    }

    private func configure() {
        let request = job.request
        curl_easy_reset(easy.pointer)
        easy.prepare(owner: opaque, protocols: "http,https", caFile: request.caFile, verifiesPeer: true)
        easy.set(CURLOPT_URL, request.url)
        easy.set(CURLOPT_FOLLOWLOCATION, 0)
        if job.flow == nil {
            easy.set(CURLOPT_TIMEOUT_MS, request.timeout.curlMilliseconds)
        } else {
            // A stream has no end to wait for; a machine that is gone without a word is found out by the network.
            easy.set(CURLOPT_TCP_KEEPIDLE, 15)
            easy.set(CURLOPT_TCP_KEEPINTVL, 5)
        }
        easy.set(CURLOPT_CONNECTTIMEOUT_MS, request.connectTimeout.curlMilliseconds)
        easy.set(
            CURLOPT_HTTP_VERSION,
            request.offersHTTP2 ? Int(CURL_HTTP_VERSION_2TLS) : Int(CURL_HTTP_VERSION_1_1))
        setMethod(request)
        setHeaders(request)
        easy.set(
            CURLOPT_WRITEFUNCTION,
            callback: { bytes, size, count, context in
                guard let bytes, let context else { return 0 }
                let exchange = Unmanaged<HTTPExchange>.fromOpaque(context).takeUnretainedValue()
                return exchange.take(UnsafeRawBufferPointer(start: bytes, count: size * count))
            })
        easy.set(CURLOPT_WRITEDATA, pointer: opaque)
        easy.set(
            CURLOPT_HEADERFUNCTION,
            callback: { bytes, size, count, context in
                guard let bytes, let context else { return 0 }
                let exchange = Unmanaged<HTTPExchange>.fromOpaque(context).takeUnretainedValue()
                return exchange.takeHeader(UnsafeRawBufferPointer(start: bytes, count: size * count))
            })
        easy.set(CURLOPT_HEADERDATA, pointer: opaque)
    }

    private func setMethod(_ request: HTTPTransfer) {
        if let body = request.body {
            easy.set(CURLOPT_POST, 1)
            easy.set(CURLOPT_POSTFIELDSIZE_LARGE, size: body.count)
            // An empty array may hand a null pointer over, which would mean "read the body from a callback".
            (body.isEmpty ? [0] : body).withUnsafeBytes {
                easy.set(CURLOPT_COPYPOSTFIELDS, pointer: $0.baseAddress)
            }
            if request.method != "POST" { easy.set(CURLOPT_CUSTOMREQUEST, request.method) }
        } else if request.method == "HEAD" {
            easy.set(CURLOPT_NOBODY, 1)
        } else if request.method != "GET" {
            easy.set(CURLOPT_CUSTOMREQUEST, request.method)
        }
    }

    private func setHeaders(_ request: HTTPTransfer) {
        // libcurl would wait for "100 Continue", and would call any body a form.
        var lines = ["Expect:"]
        if !request.headers.contains(where: { $0.name.lowercased() == "content-type" }) {
            lines.append("Content-Type:")
        }
        for header in request.headers {
            // In libcurl's list "Name:" removes a header and "Name;" sends an empty one.
            lines.append(header.value.isEmpty ? header.name + ";" : header.name + ": " + header.value)
        }
        for line in lines { list = curl_slist_append(list, line) ?? list }
        easy.set(CURLOPT_HTTPHEADER, list: list)
    }

    private func take(_ bytes: UnsafeRawBufferPointer) -> Int {
        // A paused transfer keeps the bytes and hands them over again.
        if let flow = job.flow { return flow.offer(bytes) ? bytes.count : Int(CURL_WRITEFUNC_PAUSE) }
        guard body.count + bytes.count <= job.request.maxResponseBytes else {
            isTooLarge = true
            return 0
        }
        body.append(contentsOf: bytes)
        return bytes.count
    }

    private func takeHeader(_ bytes: UnsafeRawBufferPointer) -> Int {
        headerBytes += bytes.count
        guard headerBytes <= HTTPExchange.maxHeaderBytes else {
            isTooLarge = true
            return 0
        }
        if bytes.first == 0x0D || bytes.first == 0x0A, let flow = job.flow {
            let status = easy.long(CURLINFO_RESPONSE_CODE)
            if status >= 200 { flow.begin(status: status, headers: headers) }
            return bytes.count
        }
        let line = String(decoding: bytes, as: UTF8.self)
        if line.hasPrefix("HTTP/") {
            // A new status line: what came before was an interim answer.
            headers = []
        } else if let colon = line.firstIndex(of: ":") {
            let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            headers.append(
                (line[..<colon].lowercased(), String(value.prefix { $0 != "\r" && $0 != "\n" && $0 != "\r\n" })))
        }
        return bytes.count
    }

    override func completed(_ code: CURLcode) {
        let status = easy.long(CURLINFO_RESPONSE_CODE)
        let wasSent = easy.long(CURLINFO_REQUEST_SIZE) > 0
        let words = code == CURLE_OK ? "" : easy.words(code)
        release(isWorking: false)
        if code == CURLE_OK {
            engine.answer(job, .success(HTTPAnswer(status: status, headers: headers, body: body)))
        } else if isTooLarge {
            engine.answer(job, .failure(.of(.responseTooLarge).mayHaveArrived(true)))
        } else {
            engine.answer(job, .failure(TransferFailure(code: code, detail: words, mayHaveArrived: wasSent)))
        }
    }

    /// Goes on with a body that stood still.
    func resume() {
        if curl_easy_pause(easy.pointer, 0) != CURLE_OK { abort(.other) }
    }

    /// Ends the request now.
    func abort(_ kind: TransferFailure.Kind) {
        let wasSent = easy.long(CURLINFO_REQUEST_SIZE) > 0
        release(isWorking: true)
        engine.answer(job, .failure(.of(kind).mayHaveArrived(wasSent)))
    }

    private func release(isWorking: Bool) {
        engine.remove(self, isWorking: isWorking)
        curl_easy_reset(easy.pointer)
        curl_slist_free_all(list)
        list = nil
        pool.ended(self)
    }
}
