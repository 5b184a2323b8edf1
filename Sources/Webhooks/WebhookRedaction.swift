// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Shipping
import Values

/// Makes the copy of an item that is kept with its event: all that was received, but nothing of a person.
///
/// The table of events is not sealed, unlike contacts. So members that hold a person's name, phone or address are dropped by
/// their names, at any depth, and drivers are taken out of the scans' words (SEMANTICS D7).
struct WebhookRedaction {
    private var output = [UInt8]()
    private var scrubbing: ScrubbingMemory

    /// The item's bytes, UTF-8 JSON, without personal data.
    ///
    /// - Parameter scrubbing: What was already found in the item's words.
    static func bytes(of item: JSON, scrubbing: ScrubbingMemory = ScrubbingMemory()) -> [UInt8] {
        var redaction = WebhookRedaction(scrubbing: scrubbing)
        redaction.output.reserveCapacity(2_048)
        redaction.write(item, inScan: false)
        return redaction.output
    }

    private init(scrubbing: ScrubbingMemory) {
        self.scrubbing = scrubbing
    }

    private mutating func write(_ value: JSON, inScan: Bool) {
        switch value {
        case .object(let members):
            output.append(0x7B)
            var isFirst = true
            for member in members {
                let kind = WebhookRedaction.kind(of: member.name)
                if kind == .personal { continue }
                if !isFirst { output.append(0x2C) }
                isFirst = false
                JSON.write(member.name, to: &output)
                output.append(0x3A)
                write(member.value, inScan: kind == .words || inScan && kind != .plain)
            }
            output.append(0x7D)
        case .array(let elements):
            output.append(0x5B)
            for (index, element) in elements.enumerated() {
                if index > 0 { output.append(0x2C) }
                write(element, inScan: inScan)
            }
            output.append(0x5D)
        case .string(let text) where inScan:
            JSON.write(scrubbing.scrub(text).text.text, to: &output)
        default: value.write(to: &output)
        }
    }

    private enum Kind {
        /// A code, an id or a time of the source's.
        case plain
        /// The courier's words, at any depth below.
        case words
        /// Somebody's name, phone or address.
        case personal
        /// None that we know; the courier's words if it is among them.
        case other
    }

    /// The members that every webhook has; looking no further is what makes this fast.
    private static let known: [String: Kind] = {
        let plain =
            "courierCode trackingNumber clientId currentStatus previousStatus hasChanged isDelivered trackingData tracking "
            + "courierName deliveryStatus productName productQuantity dateDelivered dateEstimated dateLastProgress dateTime "
            + "statusCode queriedAt"
        let words = "progresses progress scans details error message status description location deliveryStatusText"
        var known = [String: Kind]()
        for name in plain.split(separator: " ") { known[String(name)] = .plain }
        for name in words.split(separator: " ") { known[String(name)] = .words }
        return known
    }()

    private static func kind(of name: String) -> Kind {
        known[name] ?? (isPersonal(name) ? .personal : .other)
    }

    private static func isPersonal(_ name: String) -> Bool {
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
