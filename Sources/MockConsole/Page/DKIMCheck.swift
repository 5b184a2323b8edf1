// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Cryptography
import Mail
import Values

/// What can be said of a DKIM signature without asking anybody for its key (RFC 6376).
struct DKIMCheck: Equatable {
    /// Whether the body is the one that was signed.
    enum Body: Equatable {
        /// The body's hash is the one in the signature.
        case same
        /// It is another: the body was changed after it was signed.
        case changed
        /// It cannot be told, and why.
        case unknown(String)
    }

    /// The domain that signs (`d=`).
    let domain: String
    /// The key's name there (`s=`).
    let selector: String
    /// The algorithm (`a=`).
    let algorithm: String
    /// The header fields that are signed (`h=`), in lower case.
    let fields: [String]
    /// The body.
    let body: Body

    /// All signatures of a mail, as it came over the wire; at most 20.
    static func all(_ raw: [UInt8]) -> [DKIMCheck] {
        let mail = ParsedMail(raw)
        let signatures = mail.headers.filter { $0.isNamed("DKIM-Signature") }.prefix(20)
        guard !signatures.isEmpty else { return [] }
        let body = Self.body(of: raw)
        return signatures.map { DKIMCheck(signature: $0.rawValue, body: body) }
    }

    /// Reads one signature and checks the body against it.
    init(signature: String, body bytes: ArraySlice<UInt8>) {
        var tags: [String: String] = [:]
        for pair in signature.split(separator: ";").prefix(50) {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { continue }
            let name = parts[0].filter { !$0.isWhitespace }
            tags[name] = tags[name] ?? String(parts[1].filter { !$0.isWhitespace })
        }
        self.domain = tags["d"] ?? ""
        self.selector = tags["s"] ?? ""
        self.algorithm = (tags["a"] ?? "").lowercased()
        self.fields = (tags["h"] ?? "").lowercased().split(separator: ":").map(String.init)
        self.body = Self.check(bytes, tags, algorithm)
    }

    private static func check(_ bytes: ArraySlice<UInt8>, _ tags: [String: String], _ algorithm: String) -> Body {
        guard let expected = tags["bh"] else { return .unknown("the signature has no bh=") }
        guard algorithm.hasSuffix("-sha256") else { return .unknown("its hash is not SHA-256") }
        let methods = (tags["c"] ?? "simple/simple").lowercased().split(separator: "/")
        let method = methods.count > 1 ? methods[1] : "simple"
        guard method == "simple" || method == "relaxed" else { return .unknown("its canonicalization is unknown") }
        var body = canonical(bytes, isRelaxed: method == "relaxed")
        if let length = tags["l"] {
            guard let length = Int(length), (0...body.count).contains(length) else {
                return .unknown("its l= is longer than the body")
            }
            body = Array(body.prefix(length))
        }
        return Base64.encode(Digest.sha256(body)) == expected ? .same : .changed
    }

    /// What stands behind the first empty line.
    static func body(of raw: [UInt8]) -> ArraySlice<UInt8> {
        var start = 0
        while start < raw.count {
            guard let end = raw[start...].firstIndex(of: 0x0A) else { return [] }
            let line = raw[start..<end]
            if line.isEmpty || line.elementsEqual([0x0D]) { return raw[(end + 1)...] }
            start = end + 1
        }
        return []
    }

    /// The body as it is hashed (RFC 6376 sections 3.4.3 and 3.4.4).
    static func canonical(_ bytes: ArraySlice<UInt8>, isRelaxed: Bool) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count + 2)
        // The end of the last line that is not empty.
        var solid = 0
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let end = bytes[index...].firstIndex(of: 0x0A) ?? bytes.endIndex
            var line = bytes[index..<end]
            if line.last == 0x0D { line.removeLast() }
            if isRelaxed {
                while let last = line.last, last == 0x20 || last == 0x09 { line.removeLast() }
                var wasBlank = false
                for byte in line {
                    let isBlank = byte == 0x20 || byte == 0x09
                    if isBlank, wasBlank { continue }
                    output.append(isBlank ? 0x20 : byte)
                    wasBlank = isBlank
                }
            } else {
                output += line
            }
            output += [0x0D, 0x0A]
            if !line.isEmpty { solid = output.count }
            index = end < bytes.endIndex ? end + 1 : end
        }
        output.removeLast(output.count - solid)
        if output.isEmpty, !isRelaxed { return [0x0D, 0x0A] }
        return output
    }
}
