// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import Settings
import Testing
import Transports
import Values

struct SettingsTests {
    private func read(
        _ yaml: String, environment: [String: String] = ["PW": "s3cret"]
    ) throws -> (settings: SMTPSettings?, problems: [Problem]) {
        let text = "email:\n" + yaml.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n") + "\n"
        let file = try SettingsFile.parse(text, name: "parcelpost.yaml", environment: environment)
        let settings = SMTPSettings(reading: file.root.section("email", about: "Mail."))
        do throws(Problems) {
            try file.finish()
            return (settings, [])
        } catch {
            return (settings, error.list)
        }
    }

    @Test(
        arguments: [
            ("gmail", "smtp.gmail.com", 587, SMTPRelay.Security.startTLS), ("naver", "smtp.naver.com", 587, .startTLS),
            ("naver-works", "smtp.worksmobile.com", 587, .startTLS), ("daum", "smtp.daum.net", 465, .implicitTLS),
            ("sendgrid", "smtp.sendgrid.net", 587, .startTLS), ("mailgun", "smtp.mailgun.org", 587, .startTLS),
            ("outlook", "smtp.office365.com", 587, .startTLS),
        ])
    func aPresetWithAnAccountIsEnough(
        preset: String, host: String, port: Int, security: SMTPRelay.Security
    ) throws {
        let (settings, problems) = try read("preset: \(preset)\nuser: shop\npassword: ${PW}")
        #expect(problems.isEmpty)
        let relay = try #require(settings?.relay)
        #expect(relay.host == host)
        #expect(relay.port == port)
        #expect(relay.security == security)
        #expect(relay.login?.username == "shop")
        #expect(settings?.preset?.rawValue == preset)
    }

    @Test func regionsChooseTheHost() throws {
        #expect(
            try read("preset: ses\nregion: ap-northeast-2\nuser: a\npassword: ${PW}").settings?.relay.host
                == "email-smtp.ap-northeast-2.amazonaws.com")
        #expect(
            try read("preset: mailgun\nregion: eu\nuser: a\npassword: ${PW}").settings?.relay.host
                == "smtp.eu.mailgun.org")
        #expect(try read("preset: sendgrid\npassword: ${PW}").settings?.relay.login?.username == "apikey")
        #expect(try read("preset: gmail\nuser: a\npassword: ${PW}").settings?.dailyQuota == 500)
        #expect(try read("preset: gmail\nuser: a\npassword: ${PW}\ndailyQuota: 2000").settings?.dailyQuota == 2_000)
    }

    @Test func everyKeyIsRead() throws {
        let (settings, problems) = try read(
            """
            host: mail.example.com
            port: 2587
            security: startTLS
            user: shop
            password: ${PW}
            auth: xoauth2
            caFile: /etc/ca.pem
            heloName: shop.example.com
            connections: 9
            messagesPerConnection: 50
            dailyQuota: 12345
            timeouts: { connect: 5s, command: 10s, ending: 5m, idle: 1m }
            """)
        #expect(problems.isEmpty)
        let relay = try #require(settings?.relay)
        #expect(relay.port == 2_587 && relay.maxConnections == 9 && relay.maxMessagesPerConnection == 50)
        #expect(relay.caFile == "/etc/ca.pem" && relay.heloName == "shop.example.com")
        #expect(relay.timeouts.connect == .seconds(5) && relay.timeouts.ending == .seconds(300))
        #expect(settings?.dailyQuota == 12_345)
    }

    @Test func theStarterShopsRelayIsRead() throws {
        let (settings, problems) = try read("host: 127.0.0.1\nport: 2525\nsecurity: plain")
        #expect(problems.isEmpty)
        #expect(settings?.relay.security == .plain)
        #expect(settings?.relay.login == nil)
    }

    @Test(
        arguments: [
            ("user: a\npassword: ${PW}", "missing-key"), ("preset: ses\nuser: a\npassword: ${PW}", "missing-region"),
            ("preset: mailgun\nregion: kr\nuser: a\npassword: ${PW}", "missing-region"),
            ("preset: gmail\nregion: kr\nuser: a\npassword: ${PW}", "unused-key"), ("preset: gmail", "missing-login"),
            ("preset: gmail\nuser: a", "half-a-login"), ("host: a.example\npassword: ${PW}", "half-a-login"),
            ("host: a.example\nsecurity: plain\nuser: a\npassword: ${PW}", "password-in-clear"),
            ("host: a.example\nverifyCertificate: false", "unchecked-certificate"),
            ("host: a b", "unusable-relay"), ("host: a.example\nheloName: a b", "unusable-relay"),
            ("preset: hotmail\nuser: a\npassword: ${PW}", "bad-value"), ("host: a.example\nsecure: yes", "unknown-key"),
        ])
    func whatIsWrongIsNamedByItsRule(yaml: String, rule: String) throws {
        let (_, problems) = try read(yaml)
        #expect(problems.map(\.rule).contains(rule))
        #expect(problems.allSatisfy { !$0.description.contains("s3cret") })
    }

    @Test func plainWithAPasswordIsAllowedOnLoopback() throws {
        let (settings, problems) = try read("host: 127.0.0.1\nport: 2525\nsecurity: plain\nuser: qa\npassword: ${PW}")
        #expect(problems.isEmpty)
        #expect(settings?.relay.login?.username == "qa")
    }

    @Test(arguments: SMTPPreset.allCases)
    func presetsMakeRelays(preset: SMTPPreset) throws {
        let region = preset == .ses ? "ap-northeast-2" : nil
        let settings = try SMTPSettings(preset: preset, region: region, user: "shop", password: Secret("pw"))
        #expect(settings.relay.security != .plain)
        #expect(!preset.notes.isEmpty)
    }

    @Test(arguments: ["../x", "a.b", "", "A", "kr\r\n"])
    func aRegionIsNoWayIntoTheHost(region: String) {
        #expect(throws: ValueError.self) {
            try SMTPSettings(preset: .ses, region: region, user: "a", password: Secret("b"))
        }
    }
}
