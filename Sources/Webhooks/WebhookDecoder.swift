// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Shipping
public import Values

/// Reads the bodies of tracking webhooks: `tracking.polled`, `tracking.completed` and the older `tracking.status_changed`.
///
/// It is tolerant, because nobody can ask the source to send it again: unknown members are ignored, missing ones are
/// missing, numbers may be strings and strings numbers, `trackingData` may be called `tracking`. What cannot be used is
/// rejected item by item, with every problem named (SEMANTICS E1). It is bounded: at most 1,000 items, of each the newest
/// 500 scans, texts cut. Nothing of a person but the driver of a scan leaves it: names and addresses of sender and receiver
/// are dropped, also from the bytes kept with the event.
public struct WebhookDecoder: Sendable {
    /// The most items a webhook may have; DeliveryAPI sends at most 50.
    public static let maxItems = 1_000
    /// The most scans kept of an item.
    public static let maxScans = 500

    /// Whose parcels the webhook speaks of.
    public let shop: ShopID

    /// Makes a decoder.
    ///
    /// - Parameter shop: The shop whose secret signed the webhook.
    public init(shop: ShopID) {
        self.shop = shop
    }

    /// Reads a body.
    ///
    /// - Parameters:
    ///   - body: The bytes as received; check their signature first.
    ///   - proof: How they were proven to be the source's (`SignatureScheme.proof`), for the trace.
    ///   - deliveryID: The source's id of this delivery from the headers, if it sent one.
    ///   - receivedAt: Now.
    /// - Throws: `Problems` when it is not JSON or has another shape; the answer is 400.
    public func decode(
        _ body: [UInt8], proof: String, deliveryID: String? = nil, receivedAt: Timestamp
    ) throws(Problems) -> DecodedWebhook {
        let root: JSON
        do {
            root = try JSON(parsing: body)
        } catch {
            throw Problems([
                Problem(field: "", rule: "not-json", message: error.description, wayOut: "Send UTF-8 JSON (RFC 8259).")
            ])
        }
        guard root.members != nil else {
            throw Problems([
                Problem(field: "", rule: "wrong-type", message: "expected an object, got \(root.kindName)")
            ])
        }
        guard let content = try WebhookContent.find(in: root) else { return .probe }
        guard let name = eventName(root) else {
            throw Problems([
                Problem(
                    field: "/event", rule: "missing", message: "the event's name is missing",
                    wayOut: "Send tracking.polled, tracking.completed or tracking.status_changed.")
            ])
        }
        guard let kind = TrackingEvent.Kind(rawValue: name.text.lowercased()) else { return .unknownEvent(name) }
        guard content.items.count <= WebhookDecoder.maxItems else {
            throw Problems([
                Problem(
                    field: content.pointer, rule: "too-many-items",
                    message: "\(content.items.count) items are more than \(WebhookDecoder.maxItems)",
                    wayOut: "Send them in several webhooks.")
            ])
        }
        let envelope = envelope(root, kind: kind, deliveryID: deliveryID, receivedAt: receivedAt)
        let reader = WebhookItemReader(shop: shop, envelope: envelope, proof: proof, receivedAt: receivedAt)
        let items = content.items.enumerated().map { index, item in
            reader.read(item, index: index, pointer: content.pointer(ofItem: index))
        }
        return .items(WebhookBatch(envelope: envelope, items: items))
    }

    /// The event's name; the oldest documents have an object there, with `type`.
    private func eventName(_ root: JSON) -> Line? {
        guard let name = root["event"]?.string ?? root["event"]?["type"]?.string ?? root["type"]?.string else {
            return nil
        }
        let line = Line(cleaning: name, maxBytes: 100)
        return line.isBlank ? nil : line
    }

    private func envelope(
        _ root: JSON, kind: TrackingEvent.Kind, deliveryID: String?, receivedAt: Timestamp
    ) -> WebhookEnvelope {
        let metadata = root["metadata"] ?? root["data"]?["metadata"]
        var sentAt = root["timestamp"].flatMap(WebhookTime.read) ?? receivedAt
        // Occurrences are dated by it when a scan has no time (SEMANTICS A3), so the future has no say here either (A6).
        if sentAt > receivedAt + .seconds(3600) { sentAt = receivedAt }
        let sourceID = deliveryID ?? root["requestId"]?.words ?? root["subscriptionId"]?.words
        return WebhookEnvelope(
            kind: kind, sourceID: sourceID.flatMap { Line(identifier: $0) }, sentAt: sentAt,
            orderID: metadata.flatMap(WebhookEnvelope.orderID), metadata: metadata)
    }
}

extension WebhookEnvelope {
    /// The order number in metadata, under the names that shops give it.
    static func orderID(_ metadata: JSON) -> Line? {
        for name in ["orderId", "orderID", "order_id", "orderNo", "orderNumber"] {
            if let text = metadata[name]?.words, let line = Line(identifier: text) { return line }
        }
        return nil
    }
}
