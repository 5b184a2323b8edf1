// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import MockWorld
import Settings
import Values
import Web

/// The faults' API (docs/mock-faults.md).
struct FaultRoutes: Sendable {
    private let bench: Bench
    private let scenarios: FaultScenarios

    init(bench: Bench, folder: String?) {
        self.bench = bench
        self.scenarios = FaultScenarios(folder: folder, texts: bench.faults.texts)
    }

    func add(to router: Router<WebContext>) {
        router.get("/api/faults") { request, _ in
            let space = try Self.space(request)
            return JSONResponse(bench.faults.json(space: space))
        }
        router.put("/api/faults") { request, _ in try await replace(request) }
        router.post("/api/faults") { request, _ in try await add(request) }
        router.delete("/api/faults") { request, _ in try remove(request) }
        router.get("/api/scenarios") { _, _ in
            JSONResponse([
                "scenarios": .array(
                    scenarios.list.map { ["name": .string($0.name), "about": .string($0.about)] })
            ])
        }
    }

    /// The space the rules are for; none for all spaces.
    private static func space(_ request: Request) throws -> String {
        var query = QueryReader(request)
        _ = query.text("space")
        try query.finish(others: "name")
        return Space.of(request)
    }

    private func replace(_ request: Request) async throws -> JSONResponse {
        let space = try Self.space(request)
        let change = try await read(request, as: .set)
        let scenario = try change.scenario.map { try load($0) }
        if let rules = scenario?.rules ?? change.rules {
            bench.faults.replace(rules, scenario: scenario?.name, space: space)
        }
        if let magic = change.magic ?? scenario?.magic { bench.faults.setMagic(magic, space: space) }
        return JSONResponse(bench.faults.json(space: space))
    }

    private func add(_ request: Request) async throws -> JSONResponse {
        let space = try Self.space(request)
        let change = try await read(request, as: .one)
        let scenario = try change.scenario.map { try load($0) }
        do {
            try bench.faults.add(scenario?.rules ?? change.rules ?? [], space: space)
        } catch {
            throw ProblemDetails(.conflict, rule: "rule-exists", detail: error.reason)
        }
        if let magic = scenario?.magic { bench.faults.setMagic(magic, space: space) }
        return JSONResponse(bench.faults.json(space: space), status: .created)
    }

    private func remove(_ request: Request) throws -> JSONResponse {
        let space = try Self.space(request)
        var query = QueryReader(request)
        if let name = query.text("name") {
            guard bench.faults.remove(rule: name, space: space) else {
                throw ProblemDetails.notFound("There is no rule of this name here; GET /api/faults lists them.")
            }
        } else {
            bench.faults.remove(space: space)
        }
        return JSONResponse(bench.faults.json(space: space))
    }

    private func load(_ name: String) throws -> FaultScenario {
        do throws(Problems) {
            return try scenarios.load(name)
        } catch {
            throw ProblemDetails(
                .badRequest, rule: "bad-scenario",
                detail: "The scenario cannot be played. GET /api/scenarios lists those that are there.",
                problems: error.list)
        }
    }

    /// JSON or YAML, so that a scenario file can be sent as it is; whatever curl says it is.
    private func read(_ request: Request, as form: FaultChange.Form) async throws -> FaultChange {
        try FaultChange(body: try await request.bytes(), form, texts: bench.faults.texts)
    }
}
