// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
package import Hummingbird
import NIOCore
import ServiceLifecycle
import Values
package import Web

/// Where a provider's API is answered: it reads the call, lets faults strike before and after, and writes the answer.
package struct ProviderDesk: Sendable {
    private let bench: Bench
    private let provider: String
    private let channel: MessageChannel?
    private let bodyLimit: Int
    private let refusal: @Sendable (FaultReply) -> ProviderAnswer

    /// Makes a desk.
    ///
    /// - Parameters:
    ///   - bench: What all providers share.
    ///   - provider: The name of the API in faults and in the inbox.
    ///   - channel: What its messages come by; nil for an API that carries none.
    ///   - bodyLimit: The most bytes of a request.
    ///   - refusal: A fault's reply in the shape this provider gives to its errors.
    package init(
        bench: Bench, provider: String, channel: MessageChannel?, bodyLimit: Int = 4 << 20,
        refusal: @escaping @Sendable (FaultReply) -> ProviderAnswer
    ) {
        self.bench = bench
        self.provider = provider
        self.channel = channel
        self.bodyLimit = bodyLimit
        self.refusal = refusal
    }

    /// Answers one request.
    package func serve(
        _ request: Request, _ context: WebContext,
        _ handle: @Sendable (ProviderCall) async throws -> ProviderAnswer
    ) async throws -> Response {
        let call = ProviderCall(
            method: request.method.rawValue, path: request.uri.description,
            headers: request.headers.map { ($0.name.rawName, $0.value) },
            body: try await request.bytes(upTo: bodyLimit),
            space: Space.of(request), bench: bench, provider: provider, channel: channel,
            connection: context.connectionID)
        do {
            let answer = try await handle(call)
            let decision = call.end()
            try await Self.pause(decision.delay)
            return await send(answer, decision, context)
        } catch let struck as FaultStruck {
            // The delay is over already. What is cut in half or garbled is an error of the provider's own.
            let nothing = FaultReply(503, text: "Service Unavailable")
            return await send(refusal(nothing), struck.decision, context)
        }
    }

    /// Waits; a server that shuts down does not.
    static func pause(_ span: Duration) async throws {
        guard span > .zero else { return }
        try await cancelWhenGracefulShutdown { try await ContinuousClock().sleep(for: span) }
    }

    /// The truth, or what the fault makes of it.
    private func send(_ answer: ProviderAnswer, _ decision: FaultDecision, _ context: WebContext) async -> Response {
        var answer = answer
        switch decision.action {
        case .disconnect: await context.disconnect()
        case .reset: await context.disconnect(resetting: true)
        case .garbage: await context.disconnect(sending: Self.garbage)
        case .truncate: return Self.response(answer, ResponseBody.half(of: answer.body, context))
        case .reply(let reply): answer = refusal(reply)
        case nil, .bounce, .complaint, .result: break
        }
        guard let pace = decision.bytesPerSecond else {
            return Self.response(answer, ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
        }
        return Self.response(answer, ResponseBody.slow(answer.body, bytesPerSecond: pace))
    }

    /// What is no protocol: neither a status line, nor a frame of HTTP/2, nor a record of TLS.
    private static let garbage: [UInt8] = Array("\u{1}\u{2}\u{3}garbage\u{0}\r\n\r\n\u{7F}".utf8) + [0xFF, 0xFE, 0x80]

    private static func response(_ answer: ProviderAnswer, _ body: ResponseBody) -> Response {
        var headers = HTTPFields()
        for field in answer.headers {
            guard let name = HTTPField.Name(field.name) else { continue }
            headers.append(HTTPField(name: name, value: field.value))
        }
        return Response(status: HTTPResponse.Status(code: answer.status), headers: headers, body: body)
    }
}

extension ResponseBody {
    /// A body of which half is sent before the connection breaks; its length is told whole.
    fileprivate static func half(of body: [UInt8], _ context: WebContext) -> ResponseBody {
        ResponseBody(contentLength: body.count) { writer in
            try await writer.write(ByteBuffer(bytes: body.prefix(body.count / 2)))
            await context.disconnect()
        }
    }

    /// A body that comes in drops: ten a second, or one byte at a time where that is slower.
    fileprivate static func slow(_ body: [UInt8], bytesPerSecond: Int) -> ResponseBody {
        ResponseBody(contentLength: body.count) { writer in
            let drop = max(1, bytesPerSecond / 10)
            var rest = body[...]
            while !rest.isEmpty {
                let piece = rest.prefix(drop)
                rest = rest.dropFirst(drop)
                try await ProviderDesk.pause(.microseconds(Int64(piece.count) * 1_000_000 / Int64(bytesPerSecond)))
                try await writer.write(ByteBuffer(bytes: piece))
            }
            try await writer.finish(nil)
        }
    }
}

extension Space {
    /// The space a request is for: the field `X-Parcelpost-Space`, else `?space=`.
    package static func of(_ request: Request) -> String {
        let field = HTTPField.Name("X-Parcelpost-Space").flatMap { request.headers[$0] }
        return name(field ?? request.uri.queryParameters["space"].map(String.init) ?? "")
    }
}
