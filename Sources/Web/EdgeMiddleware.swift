// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import Logging

/// The outermost middleware: every answer leaves through it with security headers, every error as problem+json.
///
/// Hummingbird turns thrown errors into answers outside its middleware, so what only edits answers misses them; this one
/// catches them first.
struct EdgeMiddleware: RouterMiddleware {
    typealias Context = WebContext

    private let routes: RouteTable
    private let allowedHosts: AllowedHosts?
    // Made once: a field checks its value when it is made.
    private let fields: [HTTPField]

    init(_ configuration: WebServer.Configuration, routes: RouteTable) {
        self.routes = routes
        self.allowedHosts = configuration.allowedHosts
        self.fields = [
            HTTPField(name: .xContentTypeOptions, value: "nosniff"),
            HTTPField(name: .referrerPolicy, value: "no-referrer"),
            HTTPField(name: .contentSecurityPolicy, value: configuration.pagePolicy.text),
        ]
    }

    func handle(
        _ request: Request, context: WebContext, next: @concurrent (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        if let problem = allowedHosts?.problem(with: request) {
            response = problem.response(requestID: context.id)
        } else {
            do {
                response = try await next(request, context)
            } catch {
                response = try answer(to: error, request: request, context: context)
            }
        }
        for field in fields where !response.headers.contains(field.name) { response.headers.append(field) }
        return response
    }

    private func answer(to error: any Error, request: Request, context: WebContext) throws -> Response {
        if let error = error as? HTTPError, error.status == .notFound, context.endpointPath == "NotFound" {
            return notFound(request).response(requestID: context.id)
        }
        if let problem = ProblemDetails(answering: error) { return problem.response(requestID: context.id) }
        if let error = error as? any HTTPResponseError { return try error.response(from: request, context: context) }
        // The type's name only: a description may hold what the request held, and the path a token.
        context.logger.error(
            "request failed",
            metadata: [
                "error.type": "\(type(of: error))", "http.method": "\(request.method.rawValue)",
                "http.route": "\(context.route)",
            ])
        return ProblemDetails(
            .internalServerError, rule: "internal-error",
            detail: "Something failed on our side. Try again; the operator finds it in the log by the request's id."
        ).response(requestID: context.id)
    }

    private func notFound(_ request: Request) -> ProblemDetails {
        let methods = routes.methods(for: request.uri.path)
        guard !methods.isEmpty else {
            return ProblemDetails(.notFound, rule: "no-such-path", detail: "There is nothing at this path.")
        }
        let allowed = methods.joined(separator: ", ")
        return ProblemDetails(
            .methodNotAllowed, rule: "method-not-allowed", detail: "This path takes \(allowed).",
            headers: [.allow: allowed])
    }
}

extension HTTPField.Name {
    /// `Referrer-Policy`.
    static let referrerPolicy = HTTPField.Name(constant: "referrer-policy")
    /// `X-Request-Id`.
    static let requestID = HTTPField.Name(constant: "x-request-id")
}

extension HTTPField.Name {
    /// A name that is a constant of ours and therefore valid.
    fileprivate init(constant text: String) {
        self = HTTPField.Name(text) ?? .server
    }
}
