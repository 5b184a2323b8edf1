// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Values
import Webhooks

@Suite("Webhook signatures")
struct VerifierTests {
    private let now = Timestamp(seconds: 1_778_558_999)
    private let secret = "whsec_4f1d0c6a5b7e8899"
    private let body = #"{"event":"tracking.polled","items":[{"courierCode":"cj","trackingNumber":"686530129012"}]}"#

    private func verifier(
        _ schemes: [SignatureScheme] = SignatureScheme.allCases, secrets: [String]? = nil, tolerance: Int = 300
    ) -> WebhookVerifier {
        WebhookVerifier(
            schemes: schemes, secrets: (secrets ?? [secret]).map { Secret($0) }, toleranceSeconds: tolerance)
    }

    /// Signed by Python: hmac.new(secret, f"{timestamp}.{body}".encode(), sha256), the code of DeliveryAPI's own SDK.
    @Test("a signature made by Python's hmac, as DeliveryAPI's SDK makes it, verifies")
    func pythonVector() {
        var request = SignedRequest(#"{"event":"tracking.polled","requestId":"req_1","items":[]}"#)
        request.headers = [
            "X-Webhook-Signature": "sha256=9240e4329f87ca61435abd01f4101ef8778034ea90cac76d079a90533aaccc47",
            "X-Webhook-Timestamp": "1778558999",
        ]
        #expect(request.verdict(of: verifier(), now: now) == .verified(.deliveryAPI))
    }

    /// The example of the Standard Webhooks specification's libraries.
    @Test("the published vector of Standard Webhooks verifies")
    func standardVector() {
        var request = SignedRequest(#"{"test": 2432232314}"#)
        request.headers = [
            "Webhook-Id": "msg_p5jXN8AQM9LWM0D4loKWxJek", "Webhook-Timestamp": "1614265330",
            "Webhook-Signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        ]
        let verifier = verifier(secrets: ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])
        let then = Timestamp(seconds: 1_614_265_330)
        #expect(request.verdict(of: verifier, now: then) == .verified(.standardWebhooks))
        // The same key without its prefix, and among other versions and other signatures.
        #expect(
            request.verdict(of: self.verifier(secrets: ["MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]), now: then)
                == .verified(.standardWebhooks))
        request.headers["Webhook-Signature"] =
            "v1a,abc v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
        #expect(request.verdict(of: verifier, now: then) == .verified(.standardWebhooks))
        #expect(request.verdict(of: verifier, now: then + .seconds(301)) == .refused(.staleTimestamp))
        request.headers["Webhook-Id"] = "msg_other"
        #expect(request.verdict(of: verifier, now: then) == .refused(.wrongSignature))
        request.headers["Webhook-Id"] = nil
        #expect(request.verdict(of: verifier, now: then) == .refused(.malformed))
    }

    @Test("a Standard Webhooks secret that is no base64 is used as text")
    func textSecret() {
        let request = SignedRequest(body).standard(key: Array("plain text!".utf8), id: "msg_1", at: now.seconds)
        #expect(request.verdict(of: verifier(secrets: ["plain text!"]), now: now) == .verified(.standardWebhooks))
    }

    @Test("the body-only signature verifies in either case of hex, and says that replays are possible")
    func bodyOnly() {
        var request = SignedRequest(body).bodyOnly(secret: secret)
        #expect(request.verdict(of: verifier(), now: now) == .verified(.bodyOnly))
        let upper = request.headers["X-DeliveryAPI-Signature"]!.uppercased()
        request.headers["X-DeliveryAPI-Signature"] = upper
        #expect(request.verdict(of: verifier(), now: now) == .verified(.bodyOnly))
        #expect(SignatureScheme.bodyOnly.proof == "body-only: body HMAC without timestamp: replays are possible")
        #expect(SignatureScheme.deliveryAPI.proof == "deliveryapi: timestamped HMAC")
    }

    @Test("a timestamp is good 300 seconds either way and not one more", arguments: [-301, -300, 0, 300, 301])
    func tolerance(offset: Int64) {
        let request = SignedRequest(body).deliveryAPI(secret: secret, at: now.seconds + offset)
        let expected: SignatureVerdict = abs(offset) <= 300 ? .verified(.deliveryAPI) : .refused(.staleTimestamp)
        #expect(request.verdict(of: verifier(), now: now) == expected)
    }

    @Test("a timestamp changed to look fresh breaks the signature")
    func refreshedTimestamp() {
        var request = SignedRequest(body).deliveryAPI(secret: secret, at: now.seconds - 4_000)
        #expect(request.verdict(of: verifier(), now: now) == .refused(.staleTimestamp))
        request.headers["X-Webhook-Timestamp"] = String(now.seconds)
        #expect(request.verdict(of: verifier(), now: now) == .refused(.wrongSignature))
    }

    @Test("while a secret is rotated both verify; afterwards only the new one does")
    func rotation() {
        let old = SignedRequest(body).deliveryAPI(secret: "old-secret", at: now.seconds)
        let new = SignedRequest(body).deliveryAPI(secret: "new-secret", at: now.seconds)
        let both = verifier(secrets: ["old-secret", "new-secret"])
        #expect(old.verdict(of: both, now: now) == .verified(.deliveryAPI))
        #expect(new.verdict(of: both, now: now) == .verified(.deliveryAPI))
        let after = verifier(secrets: ["new-secret"])
        #expect(old.verdict(of: after, now: now) == .refused(.wrongSignature))
        #expect(new.verdict(of: after, now: now) == .verified(.deliveryAPI))
    }

    @Test("every changed, added or missing byte of the body breaks every scheme")
    func tampering() {
        let requests = [
            SignedRequest(body).deliveryAPI(secret: secret, at: now.seconds),
            SignedRequest(body).bodyOnly(secret: secret),
            SignedRequest(body).standard(key: Array("k!".utf8), id: "m", at: now.seconds),
        ]
        let verifier = verifier(secrets: [secret, "k!"])
        for request in requests {
            for index in request.body.indices {
                for mask: UInt8 in [0x01, 0x20, 0x80] {
                    var changed = request
                    changed.body[index] ^= mask
                    #expect(changed.verdict(of: verifier, now: now) == .refused(.wrongSignature), "byte \(index)")
                }
                var shorter = request
                shorter.body.remove(at: index)
                #expect(shorter.verdict(of: verifier, now: now) == .refused(.wrongSignature), "byte \(index)")
            }
            var longer = request
            longer.body.append(0x0A)
            #expect(longer.verdict(of: verifier, now: now) == .refused(.wrongSignature))
        }
    }

    @Test("every changed digit of the signature is refused")
    func tamperedSignature() {
        let request = SignedRequest(body).deliveryAPI(secret: secret, at: now.seconds)
        let signature = Array(request.headers["X-Webhook-Signature"]!)
        for index in 7..<signature.count {
            var changed = signature
            changed[index] = changed[index] == "0" ? "1" : "0"
            var forged = request
            forged.headers["X-Webhook-Signature"] = String(changed)
            #expect(forged.verdict(of: verifier(), now: now) == .refused(.wrongSignature))
        }
    }

    @Test("what is no signature or no timestamp is malformed")
    func malformed() {
        let good = SignedRequest(body).deliveryAPI(secret: secret, at: now.seconds)
        for signature in ["", "sha256=", "sha256=zz", "sha1=" + String(repeating: "0", count: 40), "sha256=abc", "ü"] {
            var request = good
            request.headers["X-Webhook-Signature"] = signature
            #expect(request.verdict(of: verifier(), now: now) == .refused(.malformed), "\(signature)")
        }
        for timestamp in ["", "now", "-1778558999", "1778558999.5", "1 778", "9999999999999999999", "１７７８"] {
            var request = good
            request.headers["X-Webhook-Timestamp"] = timestamp
            #expect(request.verdict(of: verifier(), now: now) == .refused(.malformed), "\(timestamp)")
        }
        var request = good
        request.headers["X-Webhook-Timestamp"] = nil
        #expect(request.verdict(of: verifier(), now: now) == .refused(.malformed))
        request = SignedRequest(body)
        request.headers = ["webhook-id": "m", "webhook-timestamp": String(now.seconds), "webhook-signature": "v2,abcd"]
        #expect(request.verdict(of: verifier(), now: now) == .refused(.malformed))
    }

    @Test("without any signature it is unsigned; by a scheme that is not allowed it is refused")
    func schemes() {
        #expect(SignedRequest(body).verdict(of: verifier(), now: now) == .unsigned)
        let weak = SignedRequest(body).bodyOnly(secret: secret)
        #expect(weak.verdict(of: verifier([.deliveryAPI]), now: now) == .refused(.schemeNotAllowed))
        #expect(weak.verdict(of: verifier([]), now: now) == .refused(.schemeNotAllowed))
        #expect(SignedRequest(body).verdict(of: verifier([]), now: now) == .unsigned)
        #expect(SignatureScheme(rawValue: "standard-webhooks") == .standardWebhooks)
    }

    @Test("of two signatures one that proves it is enough, and the stronger one's reason is told")
    func several() {
        var request = SignedRequest(body).deliveryAPI(secret: secret, at: now.seconds - 900).bodyOnly(secret: secret)
        #expect(request.verdict(of: verifier(), now: now) == .verified(.bodyOnly))
        request.body.append(0x20)
        #expect(request.verdict(of: verifier([.bodyOnly, .deliveryAPI]), now: now) == .refused(.wrongSignature))
    }

    @Test("an empty secret signs nothing: anybody could make its signatures", arguments: ["", "  ", "\n", "whsec_"])
    func emptySecret(_ empty: String) {
        let verifier = verifier(secrets: [empty])
        for request in [
            SignedRequest(body).deliveryAPI(secret: empty, at: now.seconds),
            SignedRequest(body).bodyOnly(secret: empty),
            SignedRequest(body).standard(key: [], id: "m", at: now.seconds),
        ] {
            #expect(request.verdict(of: verifier, now: now) == .refused(.wrongSignature))
        }
        #expect(
            SignedRequest(body).bodyOnly(secret: "").verdict(of: self.verifier(secrets: []), now: now)
                == .refused(.wrongSignature))
    }

    @Test("a verifier printed by accident shows no secret")
    func description() {
        var dumped = ""
        dump(verifier(), to: &dumped)
        for text in [String(describing: verifier()), String(reflecting: verifier()), dumped] {
            #expect(!text.contains("4f1d0c6a"))
            #expect(!text.contains(Array(secret.utf8).prefix(8).map(String.init).joined(separator: ", ")))
        }
    }
}
