// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Shipping
import Values

/// Makes the copy of an item that is kept with its event: all that was received, but nothing of a person.
///
/// The table of events is not sealed, unlike contacts. So members that hold a person's name, phone or address are dropped by
/// their names, at any depth, and drivers are taken out of the scans' words (SEMANTICS D7).
enum WebhookRedaction {
    /// The item's bytes, UTF-8 JSON, without personal data.
    static func bytes(of item: JSON) -> [UInt8] {
        var output = [UInt8]()
        output.reserveCapacity(1_024)
        write(item, inScan: false, to: &output)
        return output
    }

    private static func write(_ value: JSON, inScan: Bool, to output: inout [UInt8]) {
        switch value {
        case .object(let members):
            output.append(0x7B)
            var isFirst = true
            for member in members where !isPersonal(member.name) {
                if !isFirst { output.append(0x2C) }
                isFirst = false
                JSON.string(member.name).write(to: &output)
                output.append(0x3A)
                write(member.value, inScan: inScan || scanLists.contains(member.name), to: &output)
            }
            output.append(0x7D)
        case .array(let elements):
            output.append(0x5B)
            for (index, element) in elements.enumerated() {
                if index > 0 { output.append(0x2C) }
                write(element, inScan: inScan, to: &output)
            }
            output.append(0x5D)
        case .string(let text) where inScan:
            JSON.string(DriverScrubber.scrub(text, maxBytes: 2_000).text.text).write(to: &output)
        default: value.write(to: &output)
        }
    }

    /// The members whose words, at any depth, are the courier's.
    private static let scanLists: Set<String> = [
        "progresses", "progress", "scans", "details", "error", "message", "status", "description", "location",
        "deliveryStatusText",
    ]

    /// The members that every webhook has; looking no further is what makes this fast.
    private static let impersonal: Set<String> = [
        "courierCode", "trackingNumber", "clientId", "currentStatus", "previousStatus", "hasChanged", "isDelivered",
        "trackingData", "tracking", "courierName", "deliveryStatus", "deliveryStatusText", "productName",
        "productQuantity", "dateDelivered", "dateEstimated", "dateLastProgress", "progresses", "dateTime", "location",
        "status", "statusCode", "description", "queriedAt", "error",
    ]

    private static func isPersonal(_ name: String) -> Bool {
        if impersonal.contains(name) { return false }
        var name = name
        return name.withUTF8 { bytes in
            prefixes.contains { starts(bytes[...], with: $0) }
                || words.contains { word in bytes.indices.contains { starts(bytes[$0...], with: word) } }
        }
    }

    private static func starts(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, with word: [UInt8]) -> Bool {
        guard bytes.count >= word.count else { return false }
        for (byte, expected) in zip(bytes, word) {
            let lowered = byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
            if lowered != expected { return false }
        }
        return true
    }

    private static let prefixes = [
        "sender", "receiver", "recipient", "customer", "buyer", "orderer", "consignee", "shipper", "tel", "driver",
        "man",
    ].map { Array($0.utf8) }
    private static let words = ["phone", "mobile", "address", "telno", "email"].map { Array($0.utf8) }
}
