// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Testing
import Transports
import Values

struct ReplyTextTests {
    @Test(
        arguments: [
            ("<hong@example.net>: Recipient address rejected", "<h***@example.net>: Recipient address rejected"),
            ("unknown user hong.gil-dong+shop@mail.example.co.kr.", "unknown user h***@mail.example.co.kr."),
            ("a@b.c and x@y.z", "a***@b.c and x***@y.z"), ("홍길동@한국.kr 없음", "홍***@한국.kr 없음"),
            ("no address here", "no address here"), ("@ alone, a@ and @b", "@ alone, a@ and @b"),
            ("hong＠example.net", "h***@example.net"), ("\"hong gil\"@example.net", "\"hong g***@example.net"),
            ("bounce+d1.abc@shop.example", "b***@shop.example"), ("", ""),
            ("mailto:hong@example.net?x", "mailto:h***@example.net?x"), ("user@[192.0.2.1]", "u***@[192.0.2.1]"),
        ])
    func addressesAreMasked(text: String, expected: String) {
        #expect(ReplyText.masked(text) == expected)
    }

    @Test func theRecipientsNameAloneIsMaskedToo() throws {
        let address = try EmailAddress("hong.gildong@example.net")
        #expect(ReplyText.masked("550 user Hong.Gildong unknown", hiding: [address]) == "550 user h*** unknown")
        #expect(ReplyText.masked("xhong.gildongx", hiding: [address]) == "xhong.gildongx")
        let masked = ReplyText.masked("hong.gildong@example.net and hong.gildong", hiding: [address])
        #expect(masked == "h***@example.net and h***")
    }

    @Test func controlsAndLengthAreBounded() {
        #expect(ReplyText.masked("a\r\nb\u{1B}[0m") == "a  b [0m")
        #expect(ReplyText.masked(String(repeating: "long ", count: 500)).count == ReplyText.maxLength)
    }

    @Test func noAddressSurvivesAnywhere() throws {
        let address = try EmailAddress("secret.name@example.net")
        for before in ["", "<", "(", "[", ":", "=", "\"", "'", ",", ";", "/", "to:", " "] {
            for after in ["", ">", ")", "]", ":", "\"", "'", ",", ";", ".", "?", "!", " "] {
                let text = ReplyText.masked(before + "secret.name@example.net" + after, hiding: [address])
                #expect(!text.contains("secret"))
            }
        }
    }
}
