// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Shipping
import Values

/// Reads one item of a webhook.
struct WebhookItemReader {
    let shop: ShopID
    let envelope: WebhookEnvelope
    let proof: String
    let receivedAt: Timestamp

    /// Reads an item into an event, or says all that is wrong with it.
    func read(_ item: JSON, index: Int, pointer: String) -> WebhookItem {
        guard item.members != nil else {
            return rejected(
                item, index: index,
                [Problem(field: pointer, rule: "wrong-type", message: "expected an object, got \(item.kindName)")])
        }
        let tracking = [item["trackingData"], item["tracking"]].compactMap { $0 }.first { $0.members != nil }
        var problems = [Problem]()
        let courier = courier(item, tracking, pointer: pointer, problems: &problems)
        let number = trackingNumber(item, tracking, pointer: pointer, problems: &problems)
        let stage = stage(item, tracking, pointer: pointer, problems: &problems)
        guard let courier, let number, let stage else { return rejected(item, index: index, problems) }
        var scrubbing = ScrubbingMemory()
        let snapshot = (tracking ?? (item["progresses"] == nil ? nil : item)).map {
            TrackingSnapshot(webhook: $0, stage: stage, scrubbing: &scrubbing)
        }
        let event = TrackingEvent(
            key: ShipmentKey(shop: shop, courier: courier, trackingNumber: number), kind: envelope.kind,
            sourceID: envelope.sourceID, clientID: item["clientId"]?.words.flatMap { Line(identifier: $0) },
            orderID: item["metadata"].flatMap(WebhookEnvelope.orderID) ?? envelope.orderID,
            previousStage: item["previousStatus"]?.words.map { Stage(code: $0) ?? .unknown }, stage: stage,
            hasChanged: item["hasChanged"]?.truth,
            snapshot: snapshot, sentAt: envelope.sentAt, receivedAt: receivedAt, proof: proof,
            body: WebhookRedaction.bytes(of: item, scrubbing: scrubbing))
        return .event(event)
    }

    private func rejected(_ item: JSON, index: Int, _ problems: [Problem]) -> WebhookItem {
        .rejected(RejectedItem(index: index, problems: Problems(problems), raw: WebhookRedaction.bytes(of: item)))
    }

    private func courier(
        _ item: JSON, _ tracking: JSON?, pointer: String, problems: inout [Problem]
    ) -> CourierCode? {
        let field = pointer + "/courierCode"
        guard let value = item["courierCode"] ?? tracking?["courierCode"] else {
            problems.append(Problem(field: field, rule: "missing", message: "the courier's code is missing"))
            return nil
        }
        guard let text = value.words else {
            problems.append(wrongType(field, value))
            return nil
        }
        do {
            return try CourierCode(text)
        } catch {
            problems.append(Problem(field: field, rule: "invalid", message: error.reason))
            return nil
        }
    }

    private func trackingNumber(
        _ item: JSON, _ tracking: JSON?, pointer: String, problems: inout [Problem]
    ) -> TrackingNumber? {
        let field = pointer + "/trackingNumber"
        guard let value = item["trackingNumber"] ?? tracking?["trackingNumber"] else {
            problems.append(Problem(field: field, rule: "missing", message: "the tracking number is missing"))
            return nil
        }
        guard let text = value.words else {
            if case .number = value {
                problems.append(
                    Problem(
                        field: field, rule: "inexact", message: "the number is too long to be exact as a JSON number",
                        wayOut: "Send it as a string."))
            } else {
                problems.append(wrongType(field, value))
            }
            return nil
        }
        do {
            return try TrackingNumber(text)
        } catch {
            problems.append(Problem(field: field, rule: "invalid", message: error.reason))
            return nil
        }
    }

    /// The stage the item speaks of; a word that nobody knows is `unknown`, and still an event.
    private func stage(_ item: JSON, _ tracking: JSON?, pointer: String, problems: inout [Problem]) -> Stage? {
        let current = item["currentStatus"]?.words
        let overall = (tracking ?? item)["deliveryStatus"]?.words
        if let stage = current.flatMap({ Stage(code: $0) }) ?? overall.flatMap({ Stage(code: $0) }) { return stage }
        if current != nil || overall != nil { return .unknown }
        if (item["isDelivered"] ?? tracking?["isDelivered"])?.truth == true { return .delivered }
        let field = pointer + "/currentStatus"
        if let error = item["error"] {
            let text = error.words ?? error["message"]?.words ?? error["code"]?.words ?? "no reason given"
            let said = DriverScrubber.scrub(text, maxBytes: 300).text.text
            problems.append(
                Problem(
                    field: pointer + "/error", rule: "source-error", message: "the source could not look it up: " + said
                )
            )
        } else if let value = item["currentStatus"] {
            problems.append(wrongType(field, value))
        } else {
            problems.append(Problem(field: field, rule: "missing", message: "the current status is missing"))
        }
        return nil
    }

    private func wrongType(_ field: String, _ value: JSON) -> Problem {
        Problem(field: field, rule: "wrong-type", message: "expected a string, got \(value.kindName)")
    }
}
