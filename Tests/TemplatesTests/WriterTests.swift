// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Mail
import Notices
import Shipping
import Templates
import TestSupport
import Testing
import Values

/// A delivery becomes a mail.
@Suite struct WriterTests {
    private func request(_ audience: Audience = .orderer, channel: DeliveryChannel = .email, root: MessageID? = nil)
        throws -> RenderRequest
    {
        let folder = Repository.root.appendingPathComponent("templates/fixtures").path
        let fixture = try #require(try LetterFixture.load(folder).first { $0.name == "ordinary" })
        let letter = fixture.letter(.shipped)
        var shipment = letter.shipment
        shipment.threadRoot = root
        let now = Timestamp(seconds: 1_795_000_000)
        let delivery = Delivery(
            id: 7, noticeID: 3, key: NoticeKey(milestone: .shipped, occurrence: ""), channel: channel,
            audience: audience, state: .leased, attempts: 1, dueAt: now, expiresAt: now, createdAt: now)
        return RenderRequest(
            claimed: ClaimedDelivery(delivery: delivery, shipment: shipment), shop: letter.shop,
            messageID: try MessageID("d7.0.abc@dalbit.example"), trackingPage: try WebURL("https://n.example/t/x"),
            unsubscribe: try WebURL("https://n.example/u/y"), now: now)
    }

    private func writer() throws -> LetterWriter {
        LetterWriter(try TemplateCatalog.load(Repository.root.appendingPathComponent("templates").path))
    }

    @Test func writesTheWholeMail() throws {
        let root = try MessageID("d1.0.def@dalbit.example")
        guard case .email(let mail) = try writer().render(try request(root: root)) else { return }
        #expect(mail.subject.text == "[달빛상점] 주문하신 상품이 출발했어요")
        #expect(mail.from.name?.text == "달빛상점")
        #expect(mail.to.address.address == "hong@example.com")
        #expect(mail.envelope.recipient.address == "hong@example.com")
        #expect(mail.envelope.sender.address == "hello@dalbit.example")
        #expect(mail.messageID.value == "d7.0.abc@dalbit.example")
        #expect(mail.inReplyTo == root)
        #expect(mail.references == [root])
        #expect(mail.listUnsubscribe?.url == "https://n.example/u/y")
        #expect(mail.html?.contains("https://n.example/t/x") == true)
        #expect(mail.text.contains("https://n.example/u/y"))
    }

    @Test func whatCannotBeWrittenSaysWhy() throws {
        let writer = try writer()
        #expect(throws: RenderFailure.self) { try writer.render(try request(channel: .sms)) }
        #expect(throws: RenderFailure.self) { try writer.render(try request(.staff)) }
    }
}
