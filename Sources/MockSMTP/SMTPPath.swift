// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// The mailbox of a MAIL or RCPT command (RFC 5321 section 4.1.2, RFC 6531 section 3.3).
///
/// Wider than `EmailAddress`, because a test bench must take what a standard client may send: quoted local parts, address
/// literals, host names without a dot. It holds no controls.
package struct SMTPPath: Hashable, Sendable {
    /// The address without brackets and source route; empty for the null sender.
    package let address: String

    /// Whether it has characters outside ASCII and so needs SMTPUTF8.
    package var isInternationalized: Bool { address.utf8.contains { $0 >= 0x80 } }

    /// Takes an address that `parse` has checked.
    private init(address: String) {
        self.address = address
    }

    /// The null reverse path `<>` of bounces.
    package static let null = SMTPPath(address: "")

    /// Reads `<path>` at the start of the bytes.
    ///
    /// - Returns: The path and how many bytes it took; nil when the syntax or a size limit is broken.
    package static func parse(_ bytes: ArraySlice<UInt8>) -> (path: SMTPPath, length: Int)? {
        guard bytes.first == UInt8(ascii: "<"), let close = closingBracket(bytes) else { return nil }
        var inner = bytes[(bytes.startIndex + 1)..<close]
        let length = close - bytes.startIndex + 1
        if inner.isEmpty { return (.null, length) }
        if inner.first == UInt8(ascii: "@") {
            // A source route must be taken and should be ignored (RFC 5321 section 4.1.1.3).
            guard let colon = inner.firstIndex(of: UInt8(ascii: ":")) else { return nil }
            inner = inner[(colon + 1)...]
        }
        if inner.count == 10, SMTPCommand.word(inner) == "POSTMASTER" {
            return (SMTPPath(address: "postmaster"), length)
        }
        guard isMailbox(inner), let address = String(validating: inner, as: UTF8.self) else { return nil }
        return (SMTPPath(address: address), length)
    }

    /// The `>` that ends the path; one inside a quoted local part does not.
    private static func closingBracket(_ bytes: ArraySlice<UInt8>) -> Int? {
        var quoted = false
        var escaped = false
        for index in bytes.indices {
            let byte = bytes[index]
            if escaped {
                escaped = false
            } else if quoted, byte == UInt8(ascii: "\\") {
                escaped = true
            } else if byte == UInt8(ascii: "\"") {
                quoted.toggle()
            } else if !quoted, byte == UInt8(ascii: ">") {
                return index
            }
        }
        return nil
    }

    private static func isMailbox(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let at = bytes.lastIndex(of: UInt8(ascii: "@")) else { return false }
        let local = bytes[..<at]
        let domain = bytes[(at + 1)...]
        // RFC 5321 sections 4.5.3.1.1 to 4.5.3.1.3.
        guard !local.isEmpty, local.count <= 64, !domain.isEmpty, domain.count <= 255, bytes.count <= 254 else {
            return false
        }
        return (local.first == UInt8(ascii: "\"") ? isQuoted(local) : isDotString(local)) && isDomain(domain)
    }

    private static func isDotString(_ bytes: ArraySlice<UInt8>) -> Bool {
        var atom = 0
        for byte in bytes {
            if byte == 0x2E {
                guard atom > 0 else { return false }
                atom = 0
            } else {
                guard byte >= 0x80 || atext[Int(byte)] else { return false }
                atom += 1
            }
        }
        return atom > 0
    }

    private static func isQuoted(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.count >= 2, bytes.last == UInt8(ascii: "\"") else { return false }
        var escaped = false
        for byte in bytes.dropFirst().dropLast() {
            guard byte >= 0x20, byte != 0x7F else { return false }
            if escaped {
                escaped = false
            } else if byte == UInt8(ascii: "\\") {
                escaped = true
            } else if byte == UInt8(ascii: "\"") {
                return false
            }
        }
        return !escaped
    }

    /// A domain of letters, digits, hyphens and dots, or an address literal in brackets.
    package static func isDomain(_ bytes: ArraySlice<UInt8>) -> Bool {
        if bytes.first == UInt8(ascii: "[") {
            return bytes.count > 2 && bytes.last == UInt8(ascii: "]")
                && bytes.dropFirst().dropLast().allSatisfy { isAlphanumeric($0) || $0 == 0x2E || $0 == 0x3A }
        }
        var label = 0
        var last: UInt8 = 0x2E
        for byte in bytes {
            if byte == 0x2E {
                guard label > 0, last != 0x2D else { return false }
                label = 0
            } else {
                guard byte >= 0x80 || isAlphanumeric(byte) || byte == 0x2D && label > 0 || byte == 0x5F else {
                    return false
                }
                label += 1
                guard label <= 63 else { return false }
            }
            last = byte
        }
        return label > 0 && last != 0x2D
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    private static let atext: [Bool] = {
        var table = [Bool](repeating: false, count: 128)
        for byte in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~".utf8 {
            table[Int(byte)] = true
        }
        return table
    }()
}
