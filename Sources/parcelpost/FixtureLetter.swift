// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Mail
import Notices
import Shipping
import Templates
import Values

/// A letter made of a fixture, for `render` and `send`.
struct FixtureLetter {
    let catalog: TemplateCatalog
    let letter: ShippingLetter

    /// Loads templates and fixtures and picks what was asked for.
    ///
    /// - Parameters:
    ///   - stage: A stage (`DELIVERED`) or a milestone (`delivered`), in any case.
    ///   - fixture: The fixture's name.
    ///   - language: Another language than the fixture's own.
    ///   - templates: The templates folder, if named.
    init(stage: String, fixture: String, language: Language?, templates: String?) throws {
        guard let milestone = Stage(code: stage).flatMap({ Milestone($0) }) ?? Milestone(rawValue: stage.lowercased())
        else {
            let known = Milestone.allCases.map(\.rawValue).joined(separator: ", ")
            throw CommandFailure.report(
                "customers are told nothing at \(stage); a stage such as DELIVERED, or one of \(known).",
                CommandFailure.usage)
        }
        guard let folder = ShareFolder.find("templates", named: templates) else {
            throw CommandFailure.report("no templates folder was found; name one with --templates.")
        }
        catalog = try TemplateCatalog.load(folder)
        let own = folder + "/fixtures"
        let there = FileManager.default.fileExists(atPath: own)
        guard let fixtures = there ? own : ShareFolder.find("templates").map({ $0 + "/fixtures" }) else {
            throw CommandFailure.report("no fixtures folder was found beside the template sets in \(folder).")
        }
        let all = try LetterFixture.load(fixtures)
        guard let found = all.first(where: { $0.name == fixture }) else {
            throw CommandFailure.report(
                "there is no fixture \(fixture); there are \(all.map(\.name).joined(separator: ", ")).",
                CommandFailure.usage)
        }
        letter = found.letter(milestone, language: language)
    }

    /// The letter as a mail.
    ///
    /// - Parameters:
    ///   - recipient: Whom it goes to; the fixture's own orderer when left out.
    ///   - shop: The sender, instead of the fixture's shop.
    func mail(to recipient: EmailAddress? = nil, shop: ShopProfile? = nil, messageID: MessageID, now: Timestamp) throws
        -> MailMessage
    {
        var shipment = letter.shipment
        if let recipient { shipment.registration.orderer.email = recipient }
        guard let trackingPage = letter.trackingPage, let unsubscribe = letter.unsubscribe,
            let milestone = letter.milestone
        else { throw RenderFailure("the fixture lacks its links") }
        let delivery = Delivery(
            id: 1, noticeID: 1, key: NoticeKey(milestone, enteredAt: now), channel: .email, audience: .orderer,
            state: .leased, attempts: 0, dueAt: now, expiresAt: now, createdAt: now)
        let request = RenderRequest(
            claimed: ClaimedDelivery(delivery: delivery, shipment: shipment), shop: shop ?? letter.shop,
            messageID: messageID, trackingPage: trackingPage, unsubscribe: unsubscribe, now: now)
        switch try LetterWriter(catalog).render(request) {
        case .email(let message): return message
        }
    }
}
