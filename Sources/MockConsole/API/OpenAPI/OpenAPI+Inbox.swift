// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

extension OpenAPI {
    private static let missing = (404, "There is no message of this id.")
    private static let wrong = (400, "Something in the request is wrong; `problems` names all of it.")

    /// The inbox itself.
    static let inboxOperations: [APIOperation] = [
        APIOperation("get", "/api/messages", "Inbox", "Lists and searches messages, newest first.")
            .with("query", "channel", "space", "refused", "after", "limit", "cursor")
            .answers(200, "A page of messages.", APISchema.ref("MessagePage")).refuses(wrong),
        APIOperation("delete", "/api/messages", "Inbox", "Deletes the messages that fit; all without a filter.")
            .with("query", "channel", "space", "refused", "after")
            .answers(200, "How many there were.", APISchema.ref("Deleted")).refuses(wrong),
        APIOperation("get", "/api/messages/latest", "Inbox", "The newest message that fits, with all its parts.")
            .with("query", "channel", "space", "refused", "after", "timeout")
            .answers(200, "The message.", APISchema.ref("MessageDetail")).refuses(wrong, (404, "No message fits.")),
        APIOperation("get", "/api/messages/{id}", "Inbox", "A message with all its parts, links and headers.")
            .answers(200, "The message.", APISchema.ref("MessageDetail")).refuses(missing),
        APIOperation("delete", "/api/messages/{id}", "Inbox", "Deletes a message.")
            .answers(200, "It was deleted.", APISchema.ref("Deleted")).refuses(missing),
        APIOperation("put", "/api/messages/{id}/tags", "Inbox", "Puts other tags on a message.")
            .sends(APISchema.object(("tags", APISchema.array(APISchema.string))))
            .answers(200, "The message.", APISchema.ref("Message")).refuses(wrong, missing),
        APIOperation(
            "get", "/api/messages/{id}/related", "Inbox", "All messages of the same event, oldest first.",
            "Those of its space that name the same event (X-Parcelpost-Event); else those that have a number in common that may be a tracking number, and came within 30 minutes."
        ).with("limit")
            .answers(
                200, "The messages, this one among them.",
                APISchema.object(
                    ("event", APISchema.optionalString), ("numbers", APISchema.array(APISchema.string)),
                    ("messages", APISchema.array(APISchema.ref("Message"))))
            ).refuses(missing),
        APIOperation("get", "/api/messages/{id}/raw", "Inbox", "The bytes as they came over the wire.")
            .answers(200, "A mail, or the body of a provider's request.", APISchema.string, type: "message/rfc822")
            .refuses(missing),
        APIOperation("get", "/api/messages/{id}/transcript", "Inbox", "The dialogue by which it came, with times.")
            .answers(200, "The dialogue.", APISchema.anyObject).refuses(missing),
        APIOperation(
            "get", "/api/messages/{id}/html", "Inbox", "The mail's HTML with a policy that lets it do nothing."
        )
        .answers(200, "The HTML.", APISchema.string, type: "text/html").refuses(missing),
        APIOperation("get", "/api/messages/{id}/parts/{part}", "Inbox", "A part's content, by its number (`1`, `2.1`).")
            .answers(200, "The bytes.", APISchema.string, type: "application/octet-stream").refuses(missing),
        APIOperation(
            "get", "/api/wait", "Inbox", "Answers the moment the messages are there.",
            "`exactly` waits for so many and then `quiet` long for one too many; `exactly=0` watches the whole time that nothing comes."
        ).with("query", "channel", "space", "refused", "after", "timeout", "limit")
            .query("count", APISchema.integer, "How many at least; 1 when left out.")
            .query("atLeast", APISchema.integer, "Another word for `count`.")
            .query("exactly", APISchema.integer, "Exactly how many.")
            .query("quiet", APISchema.span("500ms"), "How long to watch for one too many.")
            .answers(200, "The messages, newest first.", APISchema.ref("Messages")).refuses(wrong)
            .answers(
                408, "They were not there in time; what was.", APISchema.ref("WaitProblem"),
                type: "application/problem+json"
            )
            .answers(409, "There were too many.", APISchema.ref("WaitProblem"), type: "application/problem+json"),
        APIOperation("get", "/api/dump", "Inbox", "All that fits as one file, oldest first.")
            .with("query", "channel", "space", "refused", "after")
            .query(
                "format", APISchema.choice(["ndjson", "mbox"]),
                "A line of JSON for each message with its bytes, or the mails as a mailbox file."
            )
            .answers(200, "The file.", APISchema.string, type: "application/x-ndjson").refuses(wrong),
        APIOperation("get", "/api/stats", "Inbox", "How much there is.")
            .answers(200, "Counts.", APISchema.ref("Stats")).refuses(wrong),
        APIOperation("get", "/openapi.json", "About", "This description.")
            .answers(200, "OpenAPI 3.1.", APISchema.anyObject),
    ]

    /// What tells of messages as they come.
    static let eventOperations: [APIOperation] = [
        APIOperation(
            "get", "/api/events", "Events", "Server-sent events: `message`, `changed`, `deleted`.",
            "With `Last-Event-ID` a reader goes on where it stopped and misses nothing."
        )
        .with("query", "channel", "space", "refused", "after")
        .query("data", APISchema.choice(["summary", "id"]), "What the data of an event holds.")
        .answers(200, "The events.", APISchema.string, type: "text/event-stream")
        .refuses(wrong, (403, "A page of another site asked.")),
        APIOperation("get", "/api/hooks", "Events", "Lists the hooks.")
            .answers(200, "The hooks.", APISchema.object(("hooks", APISchema.array(APISchema.ref("Hook"))))),
        APIOperation(
            "put", "/api/hooks", "Events", "Posts each message that comes to a program.",
            "Posts are signed as Standard Webhooks 1.0 says, come in order, and are repeated until they are answered with 2xx."
        ).sends(
            APISchema.object(
                ("url", APISchema.string), ("query?", APISchema.string), ("space?", APISchema.string),
                ("channel?", APISchema.string), ("secret?", APISchema.string), ("id?", APISchema.string),
                ("fromStart?", APISchema.boolean))
        ).answers(200, "The hook; with its secret when that was made here.", APISchema.ref("Hook"))
            .refuses(wrong, (409, "There are too many hooks.")),
        APIOperation("delete", "/api/hooks/{id}", "Events", "Takes a hook away.")
            .answers(200, "It was there.", APISchema.ref("Deleted")).refuses((404, "There is no such hook.")),
    ]
}
