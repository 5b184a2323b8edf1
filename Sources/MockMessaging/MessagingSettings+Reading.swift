// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

package import Settings
package import Values

extension MessagingSettings {
    /// Reads `nhn.yaml`, `solapi.yaml` and `kakao.yaml` of a folder; what is not there keeps its defaults.
    ///
    /// - Parameters:
    ///   - folder: Where they are, `mocks/providers` in a shop's folder.
    ///   - environment: What `${NAME}` finds.
    ///   - exists: Whether there is a file at a path.
    /// - Throws: `Problems` with everything that is wrong in any of them.
    package init(
        folder: String, environment: [String: String], exists: (String) -> Bool
    ) throws(Problems) {
        self.init()
        var problems: [Problem] = []
        func read(_ name: String, _ reading: (SettingsSection) -> Void) {
            let path = folder + "/" + name
            guard exists(path) else { return }
            do throws(Problems) {
                let file = try SettingsFile.load(path: path, environment: environment)
                reading(file.root)
                try file.finish()
            } catch {
                problems += error.list
            }
        }
        read("nhn.yaml") { nhn = NHN(reading: $0) }
        read("solapi.yaml") { solapi = Solapi(reading: $0) }
        read("kakao.yaml") { kakao = Kakao(reading: $0) }
        if !problems.isEmpty { throw Problems(problems) }
    }
}

extension MessagingSettings.NHN {
    /// Reads `nhn.yaml`.
    package init(reading file: SettingsSection) {
        self.init()
        appKeys = Self.secrets(file, "appKeys", "The appkeys that are known, with their secrets; left out takes any.")
        resultAfter = file.duration(
            "resultAfter", default: resultAfter, in: .zero...(.seconds(90 * 86_400)),
            about: "How long after sending the result is there, on the mock's clock.")
        let webhook = file.section("webhook", about: "Where results are posted as NHN would.")
        webhookURL = webhook.url("url", about: "The URL; left out posts none.")
        webhookSignature = webhook.string("signature", about: "What X-Toast-Webhook-Signature says.")
        alimtalk = MessagingSettings.Alimtalk(
            reading: file.section("alimtalk", about: "What is the alimtalk API's own."))
        sms = MessagingSettings.SMS(reading: file.section("sms", about: "What is the SMS API's own."))
    }

    static func secrets(_ file: SettingsSection, _ key: String, _ about: String) -> [String: Secret<String>] {
        let named = file.sections(key, about: about) { section in
            section.requiredSecret("secret", about: "Its secret key.")
        }
        return Dictionary(named.map { ($0.name, $0.value) }) { _, last in last }
    }
}

extension MessagingSettings.Alimtalk {
    /// Reads the section `alimtalk` of `nhn.yaml`.
    init(reading section: SettingsSection) {
        self.init()
        let senders = section.sections("senders", about: "The channels' keys; left out takes any.") { sender in
            sender.choice("state", of: SenderState.self, default: .active, about: "What may be wrong with it.")
        }
        self.senders = Dictionary(senders.map { ($0.name, $0.value) }) { _, last in last }
        let year: ClosedRange<Duration> = .zero...(.seconds(366 * 86_400))
        reviewAfter = section.duration(
            "reviewAfter", default: reviewAfter, in: year, about: "How long a new template waits for its review.")
        approveAfter = section.duration(
            "approveAfter", default: approveAfter, in: year, about: "How long the review of a template takes.")
        contentCheck = section.choice(
            "contentCheck", default: contentCheck,
            about: "When words are held against the template: at the request (-3010), or at delivery (3016).")
        isNewAccount = section.bool(
            "newAccount", default: false, about: "Whether no value may be longer than 14 characters (-1028).")
        needsFailbackSetup = section.bool(
            "needsFailbackSetup", default: false, about: "Whether a fallback needs POST .../failback first (-2502).")
        templates = section.sectionList("templates", about: "Templates that are there from the start.") { template in
            let code = template.requiredString("code", about: "Its code, at most 20 characters.")
            let content = template.requiredString("content", about: "Its text, with #{} for what is filled in.")
            let button = template.optionalSection("button", about: "Its web button.") { button in
                (
                    name: button.requiredString("name", about: "The words on it, at most 14 characters."),
                    link: button.requiredString("link", about: "Where it leads.")
                )
            }
            return Template(
                code: code, name: template.string("name", default: code, about: "Its name."),
                // A line of a settings file holds no line end.
                content: content.replacing("\\n", with: "\n"), button: button,
                isApproved: template.bool("approved", default: true, about: "Whether it may be sent."))
        }
    }
}

extension MessagingSettings.SMS {
    /// Reads the section `sms` of `nhn.yaml`.
    init(reading section: SettingsSection) {
        self.init()
        senderNumbers = section.stringList("senderNumbers", about: "The registered sender numbers; none takes any.")
            .map { $0.filter(\.isNumber) }
        blockedNumbers = section.stringList("blockedNumbers", about: "Registered ones that are blocked.")
            .map { $0.filter(\.isNumber) }
        monthlyLimit = section.int(
            "monthlyLimit", in: 1...Int.max, about: "How many messages a month may be sent; left out for no limit.")
        unsubscribeNumbers = section.stringList("unsubscribeNumbers", about: "The 080 numbers; none takes any.")
            .map { $0.filter(\.isNumber) }
    }
}

extension MessagingSettings.Solapi {
    /// Reads `solapi.yaml`.
    package init(reading file: SettingsSection) {
        self.init()
        apiKeys = MessagingSettings.NHN.secrets(
            file, "apiKeys", "The API keys that are known, with their secrets; left out takes any.")
        senderNumbers = file.stringList("senderNumbers", about: "The registered sender numbers; none takes any.")
            .map { $0.filter(\.isNumber) }
        resultAfter = file.duration(
            "resultAfter", default: resultAfter, in: .zero...(.seconds(90 * 86_400)),
            about: "How long after sending the result is there, on the mock's clock.")
        balance = file.int("balance", default: balance, in: 0...Int.max, about: "What is left on the account.")
    }
}

extension MessagingSettings.Kakao {
    /// Reads `kakao.yaml`.
    package init(reading file: SettingsSection) {
        self.init()
        tokens = file.secretList("tokens", about: "The access tokens that are known; none takes any.")
        dailyLimit = file.int(
            "dailyLimit", in: 1...Int.max, about: "How many memos a token may send a day; left out for no limit.")
        domains = file.stringList("domains", about: "The domains that links may lead to; none takes any.")
    }
}
