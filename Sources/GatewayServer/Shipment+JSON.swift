// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Shipping
import Values

extension Shipment {
    /// The shipment as the shop's own API shows it.
    func publicJSON(trackingPage: String) -> JSON {
        var members: [JSON.Member] = [
            .init("courier", .string(key.courier.value)), .init("trackingNumber", .string(key.trackingNumber.value)),
            .init("generation", .integer(Int64(generation))), .init("kind", .string(registration.kind.rawValue)),
            .init("gift", .bool(registration.gift)), .init("stage", .string(stage.rawValue)),
            .init("registeredAt", .string(registeredAt.rfc3339)), .init("trackingPage", .string(trackingPage)),
            .init("orders", .array(registration.orders.map(\.publicJSON))),
            .init("orderer", registration.orderer.json),
        ]
        if let name = key.courier.courier?.koreanName { members.insert(.init("courierName", .string(name)), at: 1) }
        if let receiver = registration.receiver { members.append(.init("receiver", receiver.json)) }
        if let clientID = registration.clientID { members.append(.init("clientId", .string(clientID.text))) }
        if let expectedAt = registration.expectedAt { members.append(.init("expectedAt", .string(expectedAt.rfc3339))) }
        if let closedAt { members.append(.init("closedAt", .string(closedAt.rfc3339))) }
        if let snapshot {
            members.append(.init("progresses", .array(snapshot.scans.map(\.publicJSON))))
        }
        return .object(members)
    }
}

extension Scan {
    /// The scan without its driver (SEMANTICS D7).
    var publicJSON: JSON {
        var members = [JSON.Member]()
        if let time { members.append(.init("time", .string(time.rfc3339))) }
        if let location { members.append(.init("location", .string(location.text))) }
        members.append(.init("description", .string(text.text)))
        return .object(members)
    }
}
