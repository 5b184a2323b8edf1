// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Mail
import Notices
import Shipping
import Templates
import Values

/// One letter, written again and again as the gateway writes it.
struct LetterBench {
    /// In how many rounds the mails are written; the median counts.
    static let rounds = 20
    /// How often the templates are loaded.
    private static let loads = 5

    private let folder: String
    private let letter: ShippingLetter

    /// Finds the fixture and the letter.
    init(folder: String, letter name: String, fixture: String) throws {
        self.folder = folder
        let fixtures = try LetterFixture.load(folder + "/fixtures")
        guard let found = fixtures.first(where: { $0.name == fixture }) else {
            throw MeasuringFailure("there is no fixture \(fixture) in \(folder)/fixtures")
        }
        let milestone = Milestone(rawValue: name)
        var letter = found.letter(milestone ?? .delivered)
        if milestone == nil { letter.name = name }
        self.letter = letter
    }

    /// Loads the templates, then writes the mails; microseconds of CPU unless said otherwise.
    func run(mails: Int) throws -> JSON {
        var loads = [Double]()
        var catalog = try TemplateCatalog.load(folder)
        for _ in 0..<Self.loads {
            loads.append(try CPUClock.measure { catalog = try TemplateCatalog.load(folder) })
        }
        let first = try catalog.letter(letter)
        let firstMail = try mail(first)
        let round = mails / Self.rounds
        _ = try write(catalog, count: round)
        var letters = [Double]()
        var bytes = [Double]()
        var whole = [Double]()
        for _ in 0..<Self.rounds {
            letters.append(
                try CPUClock.measure { for _ in 0..<round { _ = try catalog.letter(letter) } } / Double(round))
            bytes.append(CPUClock.measure { for _ in 0..<round { _ = firstMail.bytes() } } / Double(round))
            whole.append(try CPUClock.measure { _ = try write(catalog, count: round) } / Double(round))
        }
        var result: [(String, JSON)] = [
            ("htmlBytes", .integer(Int64(first.html.utf8.count))),
            ("textBytes", .integer(Int64(first.text.utf8.count))),
            ("mailBytes", .integer(Int64(firstMail.bytes().count))), ("mails", .integer(Int64(round * Self.rounds))),
            ("load", .number(Self.median(loads))), ("letter", .number(Self.median(letters))),
            ("bytes", .number(Self.median(bytes))), ("whole", .number(Self.median(whole))),
            ("html", .string(first.html)), ("text", .string(first.text)),
        ]
        if let before = Allocations.now {
            _ = try write(catalog, count: round)
            if let after = Allocations.now {
                result.append(("allocations", .number(Double(after.calls - before.calls) / Double(round))))
                result.append(("allocatedBytes", .number(Double(after.bytes - before.bytes) / Double(round))))
            }
        }
        return .object(result.map { JSON.Member($0.0, $0.1) })
    }

    /// Writes the mails and answers how many bytes they have together.
    private func write(_ catalog: TemplateCatalog, count: Int) throws -> Int {
        var sum = 0
        for _ in 0..<count { sum += try mail(catalog.letter(letter)).bytes().count }
        return sum
    }

    /// The mail as the gateway makes it.
    private func mail(_ rendered: RenderedLetter) throws -> MailMessage {
        guard let recipient = letter.shipment.registration.orderer.email else {
            throw MeasuringFailure("the fixture's orderer has no mail address")
        }
        return MailMessage(
            from: Mailbox(name: letter.shop.name, address: letter.shop.from), to: Mailbox(address: recipient),
            subject: rendered.subject, date: Timestamp(seconds: 1_795_000_000),
            messageID: try MessageID("measured@parcelpost.example"), text: rendered.text, html: rendered.html,
            listUnsubscribe: try letter.unsubscribe.map { try ListUnsubscribe(url: $0.text) },
            envelope: MailEnvelope(sender: letter.shop.from, recipient: recipient))
    }

    private static func median(_ numbers: [Double]) -> Double {
        let sorted = numbers.sorted()
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
}
