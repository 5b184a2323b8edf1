// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Notices
import Shipping
import TestSupport
import Testing
import Values

/// `POST /v1/bounces`: SEMANTICS C7, a bounce acts only on a token that is ours.
@Suite(.timeLimit(.minutes(1))) struct BounceRoutesTests {
    /// The example of RFC 3464, appendix E.1, about a mail of ours; the original's header with its Message-ID is put in.
    static func bounce(_ messageID: String, action: String = "failed", status: String = "5.1.1") -> String {
        """
        Date: Thu, 7 Jul 1994 17:16:05 -0400
        From: Mail Delivery Subsystem <MAILER-DAEMON@CS.UTK.EDU>
        Message-Id: <199407072116.RAA14128@CS.UTK.EDU>
        Subject: Returned mail: Cannot send message for 5 days
        To: <owner-info-mime@cs.utk.edu>
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status;
              boundary="RAA14128.773615765/CS.UTK.EDU"

        --RAA14128.773615765/CS.UTK.EDU

        The original message was received at Sat, 2 Jul 1994 17:10:28 -0400
        from root@localhost

        --RAA14128.773615765/CS.UTK.EDU
        content-type: message/delivery-status

        Reporting-MTA: dns; cs.utk.edu

        Original-Recipient: rfc822;hong@example.com
        Final-Recipient: rfc822;hong@example.com
        Action: \(action)
        Status: \(status)
        Diagnostic-Code: smtp; 550 5.1.1
          <hong@example.com>: user unknown
        Last-Attempt-Date: Thu, 7 Jul 1994 17:15:49 -0400

        --RAA14128.773615765/CS.UTK.EDU
        content-type: message/rfc822

        Message-ID: <\(messageID)>
        From: shop@sun.example.com

        [original message goes here]
        --RAA14128.773615765/CS.UTK.EDU--

        """.replacing("\n", with: "\r\n")
    }

    /// The example of RFC 5965, appendix B.1, about a mail of ours.
    static func complaint(_ messageID: String) -> String {
        """
        From: <abusedesk@example.com>
        Date: Thu, 8 Mar 2005 17:40:36 EDT
        Subject: FW: Earn money
        To: <abuse@example.net>
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=feedback-report;
             boundary="part1_13d.2e68ed54_boundary"

        --part1_13d.2e68ed54_boundary
        Content-Type: text/plain; charset="US-ASCII"
        Content-Transfer-Encoding: 7bit

        This is an email abuse report for an email message received from IP
        192.0.2.1 on Thu, 8 Mar 2005 14:00:00 EDT.

        --part1_13d.2e68ed54_boundary
        Content-Type: message/feedback-report

        Feedback-Type: abuse
        User-Agent: SomeGenerator/1.0
        Version: 1

        --part1_13d.2e68ed54_boundary
        Content-Type: text/rfc822-headers
        Content-Disposition: inline

        From: <somespammer@example.net>
        Message-ID: <\(messageID)>
        Subject: Earn money

        --part1_13d.2e68ed54_boundary--

        """.replacing("\n", with: "\r\n")
    }

    /// A desk with one parcel told of, and the Message-ID of its letter.
    private func desk() async throws -> (desk: Desk, messageID: String) {
        let desk = try Desk()
        try await desk.register()
        try await desk.record(Samples.event(.outForDelivery))
        let queued = try await desk.store.inner.deliveries(.queued, shop: nil, before: nil, limit: 1)
        let delivery = try #require(queued.first?.delivery)
        let key = try await desk.store.inner.identityKey(of: .default)
        return (desk, try DeliveryIdentity.messageID(of: delivery, key: key, domain: "sun.example.com").value)
    }

    @Test("A bounce and a complaint stand in the letter's trace by their codes, and name nobody")
    func recorded() async throws {
        let (desk, messageID) = try await desk()
        try await desk.open { window async throws in
            for mail in [Self.bounce(messageID), Self.complaint(messageID)] {
                let answer = try await window.bounce(mail)
                #expect(answer.code == 202)
                #expect(answer.json["recorded"]?.bool == true, "\(answer.text)")
            }
            let told = try await desk.trace().filter { $0.entry.kind == .receipt }
            #expect(told.count == 2)
            #expect(
                told.first?.entry.facts.map { "\($0.name)=\($0.value)" } == [
                    "channel=email", "action=failed", "status=5.1.1", "code=550",
                ])
            #expect(told.last?.entry.facts.last == TraceEntry.Fact("complaint", "abuse"))
            let journal = try await window.get("/v1/journal")
            #expect(journal.text.contains("\"receipt\"") && !journal.text.contains("hong"))
            // Nothing else has changed.
            #expect(try await window.get("/v1/idle").json["due"]?.integer == 1)
        }
    }

    @Test("C7: a name that is not ours, or another shop's, is taken and recorded nowhere")
    func strangers() async throws {
        let (desk, messageID) = try await desk()
        let forged = messageID.replacing(/\.[0-9a-f]{20}@/, with: ".00000000000000000000@")
        try await desk.open { window async throws in
            for (mail, key) in [
                (Self.bounce("d1.0.x@elsewhere.example"), Desk.key), (Self.bounce(forged), Desk.key),
                (Self.bounce(messageID), Desk.moonKey),
            ] {
                let answer = try await window.bounce(mail, key: key)
                #expect(answer.code == 202)
                #expect(answer.json["recorded"]?.bool == false)
            }
            #expect(try await desk.trace().allSatisfy { $0.entry.kind != .receipt })
        }
    }

    @Test("What is no report is 400, another type 415, without a key 401, beyond a mebibyte 413")
    func refused() async throws {
        let (desk, messageID) = try await desk()
        try await desk.open { window async throws in
            let bounce = Self.bounce(messageID)
            for mail in [
                "", "Subject: hello\r\n\r\nhello\r\n", Self.bounce(messageID, action: "exploded"),
                Self.bounce(messageID, status: "soon"), bounce.replacing("message/delivery-status", with: "text/plain"),
            ] { #expect(try await window.bounce(mail).code == 400) }
            #expect(try await window.bounce(bounce, type: "text/plain").code == 415)
            #expect(try await window.bounce(bounce, key: nil).code == 401)
            let large = bounce + String(repeating: "x", count: 1 << 20)
            #expect(try await window.bounce(large).code == 413)
            #expect(try await desk.trace().allSatisfy { $0.entry.kind != .receipt })
        }
    }
}

extension Window {
    /// Hands a bounce in.
    fileprivate func bounce(
        _ mail: String, type: String = "message/rfc822", key: String? = Desk.key
    ) async throws -> TestResponse {
        var headers: HTTPFields = [.contentType: type]
        if let key { headers[.authorization] = "Bearer " + key }
        return try await client.execute(
            uri: "/v1/bounces", method: .post, headers: headers, body: ByteBuffer(string: mail))
    }
}
