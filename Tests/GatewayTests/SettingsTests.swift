// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Gateway
import Mail
import Notices
import Settings
import Shipping
import TestSupport
import Testing
import Values

/// The gateway's sections of the settings file: every default is the documented one, every mistake is named with its line.
struct SettingsTests {
    /// Reads a text and returns what was read and what is wrong with it: `3 shops.moon.from missing-key`.
    private func read<Value>(_ text: String, _ reading: (SettingsSection) -> Value) -> (
        value: Value?, problems: [String]
    ) {
        do {
            let file = try SettingsFile.parse(text, name: "shop.yaml", environment: [:])
            let value = reading(file.root)
            return (value, file.problems.map { "\($0.line ?? 0) \($0.field ?? "-") \($0.rule)" })
        } catch {
            return (nil, error.list.map(\.description))
        }
    }

    @Test("Empty sections give the defaults")
    func defaults() {
        #expect(read("{}") { RetryPolicy(reading: $0) }.value == RetryPolicy())
        #expect(read("{}") { Retention(reading: $0) }.value == Retention())
        #expect(read("{}") { Limits(reading: $0) }.value == Limits())
    }

    @Test("Every key of retry, retention and limits is read")
    func everyKey() {
        let retry = read("base: 5s\ncap: 10m\nconfigurationBase: 1m\nmaximumAge: 2d") { RetryPolicy(reading: $0) }
        #expect(retry.problems == [])
        #expect(
            retry.value
                == RetryPolicy(
                    base: .seconds(5), cap: .seconds(600), configurationBase: .seconds(60),
                    maximumAge: .seconds(172_800)))
        let retention = read("events: 7d\ntraces: 14d\npersonalData: 21d") { Retention(reading: $0) }
        #expect(retention.problems == [])
        #expect(
            retention.value
                == Retention(
                    events: .seconds(604_800), traces: .seconds(1_209_600), personalData: .seconds(1_814_400)))
        let limits = read(
            "deliveriesInMemory: 100\nrequestsWaiting: 200\nrequestsUnderWay: 30\npatience: 1s\nfarewell: 5s"
        ) { Limits(reading: $0) }
        #expect(limits.problems == [])
        #expect(
            limits.value
                == Limits(
                    deliveriesInMemory: 100, requestsWaiting: 200, requestsUnderWay: 30, patience: .seconds(1),
                    farewell: .seconds(5)))
    }

    @Test("E2: patience beyond three seconds is refused, since the source would have gone")
    func patienceHasALimit() {
        #expect(read("patience: 3s") { Limits(reading: $0) }.problems == ["1 patience out-of-range"])
    }

    @Test("Values out of their range and unknown keys are all named at once")
    func mistakes() {
        let problems = read("base: 1ms\ncap: soon\nmaximumAge: 99d\nbsae: 5s") { RetryPolicy(reading: $0) }.problems
        #expect(problems.count == 4, "\(problems)")
        for start in ["1 base", "2 cap", "3 maximumAge", "4 bsae unknown-key"] {
            #expect(problems.contains { $0.hasPrefix(start) }, "\(start) is not in \(problems)")
        }
    }

    private let shop = """
        moon:
          name: 달빛상점
          from: shop@moon.example.com
          replyTo: help@moon.example.com
          milestones: [delivered, hold]
          reviewURL: https://moon.example.com/review
          brand:
            color: "#C0FFEE"
            logoURL: https://moon.example.com/logo.png
            siteURL: https://moon.example.com
            phone: 1588-0000
            address: 서울 송파구 가락로 1
            legal: 사업자등록번호 123-45-67890
            templates: moon
            links:
              - { label: 고객센터, url: "https://moon.example.com/help" }
              - { label: 이용약관, url: "https://moon.example.com/terms" }
            preferencesURL: https://moon.example.com/me
          privacy: { recipientName: full, recipientAddress: hidden }
          staff: staff@moon.example.com
        """

    @Test("Every key of a shop is read")
    func shops() throws {
        let (value, problems) = read(shop) { ShopProfile(reading: $0.section("moon", about: "A shop.")) }
        #expect(problems == [])
        let profile = try #require(value ?? nil)
        #expect(profile.id.value == "moon")
        #expect(profile.name.text == "달빛상점")
        #expect(profile.from.address == "shop@moon.example.com")
        #expect(profile.replyTo?.address == "help@moon.example.com")
        #expect(profile.policy == ShopPolicy(milestones: [.delivered, .hold]))
        #expect(profile.reviewURL?.text == "https://moon.example.com/review")
        #expect(profile.brand.color == "c0ffee")
        #expect(profile.brand.logoURL?.text == "https://moon.example.com/logo.png")
        #expect(profile.brand.siteURL?.host == "moon.example.com")
        #expect(profile.brand.phone?.e164.isEmpty == false)
        #expect(profile.brand.address?.text == "서울 송파구 가락로 1")
        #expect(profile.brand.legal?.text == "사업자등록번호 123-45-67890")
        #expect(profile.brand.templates?.text == "moon")
        #expect(profile.brand.links.map(\.label.text) == ["고객센터", "이용약관"])
        #expect(profile.brand.links.map(\.url.text).last == "https://moon.example.com/terms")
        #expect(profile.brand.preferencesURL?.text == "https://moon.example.com/me")
        #expect(profile.privacy == Privacy(recipientName: .full, recipientAddress: .hidden))
        #expect(profile.staff?.address == "staff@moon.example.com")
    }

    @Test("A shop that says nothing of privacy masks names and addresses, and tells no staff")
    func quietDefaults() throws {
        let (value, problems) = read("moon: { name: a, from: a@example.com }") {
            ShopProfile(reading: $0.section("moon", about: "A shop."))
        }
        #expect(problems == [])
        let profile = try #require(value ?? nil)
        #expect(profile.privacy == Privacy(recipientName: .masked, recipientAddress: .masked))
        #expect(profile.staff == nil && profile.brand.links == [] && profile.brand.preferencesURL == nil)
    }

    /// Reads a shop whose settings stand beside a file `logo`.
    private func brand(_ keys: String, beside logo: [UInt8]) async throws -> (ShopProfile?, [String]) {
        try await withTemporaryFolder { folder in
            try Data(logo).write(to: folder.appendingPathComponent("logo"))
            let settings = folder.appendingPathComponent("shop.yaml")
            try "moon: { name: a, from: a@example.com, brand: { \(keys) } }".write(
                to: settings, atomically: true, encoding: .utf8)
            let file = try SettingsFile.load(path: settings.path, environment: [:])
            let profile = ShopProfile(reading: file.root.section("moon", about: "A shop."))
            return (profile, file.problems.map { "\($0.field ?? "-") \($0.rule)" })
        }
    }

    private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    @Test("A logo file beside the settings is what letters carry, under a name that changes with it")
    func logoFile() async throws {
        let (first, problems) = try await brand("logoFile: ./logo", beside: Self.png)
        #expect(problems == [])
        let image = try #require(first?.brand.logoImage)
        #expect(image.mediaType == .png && image.bytes == Self.png && first?.brand.logoURL == nil)
        let (same, _) = try await brand("logoFile: logo", beside: Self.png)
        let (other, _) = try await brand("logoFile: logo", beside: Self.png + [1])
        #expect(same?.brand.logoImage?.contentID == image.contentID)
        #expect(other?.brand.logoImage?.contentID != image.contentID)
    }

    @Test(
        "A logo that no client would show, or that a mail cannot carry, is refused",
        arguments: [
            ("logoFile: nowhere.png", SettingsTests.png, "bad-logo"), ("logoFile: .", SettingsTests.png, "bad-logo"),
            ("logoFile: logo", Array("<svg/>".utf8), "bad-logo"), ("logoFile: logo", [], "bad-logo"),
            ("logoFile: logo", SettingsTests.png + [UInt8](repeating: 0, count: 204_800), "bad-logo"),
            ("logoFile: logo, logoURL: \"https://a.example/l.png\"", SettingsTests.png, "two-logos"),
        ])
    func badLogo(_ keys: String, _ logo: [UInt8], _ rule: String) async throws {
        #expect(try await brand(keys, beside: logo).1 == ["moon.brand.logoFile " + rule])
    }

    @Test("A1: a shop that says nothing of milestones tells the usual five")
    func usualMilestones() throws {
        let (value, problems) = read("moon: { name: a, from: a@example.com }") {
            ShopProfile(reading: $0.section("moon", about: "A shop."))
        }
        #expect(problems == [])
        #expect(
            try #require(value ?? nil).policy.milestones
                == [.shipped, .outForDelivery, .delivered, .failed, .returned])
    }

    @Test(
        "A shop's mistakes are refused by key",
        arguments: [
            ("moon: { from: a@example.com }", "moon.name"), ("moon: { name: a }", "moon.from"),
            ("moon: { name: a, from: nobody }", "moon.from"),
            ("moon: { name: a, from: a@example.com, milestones: [arrived] }", "moon.milestones"),
            ("moon: { name: a, from: a@example.com, reviewURL: \"javascript:alert(1)\" }", "moon.reviewURL"),
            ("moon: { name: a, from: a@example.com, brand: { color: red } }", "moon.brand.color"),
            ("moon: { name: \"a\\nBcc: b@example.com\", from: a@example.com }", "moon.name"),
            ("Moon Shop: { name: a, from: a@example.com }", "Moon Shop"),
            ("moon: { name: a, from: a@example.com, staff: everybody }", "moon.staff"),
            ("moon: { name: a, from: a@example.com, privacy: { recipientName: some } }", "moon.privacy.recipientName"),
            ("moon: { name: a, from: a@example.com, brand: { links: [{ label: x }] } }", "moon.brand.links[0].url"),
            (
                "moon: { name: a, from: a@example.com, brand: { links: [{ label: x, url: \"ftp://a.example\" }] } }",
                "moon.brand.links[0].url"
            ),
            (
                "moon: { name: a, from: a@example.com, brand: { links: ["
                    + (1...6).map { "{ label: x, url: \"https://a.example/\($0)\" }" }.joined(separator: ", ")
                    + "] } }",
                "moon.brand.links too-many"
            ),
        ])
    func refusals(_ text: String, _ key: String) {
        let name = String(text.prefix { $0 != ":" })
        let problems = read(text) { ShopProfile(reading: $0.section(name, about: "A shop.")) }.problems
        #expect(problems.count == 1 && problems[0].contains(" " + key), "\(problems)")
    }
}
