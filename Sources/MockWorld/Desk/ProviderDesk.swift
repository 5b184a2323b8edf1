// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
package import Hummingbird
import NIOCore
import Values
package import Web

/// Where a provider's API is answered: it reads the call, lets faults strike before and after, and writes the answer.
package struct ProviderDesk: Sendable {
    private let bench: Bench
    private let provider: String
    private let channel: MessageChannel
    private let bodyLimit: Int
    private let refusal: @Sendable (FaultReply) -> ProviderAnswer

    /// Makes a desk.
    ///
    /// - Parameters:
    ///   - bench: What all providers share.
    ///   - provider: The name of the API in faults and in the inbox.
    ///   - channel: What its messages come by.
    ///   - bodyLimit: The most bytes of a request.
    ///   - refusal: A fault's reply in the shape this provider gives to its errors.
    package init(
        bench: Bench, provider: String, channel: MessageChannel, bodyLimit: Int = 4 << 20,
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
            space: Space.of(request), bench: bench, provider: provider, channel: channel)
        do {
            let answer = try await handle(call)
            return try await send(answer, call.end(), context)
        } catch let struck as FaultStruck {
            return try await send(ProviderAnswer(status: 200), struck.decision, context)
        }
    }

    /// The truth, or what the fault makes of it.
    private func send(_ answer: ProviderAnswer, _ decision: FaultDecision, _ context: WebContext) async throws
        -> Response
    {
        if decision.delay > .zero, decision.action == nil { try await ContinuousClock().sleep(for: decision.delay) }
        var answer = answer
        if case .reply(let reply)? = decision.action { answer = refusal(reply) }
        var headers = HTTPFields()
        for field in answer.headers {
            guard let name = HTTPField.Name(field.name) else { continue }
            headers.append(HTTPField(name: name, value: field.value))
        }
        return Response(
            status: HTTPResponse.Status(code: answer.status), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
    }
}

extension Space {
    /// The space a request is for: the field `X-Parcelpost-Space`, else `?space=`.
    package static func of(_ request: Request) -> String {
        let field = HTTPField.Name("X-Parcelpost-Space").flatMap { request.headers[$0] }
        return name(field ?? request.uri.queryParameters["space"].map(String.init) ?? "")
    }
}
