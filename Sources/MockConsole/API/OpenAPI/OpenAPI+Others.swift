// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

extension OpenAPI {
    private static let wrong = (400, "Something in the request is wrong; `problems` names all of it.")
    private static let object = APISchema.anyObject

    private static let gone = (404, "It is not there.")
    private static let scenario = APISchema.object(
        ("scenario?", APISchema.string), ("name?", APISchema.string), ("seed?", APISchema.integer),
        ("space?", APISchema.string), ("rules?", APISchema.array(object)))

    /// Clock, faults, spaces, ledger.
    static let controlOperations: [APIOperation] = [
        APIOperation("get", "/api/clock", "Clock", "What the clock shows, what is still to come, and who follows it.")
            .with("space").answers(200, "The clock.", object).refuses(wrong),
        APIOperation(
            "post", "/api/clock", "Clock", "Moves the clock forward; `settle` waits until all that is due is done."
        )
        .sends(
            APISchema.object(
                ("advance?", APISchema.span("9h")), ("to?", APISchema.string), ("settle?", APISchema.boolean),
                ("timeout?", APISchema.span("60s")))
        ).answers(200, "The clock.", object).refuses(wrong, (504, "Somebody was not idle in time.")),
        APIOperation("get", "/api/clock/follow", "Clock", "Server-sent events for a gateway that follows the clock.")
            .query("name", APISchema.string, "The follower's name.")
            .answers(200, "The moves.", APISchema.string, type: "text/event-stream").refuses(wrong),
        APIOperation("post", "/api/clock/ack", "Clock", "A follower says that it has moved and is idle.")
            .sends(
                APISchema.object(
                    ("follower", APISchema.string), ("sequence", APISchema.integer), ("now?", APISchema.string),
                    ("next?", APISchema.string))
            ).answers(200, "It is known.", object).refuses(wrong, gone),
        APIOperation("get", "/api/faults", "Faults", "The faults that are on, and how often each has struck.")
            .with("space").answers(200, "The faults.", object),
        APIOperation("put", "/api/faults", "Faults", "Sets the faults, in place of those there are.").with("space")
            .sends(scenario).answers(200, "The faults.", object).refuses(wrong),
        APIOperation("post", "/api/faults", "Faults", "Adds faults.").with("space")
            .sends(scenario).answers(201, "The faults.", object).refuses(wrong),
        APIOperation("delete", "/api/faults", "Faults", "Takes faults away.").with("space")
            .query("name", APISchema.string, "Only the faults of this name.")
            .answers(200, "The faults that are left.", object).refuses(wrong),
        APIOperation("get", "/api/scenarios", "Faults", "The scenarios that can be played by name.")
            .answers(200, "The scenarios.", object),
        APIOperation("get", "/api/spaces", "Spaces", "The spaces with what they hold.")
            .answers(200, "The spaces.", object).refuses(wrong),
        APIOperation("delete", "/api/spaces/{space}", "Spaces", "Forgets all that a space holds.")
            .answers(200, "What was forgotten.", object).refuses(wrong),
        APIOperation("get", "/api/ledger", "Ledger", "What a gateway sent beside what arrived.").with("space")
            .query("gateway", APISchema.string, "The gateway's URL.")
            .query("key", APISchema.string, "Its API key; better in the field X-Parcelpost-Gateway-Key.")
            .query("after", APISchema.integer, "Only what the journal has behind this place.")
            .query("format", APISchema.choice(["json", "junit"]), "JSON, or JUnit XML for a CI's report.")
            .answers(200, "The ledger.", object).refuses(wrong),
    ]

