// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import COpenSSL
import Glibc

/// A certificate authority of our own, for servers that people try things against.
///
/// Its key is made anew and never leaves it; who trusts its certificate trusts whatever it issues.
public struct CertificateAuthority: Sendable {
    /// A certificate with its key.
    public struct Leaf: Sendable {
        /// The leaf, then the authority, as PEM.
        public let certificatePEM: String
        /// The leaf's private key as PEM, PKCS #8.
        public let keyPEM: String
    }

    /// The authority's certificate: what clients are told to trust.
    public let certificatePEM: String
    private let key: P256PrivateKey

    /// Makes one, valid from yesterday for a year.
    public init(commonName: String) throws {
        let key = try P256PrivateKey()
        self.key = key
        self.certificatePEM = try key.material.with { own throws(CryptographyError) in
            try Self.make(
                subject: commonName, key: own, issuer: nil, issuerKey: own,
                extensions: [
                    (NID_basic_constraints, "critical,CA:TRUE,pathlen:0"),
                    (NID_key_usage, "critical,keyCertSign,cRLSign"),
                    (NID_subject_key_identifier, "hash"),
                ])
        }
    }

    /// Issues a server's certificate for `localhost`, 127.0.0.1, ::1 and these hosts.
    ///
    /// - Parameter hosts: Names (`*.example.org` too) and IP addresses without brackets.
    /// - Throws: `CryptographyError` for what is neither.
    public func issue(hosts: [String] = []) throws -> Leaf {
        var names = [String]()
        for host in ["localhost", "127.0.0.1", "::1"] + hosts {
            let name = try Self.alternativeName(host)
            if !names.contains(name) { names.append(name) }
        }
        let leafKey = try P256PrivateKey()
        let leaf = try key.material.with { own throws(CryptographyError) in
            try leafKey.material.with { peer throws(CryptographyError) in
                try Self.make(
                    subject: hosts.first ?? "localhost", key: peer, issuer: certificatePEM, issuerKey: own,
                    extensions: [
                        (NID_basic_constraints, "critical,CA:FALSE"),
                        (NID_key_usage, "critical,digitalSignature"),
                        (NID_ext_key_usage, "serverAuth"),
                        (NID_subject_alt_name, names.joined(separator: ",")),
                        (NID_subject_key_identifier, "hash"),
                        (NID_authority_key_identifier, "keyid"),
                    ])
            }
        }
        return Leaf(certificatePEM: leaf + certificatePEM, keyPEM: try leafKey.pem)
    }

    private static func alternativeName(_ host: String) throws(CryptographyError) -> String {
        var address = in6_addr()
        if inet_pton(AF_INET, host, &address) == 1 || inet_pton(AF_INET6, host, &address) == 1 { return "IP:" + host }
        let isName = host.utf8.allSatisfy {
            switch $0 {
            // Nothing of OpenSSL's own syntax, else a name could add an extension.
            case 0x2A, 0x2D, 0x2E, 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A: true
            default: false
            }
        }
        guard isName, (1...253).contains(host.utf8.count) else {
            throw CryptographyError(
                "a certificate is for names of ASCII letters, digits, dots and hyphens, or for IP addresses")
        }
        return "DNS:" + host
    }

    private static func make(
        subject: String, key: OpaquePointer, issuer: String?, issuerKey: OpaquePointer,
        extensions: [(nid: Int32, value: String)]
    ) throws(CryptographyError) -> String {
        guard let certificate = X509_new() else { throw CryptographyError("there is no memory for a certificate") }
        defer { X509_free(certificate) }
        let authority = issuer.flatMap { pem in PEMText.read(pem) { PEM_read_bio_X509($0, nil, nil, nil) } }
        defer { X509_free(authority) }
        // RFC 5280 section 4.1.2.2: at most 20 bytes, positive.
        let serial = RandomBytes.make(16)
        guard let number = BN_bin2bn([serial[0] & 0x7F | 0x40] + serial.dropFirst(), 16, nil) else {
            throw CryptographyError("there is no memory for a certificate")
        }
        defer { BN_free(number) }
        // RFC 5280 appendix A.1: a common name has at most 64 characters.
        let name = Array(String(subject.unicodeScalars.prefix(64).map(Character.init)).utf8)
        let subjectName = X509_get_subject_name(certificate)
        guard X509_set_version(certificate, 2) == 1,
            BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != nil,
            X509_gmtime_adj(X509_getm_notBefore(certificate), -day) != nil,
            X509_gmtime_adj(X509_getm_notAfter(certificate), 365 * day) != nil,
            X509_NAME_add_entry_by_txt(subjectName, "CN", 0x1000, name, Int32(name.count), -1, 0) == 1,
            X509_set_issuer_name(certificate, authority.map { X509_get_subject_name($0) } ?? subjectName) == 1,
            X509_set_pubkey(certificate, key) == 1
        else { throw CryptographyError("the certificate cannot be filled in") }
        for one in extensions where pp_add_extension(certificate, authority ?? certificate, one.nid, one.value) != 1 {
            throw CryptographyError("the certificate does not take an extension")
        }
        guard X509_sign(certificate, issuerKey, EVP_sha256()) > 0 else {
            throw CryptographyError("the certificate cannot be signed")
        }
        return try PEMText.write { bio in PEM_write_bio_X509(bio, certificate) }
    }

    private static let day = 24 * 60 * 60
}
