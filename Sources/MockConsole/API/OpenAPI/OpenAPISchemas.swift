// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Values

/// What the API's bodies look like.
enum OpenAPISchemas {
    private static let channels = APISchema.choice(MessageChannel.allCases.map(\.rawValue))
    private static let link = APISchema.object(("text", APISchema.string), ("href", APISchema.string))
    private static let pair = APISchema.object(("name", APISchema.string), ("value", APISchema.string))

    static let all: JSON = [
        "Message": message, "MessageDetail": detail, "Event": event, "Problem": problem, "Hook": hook, "Stats": stats,
        "Messages": APISchema.object(("messages", APISchema.array(APISchema.ref("Message")))),
        "MessagePage": APISchema.object(
            ("messages", APISchema.array(APISchema.ref("Message"))), ("nextCursor", APISchema.optionalString)),
        "Deleted": APISchema.object(("deleted", APISchema.integer)),
        "WaitProblem": [
            "allOf": [
                APISchema.ref("Problem"),
                APISchema.object(
                    ("messages", APISchema.array(APISchema.ref("Message"))),
                    ("others", APISchema.array(APISchema.ref("Message")))),
            ]
        ],
    ]

    private static let message = APISchema.object(
        ("id", APISchema.string), ("channel", channels), ("provider", APISchema.string), ("kind", APISchema.string),
        ("space", APISchema.string), ("from", APISchema.string), ("fromName", APISchema.string),
        ("to", APISchema.array(APISchema.string)), ("subject", APISchema.string), ("text", APISchema.optionalString),
        ("template", APISchema.optionalString), ("textBytes", ["type": ["integer", "null"]]),
        ("image", APISchema.optionalString),
        (
            "buttons",
            APISchema.array(
                APISchema.object(("name", APISchema.string), ("type", APISchema.string), ("link", APISchema.string)))
        ), ("facts", APISchema.array(pair)), ("receivedAt", ["type": "string", "format": "date-time"]),
        ("messageId", APISchema.optionalString), ("size", APISchema.integer), ("attachments", APISchema.integer),
        ("hasHtml", APISchema.boolean), ("copy", APISchema.integer), ("copies", APISchema.integer),
        ("refused", APISchema.optionalString), ("findings", APISchema.array([:])),
        ("tags", APISchema.array(APISchema.string)), ("event", APISchema.optionalString),
        ("numbers", APISchema.array(APISchema.string)), ("events", APISchema.array(APISchema.ref("Event"))))

    private static let detail: JSON = [
        "allOf": [
            APISchema.ref("Message"),
            APISchema.object(
                ("html", APISchema.optionalString), ("links", APISchema.array(APISchema.string)),
                ("anchors", APISchema.array(link)), ("unsubscribe", ["type": ["object", "null"]]),
                ("headers", APISchema.array(pair)), ("parts", APISchema.array(part)),
                ("envelope", APISchema.anyObject), ("notes", APISchema.array(APISchema.string)),
                ("transcript", APISchema.anyObject), ("rawHref", APISchema.string)),
        ]
    ]

    private static let part = APISchema.object(
        ("part", APISchema.string), ("contentType", APISchema.string), ("charset", APISchema.optionalString),
        ("fileName", APISchema.optionalString), ("disposition", APISchema.optionalString),
        ("contentId", APISchema.optionalString), ("isAttachment", APISchema.boolean), ("size", APISchema.integer),
        ("sha256", APISchema.string), ("text", APISchema.optionalString), ("href", APISchema.string))

    private static let event = APISchema.object(
        ("at", ["type": "string", "format": "date-time"]), ("kind", APISchema.string), ("text", APISchema.string),
        ("verdict", APISchema.choice(["good", "bad", "neutral"])))

    private static let problem = APISchema.object(
        ("type", APISchema.string), ("title", APISchema.string), ("status", APISchema.integer),
        ("detail", APISchema.string), ("requestId?", APISchema.string),
        ("problems?", APISchema.array(APISchema.anyObject)))

    private static let hook = APISchema.object(
        ("id", APISchema.string), ("url", APISchema.string), ("query", APISchema.string),
        ("space", APISchema.optionalString), ("channel", APISchema.optionalString), ("after", APISchema.optionalString),
        ("delivered", APISchema.integer), ("attempts", APISchema.integer), ("lastResult", APISchema.optionalString),
        ("nextAttemptAt", APISchema.optionalString), ("secret?", APISchema.string))

    private static let stats = APISchema.object(
        ("messages", APISchema.integer), ("bytes", APISchema.integer), ("dropped", APISchema.integer),
        ("filed", APISchema.integer), ("refused", APISchema.integer), ("copies", APISchema.integer),
        ("channels", APISchema.anyObject), ("spaces", APISchema.anyObject), ("file", ["type": ["object", "null"]]))
}
