// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices
import Shipping
import TestSupport
import Testing
import Values

struct IdentityTests {
    private let key = [UInt8](repeating: 7, count: 32)

    private func delivery(id: Int64, revision: Int = 0) -> Delivery {
        Delivery(
            id: id, noticeID: 1, key: NoticeKey(.shipped, enteredAt: Samples.now), channel: .email, audience: .orderer,
            state: .leased, attempts: 0, dueAt: Samples.now, expiresAt: Samples.now, createdAt: Samples.now,
            revision: revision)
    }

    @Test("Promise 3: the Message-ID of a delivery never changes, whatever the attempt") func stable() throws {
        var second = delivery(id: 42)
        second.attempts = 5
        let first = try DeliveryIdentity.messageID(of: delivery(id: 42), key: key, domain: "shop.example")
        #expect(try DeliveryIdentity.messageID(of: second, key: key, domain: "shop.example") == first)
        #expect(first.value.hasSuffix("@shop.example"))
    }

    @Test("C7: another delivery, another revision or another key gives another Message-ID") func distinct() throws {
        let ids = [
            try DeliveryIdentity.messageID(of: delivery(id: 1), key: key, domain: "a.example"),
            try DeliveryIdentity.messageID(of: delivery(id: 2), key: key, domain: "a.example"),
            try DeliveryIdentity.messageID(of: delivery(id: 1, revision: 1), key: key, domain: "a.example"),
            try DeliveryIdentity.messageID(of: delivery(id: 1), key: [1], domain: "a.example"),
        ]
        #expect(Set(ids).count == ids.count)
    }

    @Test("C7: a Message-ID names its delivery only with a valid token") func token() throws {
        let id = try DeliveryIdentity.messageID(of: delivery(id: 42), key: key, domain: "a.example")
        #expect(DeliveryIdentity.deliveryID(in: id, key: key) == 42)
        #expect(DeliveryIdentity.deliveryID(in: id, key: [9]) == nil)
        let forged = try MessageID(id.value.replacing("d42", with: "d43"))
        #expect(DeliveryIdentity.deliveryID(in: forged, key: key) == nil)
    }

    @Test("An unsubscribe link comes back as what it was made of, and only with our signature") func unsubscribe()
        throws
    {
        let token = UnsubscribeToken(shop: .default, shipmentID: 9, audience: .receiver, channel: .email)
        let text = token.text(key: key)
        let read = try #require(UnsubscribeToken(text))
        #expect(read == token)
        #expect(read.isSigned(text, key: key))
        #expect(!read.isSigned(text, key: [1]))
        let other = UnsubscribeToken(shop: .default, shipmentID: 10, audience: .receiver, channel: .email)
        #expect(!other.isSigned(text, key: key))
        for bad in ["", "x", "../../etc/passwd", String(repeating: "A", count: 400), "한글"] {
            #expect(UnsubscribeToken(bad) == nil)
        }
    }
}
