// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Cryptography
import NIOCore
import Values

/// Signed `tracking.polled` webhooks of the tracking service, one parcel each, with five scans: about 1.5 KB.
///
/// Bodies are built once a stage; a request copies one, writes its parcel's number into it and signs it, since the signature
/// covers the time of sending (`X-Webhook-Signature` over `{timestamp}.{body}`).
struct WebhookSource: RequestSource {
    private struct Template {
        let bytes: [UInt8]
        let numberOffsets: [Int]
    }

    private let templates: [Template]
    private let parcels: Int
    private let first: Int
    private let headStart: [UInt8]
    private let key: [UInt8]
    private let idStart: String

    /// Makes a source.
    ///
    /// - Parameters:
    ///   - url: The webhook's address.
    ///   - secret: The secret it is signed with.
    ///   - stages: What happens to each parcel, in order; all parcels reach a stage before any reaches the next.
    ///   - parcels: How many parcels there are.
    ///   - first: The first parcel's place in the row of numbers.
    ///   - now: When the newest scan happened.
    init(url: LoopbackURL, secret: String, stages: [WebhookStage], parcels: Int, first: Int, now: Timestamp) {
        self.templates = stages.enumerated().map { step, stage in
            Self.template(stage, before: step > 0 ? stages[step - 1] : nil, now: now)
        }
        self.parcels = parcels
        self.first = first
        self.headStart = Array(
            """
            POST \(url.path) HTTP/1.1\r
            Host: \(url.authority)\r
            User-Agent: parcelpost-load\r
            Content-Type: application/json\r

            """.utf8)
        self.key = Array(secret.utf8)
        // No two runs send an event of the same id: that would be a redelivery.
        self.idStart = "evt_load_\(now.milliseconds)_"
    }

    /// How many bytes a body has.
    var bodyBytes: Int { templates.map(\.bytes.count).max() ?? 0 }

    func write(_ index: Int, seconds: Int64, into buffer: inout ByteBuffer) {
        let template = templates[index / parcels % templates.count]
        var body = template.bytes
        let number = Array(ParcelNumbers.number(first + index % parcels).utf8)
        for offset in template.numberOffsets {
            for place in number.indices { body[offset + place] = number[place] }
        }
        let time = String(seconds)
        let signature = Hex.encode(Digest.hmacSHA256(Array(time.utf8) + [0x2E], body, key: key))
        buffer.writeBytes(headStart)
        buffer.writeString("Content-Length: ")
        buffer.writeString(String(body.count))
        buffer.writeString("\r\nX-Webhook-Timestamp: ")
        buffer.writeString(time)
        buffer.writeString("\r\nX-Webhook-Signature: sha256=")
        buffer.writeString(signature)
        buffer.writeString("\r\nX-Webhook-Id: ")
        buffer.writeString(idStart)
        buffer.writeString(String(first + index))
        buffer.writeString("\r\n\r\n")
        buffer.writeBytes(body)
    }

    private static func template(_ stage: WebhookStage, before: WebhookStage?, now: Timestamp) -> Template {
        let mark = String(repeating: "#", count: ParcelNumbers.digits)
        let scans = stage.scans.enumerated().map { place, scan -> JSON in
            let time = now - .seconds(600 * (stage.scans.count - 1 - place))
            return [
                "dateTime": .string(kst(time)), "location": .string(scan.place), "status": .string(scan.word),
                "statusCode": .string(scan.code), "description": .string(scan.sentence), "telno": "1588-1255",
            ]
        }
        let isDelivered = stage == .delivered
        let body: JSON = [
            "event": "tracking.polled", "requestId": "req_load", "timestamp": .string(now.rfc3339), "metadata": [:],
            "items": [
                [
                    "courierCode": "cj", "trackingNumber": .string(mark), "clientId": .string(mark),
                    "currentStatus": .string(stage.rawValue),
                    "previousStatus": .string(before?.rawValue ?? "REGISTERED"), "hasChanged": true,
                    "isDelivered": .bool(isDelivered),
                    "trackingData": [
                        "trackingNumber": .string(mark), "courierCode": "cj", "courierName": "CJ대한통운",
                        "deliveryStatus": .string(stage.rawValue), "deliveryStatusText": .string(stage.text),
                        "isDelivered": .bool(isDelivered), "productName": "유기농 제주 감귤 5kg",
                        "productQuantity": 1, "dateLastProgress": .string(kst(now)), "progresses": .array(scans),
                        "queriedAt": .string(now.rfc3339),
                    ],
                ]
            ],
            "summary": [
                "total": 1, "delivered": isDelivered ? 1 : 0, "active": isDelivered ? 0 : 1, "hasChanges": true,
            ],
        ]
        let bytes = body.bytes
        let needle = Array(mark.utf8)
        let offsets = bytes.indices.filter { start in
            start + needle.count <= bytes.count && bytes[start] == needle[0]
                && bytes[start..<start + needle.count].elementsEqual(needle)
        }
        return Template(bytes: bytes, numberOffsets: offsets)
    }

    /// A time as the tracking service writes it: Korean, without a zone.
    private static func kst(_ moment: Timestamp) -> String {
        let time = CivilTime(moment, offsetSeconds: 32_400)
        return time.date + " " + time.time
    }
}
