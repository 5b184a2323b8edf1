// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Gateway
import Mail
import Notices
import Shipping
import TestSupport
import Testing
import Values

/// A11: the shop's own people are told of failed and returned parcels, by the same road as customers.
@Suite(.timeLimit(.minutes(1))) struct StaffTests {
    private static let shop: ShopProfile = {
        var shop = Works.shop
        shop.staff = try! EmailAddress("staff@moon.example.com")
        return shop
    }()

    private func letters(_ works: Works, to address: String) -> [MailMessage] {
        works.transport.letters.filter { $0.envelope.recipient.address == address }
    }

    @Test("A failed parcel tells customer and staff, each once and each by a letter of its own")
    func both() async throws {
        let works = Works(shops: [Self.shop])
        try await works.register()
        try await works.run { _ in
            _ = try await works.intake.take([Samples.event(.outForDelivery)])
            try await works.store.settled.reach(1)
            for _ in 0..<3 { _ = try await works.intake.take([Samples.event(.failed)]) }
            try await works.store.settled.reach(3)
        }
        let staff = try #require(letters(works, to: "staff@moon.example.com").first)
        let customer = letters(works, to: "hong@example.com")
        #expect(works.transport.letters.count == 3 && customer.map(\.subject.text) == ["out_for_delivery", "failed"])
        #expect(staff.inReplyTo == nil && staff.references.isEmpty, "no thread of the customer's")
        #expect(customer.last?.inReplyTo == customer.first?.messageID)
        #expect(staff.html?.contains("/u/") == false, "nothing to unsubscribe from")
        #expect(staff.messageID != customer.last?.messageID)
        #expect(try await works.states() == [.sent: 3])
    }

    @Test("Staff is told, once, of what the shop does not tell its customers")
    func switchedOff() async throws {
        var shop = Self.shop
        shop.policy.milestones = [.delivered]
        let works = Works(shops: [shop])
        try await works.register()
        try await works.run { _ in
            for _ in 0..<2 { _ = try await works.intake.take([Samples.event(.returned)]) }
            try await works.store.settled.reach(1)
        }
        #expect(works.transport.letters.map(\.envelope.recipient.address) == ["staff@moon.example.com"])
        let words = try await works.trace().map(\.entry.text)
        #expect(words.contains("RETURNED is told to the shop's staff."))
        #expect(words.contains { $0.hasPrefix("email to staff was taken by") })
    }

    @Test("Nobody is written to whom the shop names no longer; the letter ends, and the trace says why")
    func noLongerNamed() async throws {
        let works = Works()
        try await works.register()
        _ = try await works.store.inner.record(
            [Samples.event(.failed)], lease: nil, leaseLimit: 0, now: Samples.now
        ) { Planner(Self.shop).plan($0) }
        try await works.run { _ in try await works.store.settled.reach(1) }
        #expect(works.transport.letters.map(\.envelope.recipient.address) == ["hong@example.com"])
        #expect(try await works.states() == [.sent: 1, .unreachable: 1])
        #expect(try await works.trace().contains { $0.entry.rule == "A11" && $0.entry.kind == .ended })
    }
}
