// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// One operation of the mock's API, as its description tells it.
struct APIOperation: Sendable {
    /// The method, lower case.
    let method: String
    /// The path with its parameters in braces.
    let path: String
    private let tag: String
    private let summary: String
    private var description: String?
    private var parameters: [JSON] = []
    private var body: JSON?
    private var answers: [JSON.Member] = []

    init(_ method: String, _ path: String, _ tag: String, _ summary: String, _ description: String? = nil) {
        self.method = method
        self.path = path
        self.tag = tag
        self.summary = summary
        self.description = description
        var rest = path[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            let name = String(rest[rest.index(after: open)..<close])
            parameters.append([
                "name": .string(name), "in": "path", "required": true, "schema": ["type": "string"],
            ])
            rest = rest[rest.index(after: close)...]
        }
    }

    /// Adds parameters that several operations have, by name.
    func with(_ names: String...) -> APIOperation {
        var copy = self
        copy.parameters += names.map { ["$ref": .string("#/components/parameters/" + $0)] }
        return copy
    }

    /// Adds a parameter of the query.
    func query(_ name: String, _ type: JSON, _ description: String) -> APIOperation {
        var copy = self
        copy.parameters.append(OpenAPIParameters.query(name, type, description))
        return copy
    }

    /// Says what is sent.
    func sends(_ schema: JSON, type: String = "application/json") -> APIOperation {
        var copy = self
        copy.body = ["required": true, "content": .object([.init(type, ["schema": schema])])]
        return copy
    }

    /// Says what is answered.
    func answers(
        _ status: Int, _ description: String, _ schema: JSON? = nil, type: String = "application/json"
    ) -> APIOperation {
        var copy = self
        var answer: [JSON.Member] = [.init("description", .string(description))]
        if let schema { answer.append(.init("content", .object([.init(type, ["schema": schema])]))) }
        copy.answers.append(.init(String(status), .object(answer)))
        return copy
    }

    /// Says what is answered when it is refused.
    func refuses(_ statuses: (Int, String)...) -> APIOperation {
        statuses.reduce(self) {
            $0.answers($1.0, $1.1, APISchema.ref("Problem"), type: "application/problem+json")
        }
    }

    var json: JSON {
        var members: [JSON.Member] = [
            .init("operationId", .string(identity)), .init("tags", [.string(tag)]), .init("summary", .string(summary)),
        ]
        if let description { members.append(.init("description", .string(description))) }
        if !parameters.isEmpty { members.append(.init("parameters", .array(parameters))) }
        if let body { members.append(.init("requestBody", body)) }
        members.append(.init("responses", .object(answers)))
        return .object(members)
    }

    /// `putApiMessagesTags`: the method and the path's words.
    private var identity: String {
        let words = path.split { !$0.isLetter && !$0.isNumber }
        return method + words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}

/// Pieces of JSON Schema.
enum APISchema {
    static let string: JSON = ["type": "string"]
    static let optionalString: JSON = ["type": ["string", "null"]]
    static let integer: JSON = ["type": "integer"]
    static let boolean: JSON = ["type": "boolean"]
    static let anyObject: JSON = ["type": "object", "additionalProperties": true]

    static func ref(_ name: String) -> JSON { ["$ref": .string("#/components/schemas/" + name)] }
    static func array(_ items: JSON) -> JSON { ["type": "array", "items": items] }
    static func choice(_ words: [String]) -> JSON { ["type": "string", "enum": .array(words.map { .string($0) })] }
    static func span(_ example: String) -> JSON { ["type": "string", "examples": [.string(example)]] }

    /// An object; a name that ends in `?` need not be there.
    static func object(_ properties: (String, JSON)...) -> JSON {
        let names = properties.map { $0.0 }
        let required = names.filter { !$0.hasSuffix("?") }
        var members: [JSON.Member] = [
            .init("type", "object"),
            .init(
                "properties",
                .object(properties.map { .init($0.0.hasSuffix("?") ? String($0.0.dropLast()) : $0.0, $0.1) })),
        ]
        if !required.isEmpty { members.append(.init("required", .array(required.map { .string($0) }))) }
        return .object(members)
    }
}

/// Parameters that several operations have.
enum OpenAPIParameters {
    static func query(_ name: String, _ schema: JSON, _ description: String) -> JSON {
        ["name": .string(name), "in": "query", "description": .string(description), "schema": schema]
    }

    static let shared: [JSON.Member] = [
        .init(
            "query",
            query(
                "query", APISchema.string,
                "Words that must all be there: `배송 to:hong -tag:old is:refused`. Places: to:, from:, subject:, text:, id:; facts: channel:, provider:, template:, tag:, event:, has:, is:."
            )),
        .init(
            "channel",
            query("channel", APISchema.choice(["email", "alimtalk", "sms", "push", "memo"]), "What it came by.")),
        .init("space", query("space", APISchema.string, "The space; all when it is left out.")),
        .init(
            "refused",
            query(
                "refused", APISchema.choice(["exclude", "include", "only"]), "Whether messages that were refused count."
            )),
        .init("after", query("after", APISchema.string, "Only those that came after the message of this id.")),
        .init("limit", query("limit", ["type": "integer", "minimum": 1], "The most to answer.")),
        .init("cursor", query("cursor", APISchema.string, "`nextCursor` of the page before.")),
        .init(
            "timeout",
            query("timeout", APISchema.span("10s"), "How long to wait at most: 10s, 500ms, 2m; at most 300s.")),
    ]
}
