// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Shipping
import Values

/// Where a kept contact stands.
struct MemoryContactKey: Hashable, Sendable {
    let shop: ShopID
    let kind: Contact.Kind
    let hash: [UInt8]
}

/// A kept contact, and how many places refer to it.
struct MemoryContact: Sendable {
    var value: String
    var uses: Int
}

/// A shipment whose people are named by the keys of their contacts.
struct MemoryShipment: Sendable {
    /// The shipment, its people without contacts.
    var shipment: Shipment
    var orderer: [MemoryContactKey]
    var receiver: [MemoryContactKey]
    var hasKeys = true
    var hasContacts = true
}

/// What a client id belongs to.
struct MemoryClientKey: Hashable, Sendable {
    let shop: ShopID
    let clientID: Line
}

/// What a trace is asked for by.
struct MemoryNumberKey: Hashable, Sendable {
    let shop: ShopID
    let number: TrackingNumber
}

/// What an opt-out is kept by (SEMANTICS D4).
struct MemorySuppressionKey: Hashable, Sendable {
    let shop: ShopID
    let hash: [UInt8]
    let channel: String
}