    /// Journeys and what a courier says.
    static let trackingOperations: [APIOperation] = [
        APIOperation("post", "/api/journeys", "Tracking", "Plays parcels' journeys to a gateway.")
            .sends(object).answers(200, "What was sent.", object)
            .answers(202, "It is being played; see its path.", object).refuses(wrong),
        APIOperation("get", "/api/journeys", "Tracking", "The journeys that were begun.").with("space")
            .answers(200, "The journeys.", APISchema.object(("journeys", APISchema.array(object)))).refuses(wrong),
        APIOperation("get", "/api/journeys/{id}", "Tracking", "A journey and what it has sent.")
            .query("sent", APISchema.integer, "The most of its posts to answer.")
            .answers(200, "The journey.", object).refuses(wrong, gone),
        APIOperation("delete", "/api/journeys/{id}", "Tracking", "Ends a journey.")
            .answers(200, "It was ended.", object).refuses(gone),
        APIOperation(
            "get", "/api/webhooks/deliveries", "Tracking", "What the mock posted to subscribers, with the answers."
        )
        .with("space", "limit")
        .query("status", APISchema.string, "Only those that stand so.")
        .query("source", APISchema.string, "Only those of this journey or subscription.")
        .answers(200, "The posts.", object).refuses(wrong),
        APIOperation("put", "/api/tracking/parcels", "Tracking", "Says what a courier knows of a parcel.").with("space")
            .sends(
                APISchema.object(
                    ("courierCode", APISchema.string), ("trackingNumber", APISchema.string),
                    ("upTo", APISchema.string), ("trouble?", APISchema.string), ("beginsAfter?", APISchema.string))
            ).answers(200, "The parcel.", object).refuses(wrong),
        APIOperation("put", "/api/tracking/failures", "Tracking", "Lets lookups of a courier fail.").with("space")
            .sends(
                APISchema.object(
                    ("courierCode", APISchema.string), ("trackingNumber?", APISchema.string),
                    ("lookUps", APISchema.integer))
            ).answers(200, "The failures.", object).refuses(wrong),
    ]

    /// What testers set at a provider.
    static let providerOperations: [APIOperation] = [
        APIOperation("get", "/api/nhn/templates", "Providers", "The alimtalk templates.").with("space")
            .answers(200, "The templates.", APISchema.object(("templates", APISchema.array(object)))),
        APIOperation("put", "/api/nhn/templates/{code}", "Providers", "Sets a template and its state.").with("space")
            .sends(
                APISchema.object(
                    ("status?", APISchema.string), ("name?", APISchema.string), ("content?", APISchema.string),
                    ("comment?", APISchema.string), ("senderKey?", APISchema.string), ("button?", object))
            ).answers(200, "The template.", object).refuses(wrong),
        APIOperation("get", "/api/nhn/webhook", "Providers", "Where results are posted.").with("space")
            .answers(200, "The webhook.", object),
        APIOperation("put", "/api/nhn/webhook", "Providers", "Says where results are posted.").with("space")
            .sends(APISchema.object(("url", APISchema.string), ("signature?", APISchema.string)))
            .answers(200, "The webhook.", object).refuses(wrong),
        APIOperation("delete", "/api/nhn/webhook", "Providers", "Posts results nowhere.").with("space")
            .answers(200, "It is gone.", object),
        APIOperation("post", "/api/webpush/subscriptions", "Providers", "Makes a browser's push subscription.")
            .with("space").sends(object).answers(201, "The subscription.", object).refuses(wrong),
        APIOperation("get", "/api/webpush/subscriptions", "Providers", "The push subscriptions.").with("space")
            .answers(200, "The subscriptions.", object),
        APIOperation("get", "/api/webpush/subscriptions/{id}", "Providers", "A push subscription.")
            .answers(200, "The subscription.", object).refuses(gone),
        APIOperation("delete", "/api/webpush/subscriptions/{id}", "Providers", "Ends a push subscription.")
            .answers(200, "It was ended.", object).refuses(gone),
        APIOperation(
            "get", "/api/fcm/service-account.json", "Providers", "A service account that FCM's clients accept."
        )
        .answers(200, "The account's file.", object),
        APIOperation("get", "/api/apns/key.json", "Providers", "A signing key for APNs.")
            .answers(200, "The key.", object),
        APIOperation("get", "/api/ca.pem", "About", "The certificate to trust for the mock's TLS ports.")
            .answers(200, "The certificate.", APISchema.string, type: "application/x-pem-file")
            .refuses((404, "TLS is off.")),
    ]
}
