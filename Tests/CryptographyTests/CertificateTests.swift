// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Cryptography
import Foundation
import Testing

@Suite("Certificates, as openssl sees them")
struct CertificateTests {
    /// Writes the authority and a leaf into a folder, and runs openssl there.
    private static func openssl(_ hosts: [String], _ arguments: String) throws -> (status: Int32, output: String) {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let authority = try CertificateAuthority(commonName: "Parcelpost test 소포")
        let leaf = try authority.issue(hosts: hosts)
        try authority.certificatePEM.write(
            to: folder.appendingPathComponent("ca.pem"), atomically: true, encoding: .utf8)
        try leaf.certificatePEM.write(to: folder.appendingPathComponent("leaf.pem"), atomically: true, encoding: .utf8)
        try leaf.keyPEM.write(to: folder.appendingPathComponent("key.pem"), atomically: true, encoding: .utf8)
        let out = folder.appendingPathComponent("out")
        try Data().write(to: out)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "exec 2>&1; openssl \(arguments)"]
        process.currentDirectoryURL = folder
        process.standardOutput = try FileHandle(forWritingTo: out)
        try process.run()
        process.waitUntilExit()
        return (process.terminationStatus, try String(contentsOf: out, encoding: .utf8))
    }

    @Test(
        arguments: [
            "-verify_hostname localhost", "-verify_ip 127.0.0.1", "-verify_ip ::1", "-verify_hostname mock.example",
            "-verify_hostname a.test.example", "-verify_ip 192.0.2.7", "-purpose sslserver -x509_strict",
        ])
    func theLeafIsTrusted(_ check: String) throws {
        let answer = try Self.openssl(
            ["mock.example", "*.test.example", "192.0.2.7"], "verify -CAfile ca.pem \(check) leaf.pem")
        #expect(answer.status == 0, "\(answer.output)")
        #expect(answer.output == "leaf.pem: OK\n")
    }

    @Test(arguments: ["-verify_hostname other.example", "-verify_ip 127.0.0.2", "-purpose sslclient"])
    func theLeafIsForNothingElse(_ check: String) throws {
        let answer = try Self.openssl([], "verify -CAfile ca.pem \(check) leaf.pem")
        #expect(answer.status != 0, "\(answer.output)")
    }

    @Test func theKeyIsTheLeafsAndTheYearIsRight() throws {
        let keys = try Self.openssl(
            [], "pkey -in key.pem -pubout > a && openssl x509 -in leaf.pem -pubkey -noout > b && cmp a b && echo same")
        #expect(keys.output == "same\n")
        #expect(try Self.openssl([], "x509 -in leaf.pem -noout -checkend \(364 * 86_400)").status == 0)
        #expect(try Self.openssl([], "x509 -in leaf.pem -noout -checkend \(366 * 86_400)").status == 1)
        let text = try Self.openssl([], "x509 -in ca.pem -noout -subject -nameopt utf8 -text").output
        #expect(text.contains("subject=CN=Parcelpost test 소포"))
        #expect(text.contains("CA:TRUE, pathlen:0"))
        #expect(text.contains("Certificate Sign, CRL Sign"))
    }

    @Test(arguments: ["a,email:x@y.example", "a b", "", "호스트.example", "x/y", String(repeating: "a", count: 254)])
    func whatIsNoHostIsRefused(_ host: String) throws {
        let authority = try CertificateAuthority(commonName: "Test")
        #expect(throws: CryptographyError.self) { try authority.issue(hosts: [host]) }
    }

    @Test func twoAuthoritiesHaveTwoKeys() throws {
        #expect(
            try CertificateAuthority(commonName: "One").certificatePEM
                != CertificateAuthority(commonName: "One").certificatePEM)
    }
}
