// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import Testing

struct ReplyTests {
    @Test func aReplyOfSeveralLinesIsOne() throws {
        let reply = try #require(
            SMTPReply(lines: [
                "550-5.1.1 The email account that you tried to reach does not exist.", "550-5.1.1 Try double-checking",
                "550 5.1.1  https://support.google.com/mail/?p=NoSuchUser a1-20020 - gsmtp",
            ]))
        #expect(reply.code == 550)
        #expect(reply.enhanced == EnhancedStatus(5, 1, 1))
        #expect(reply.text.hasPrefix("The email account that you tried to reach does not exist. Try double-checking"))
        #expect(!reply.text.contains("5.1.1"))
        #expect(reply.description == "550 5.1.1")
    }

    @Test(
        arguments: [
            ("250 2.0.0 Ok", EnhancedStatus(2, 0, 0)), ("452 4.2.2 full", EnhancedStatus(4, 2, 2)),
            ("550 5.7.515 Access denied", EnhancedStatus(5, 7, 515)), ("550 4.2.2 classes disagree", nil),
            ("550 5.1 short", nil), ("550 No such user", nil), ("550", nil), ("550 5.1.1", EnhancedStatus(5, 1, 1)),
            ("550 5.1.1000 large", nil), ("550 -5.1.1 sign", nil), ("250 192.0.2.1 hello", nil),
        ] as [(String, EnhancedStatus?)])
    func theEnhancedCodeIsRead(line: String, expected: EnhancedStatus?) {
        #expect(SMTPReply(lines: [line])?.enhanced == expected)
    }

    @Test(arguments: ["", "25", "abc", "100 too low", "600 too high", "-50 x"])
    func whatIsNoReplyIsNone(line: String) {
        #expect(SMTPReply(lines: [line]) == nil)
    }

    @Test func controlsAreTakenOut() {
        #expect(SMTPReply(lines: ["550 bad\u{1B}[2Jthing\u{0}"])?.text == "bad [2Jthing ")
    }

    @Test func repliesAreFoundHoweverTheBytesCome() throws {
        let bytes = Array("250-first\r\n250 second\r\n354 go\r\n250 bare line feed\n421\r\n".utf8)
        for size in [1, 2, 3, 7, bytes.count] {
            var reader = SMTPReplyReader()
            var codes: [Int] = []
            var start = 0
            while start < bytes.count {
                let end = min(start + size, bytes.count)
                try reader.read(bytes[start..<end]) { codes.append($0.code) }
                start = end
            }
            #expect(codes == [250, 354, 250, 421])
        }
    }

    @Test(
        arguments: [
            String(repeating: "x", count: 3_000), "hello\r\n", String(repeating: "250-a\r\n", count: 129),
            "HTTP/1.1 400\r\n",
        ])
    func aServerThatDoesNotStopIsCutOff(text: String) {
        var reader = SMTPReplyReader()
        #expect(throws: SMTPReplyReader.Violation.self) { try reader.read(Array(text.utf8)) { _ in } }
    }

    @Test func capabilitiesAreRead() {
        let capabilities = SMTPCapabilities(lines: [
            "250-smtp.example.com at your service", "250-SIZE 35882577", "250-8BITMIME", "250-starttls",
            "250-AUTH LOGIN PLAIN XOAUTH2", "250-AUTH=LOGIN", "250-ENHANCEDSTATUSCODES", "250-PIPELINING",
            "250 SMTPUTF8",
        ])
        #expect(capabilities.maxMessageBytes == 35_882_577)
        #expect(capabilities.offers8BitMIME && capabilities.offersPipelining && capabilities.offersSMTPUTF8)
        #expect(capabilities.offersStartTLS)
        #expect(capabilities.loginMechanisms == ["LOGIN", "PLAIN", "XOAUTH2"])
    }

    @Test(arguments: ["250 SIZE", "250 SIZE 0", "250 SIZE huge"])
    func aSizeWithoutANumberIsNoLimit(line: String) {
        let capabilities = SMTPCapabilities(lines: ["250-x", line])
        #expect(capabilities.offersSize)
        #expect(capabilities.maxMessageBytes == nil)
    }
}
