// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Values

extension SettingsSection {
    /// An email address, if the key stands in the file.
    public func email(_ key: String, about: String) -> EmailAddress? {
        value(Request(key: key, type: "an email address", about: about), parse: Self.email)
    }

    /// An email address that must be there; nil only beside a recorded problem.
    public func requiredEmail(_ key: String, about: String) -> EmailAddress? {
        value(Request(key: key, type: "an email address", isRequired: true, about: about), parse: Self.email)
    }

    private static func email(_ text: String) throws(Refusal) -> EmailAddress {
        try checked { () throws(ValueError) in try EmailAddress(text) }
    }

    /// A phone number, if the key stands in the file.
    public func phone(_ key: String, about: String) -> PhoneNumber? {
        value(Request(key: key, type: "a phone number", about: about)) { text throws(Refusal) in
            try Self.checked { () throws(ValueError) in try PhoneNumber(text) }
        }
    }

    /// An `http` or `https` URL, if the key stands in the file.
    public func url(_ key: String, about: String) -> HTTPURL? {
        value(Request(key: key, type: "an http or https URL", about: about), parse: Self.url)
    }

    /// An `http` or `https` URL, or the default.
    public func url(_ key: String, default fallback: String, about: String) -> HTTPURL {
        let request = Request(key: key, type: "an http or https URL", defaultText: fallback, about: about)
        return value(request, parse: Self.url) ?? defaulted(key) { () throws(ValueError) in try HTTPURL(fallback) }
            ?? .placeholder
    }

    /// An `http` or `https` URL that must be there; a placeholder when it is not.
    public func requiredURL(_ key: String, about: String) -> HTTPURL {
        let request = Request(key: key, type: "an http or https URL", isRequired: true, about: about)
        return value(request, parse: Self.url) ?? .placeholder
    }

    private static func url(_ text: String) throws(Refusal) -> HTTPURL {
        try checked { () throws(ValueError) in try HTTPURL(text) }
    }

    /// A host and a port (`127.0.0.1:8080`, `[::1]:0`, `:2525`), or the default.
    public func hostPort(_ key: String, default fallback: String, about: String) -> HostPort {
        let request = Request(key: key, type: "host:port", defaultText: fallback, about: about)
        return value(request, parse: Self.hostPort)
            ?? defaulted(key) { () throws(ValueError) in try HostPort(fallback) } ?? HostPort(host: "", port: 0)
    }

    /// A host and a port, if the key stands in the file.
    public func hostPort(_ key: String, about: String) -> HostPort? {
        value(Request(key: key, type: "host:port", about: about), parse: Self.hostPort)
    }

    private static func hostPort(_ text: String) throws(Refusal) -> HostPort {
        try checked { () throws(ValueError) in try HostPort(text) }
    }

    /// The default, or a problem that the code's own default is wrong.
    private func defaulted<Value>(_ key: String, _ parse: () throws(ValueError) -> Value) -> Value? {
        do {
            return try parse()
        } catch {
            refuse(key, rule: "bad-default", "the built-in default does not fit: \(error.reason).")
            return nil
        }
    }
}
