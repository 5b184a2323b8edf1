// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import TestSupport
import Values

/// What these tests send.
enum Letters {
    static let sender = try! EmailAddress("shop@example.com")
    static let recipient = try! EmailAddress("hong@example.net")

    /// A message of exactly `bytes` bytes with CRLF line ends.
    static func message(bytes: Int = 400, line: String = "All work and no play makes a parcel late.") -> [UInt8] {
        var message = Array("Subject: test\r\nFrom: shop@example.com\r\n\r\n".utf8)
        let filler = Array((line + "\r\n").utf8)
        while message.count + filler.count <= bytes - 2 { message += filler }
        message += [UInt8](repeating: 0x78, count: max(0, bytes - 2 - message.count))
        return message + [0x0D, 0x0A]
    }

    static func relay(
        _ peer: MailPeer, host: String = "127.0.0.1", security: SMTPRelay.Security = .plain, login: SMTPLogin? = nil,
        caFile: String? = nil, verifiesPeer: Bool = true, maxConnections: Int = 4,
        maxMessagesPerConnection: Int = 100, timeouts: SMTPTimeouts = SMTPTimeouts()
    ) throws -> SMTPRelay {
        try SMTPRelay(
            host: host, port: peer.port, security: security, login: login, heloName: "client.test", caFile: caFile,
            verifiesPeer: verifiesPeer, maxConnections: maxConnections,
            maxMessagesPerConnection: maxMessagesPerConnection, timeouts: timeouts)
    }
}

/// A loop that is shut down with the closure.
@discardableResult
func withLoop<Result>(
    _ limits: CurlLimits = CurlLimits(), _ body: (CurlLoop) async throws -> Result
) async throws -> Result {
    let loop = try CurlLoop(limits: limits)
    do {
        let result = try await body(loop)
        await loop.shutdown(grace: .zero)
        return result
    } catch {
        await loop.shutdown(grace: .zero)
        throw error
    }
}

extension CurlLoop {
    /// Sends one ordinary mail.
    func send(
        _ relay: SMTPRelay, to recipient: EmailAddress = Letters.recipient, _ message: [UInt8] = Letters.message()
    ) async -> SMTPResult {
        await perform(SMTPTransfer(relay: relay, sender: Letters.sender, recipient: recipient, message: message))
    }
}

extension SMTPResult {
    var acceptedReply: SMTPReply? { if case .accepted(let reply) = verdict { reply } else { nil } }
    var refusal: SMTPReply? { if case .refused(let reply) = verdict { reply } else { nil } }
    var failure: TransferFailure? { if case .failed(let failure) = verdict { failure } else { nil } }
    var unknown: TransferFailure? { if case .unknown(let failure) = verdict { failure } else { nil } }
}
