// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// One mail transaction on a connection that is logged in: MAIL, RCPT, DATA, the message, its answer.
///
/// Pure: replies in, what to send out. With PIPELINING (RFC 2920) the three commands go out together, which saves two
/// round trips a mail; without it each waits for its answer.
package struct SMTPTransaction {
    /// What to do next.
    package enum Step: Equatable {
        /// Wait for more replies.
        case wait
        /// Send a command.
        case send([UInt8])
        /// Send the message with its final dot, then call `messageSent`.
        case sendMessage
        /// It is over: read `accepted` or `refusal`.
        case finished
    }

    private enum Command {
        case reset, sender, recipient, data, emptyMessage, message
    }

    /// How far it got.
    package private(set) var stage = SMTPStage.sender
    /// The reply by which the server took responsibility.
    package private(set) var accepted: SMTPReply?
    /// The first refusal, and what it refused.
    package private(set) var refusal: (reply: SMTPReply, stage: SMTPStage)?
    /// Whether a positive answer to MAIL has come: until then nothing has begun on the server.
    package private(set) var hasBegun = false

    private let isPipelined: Bool
    private let commands: [(Command, [UInt8])]
    private var unsent: Int
    private var awaited: [Command] = []
    private var isBroken = false

    /// Prepares a transaction.
    ///
    /// - Parameters:
    ///   - sender: The MAIL command without its line end.
    ///   - recipient: The RCPT command without its line end.
    ///   - isPipelined: Whether the server offers PIPELINING.
    ///   - needsReset: Whether the connection still holds an unfinished transaction.
    package init(sender: String, recipient: String, isPipelined: Bool, needsReset: Bool) {
        self.isPipelined = isPipelined
        var commands: [(Command, [UInt8])] = needsReset ? [(.reset, Array("RSET\r\n".utf8))] : []
        commands.append((.sender, Array((sender + "\r\n").utf8)))
        commands.append((.recipient, Array((recipient + "\r\n").utf8)))
        commands.append((.data, Array("DATA\r\n".utf8)))
        self.commands = commands
        self.unsent = 0
    }

    /// Whether the server still holds a transaction that RSET must clear.
    package var needsReset: Bool { accepted == nil && stage < .ending }

    /// Whether another mail may follow on the connection.
    package var isConnectionUsable: Bool {
        awaited.isEmpty && stage != .message && !isBroken && refusal?.reply.code != 421
    }

    /// The first bytes to send.
    package mutating func begin() -> [UInt8] {
        guard isPipelined else { return nextCommand() }
        awaited = commands.map(\.0)
        unsent = commands.count
        return commands.reduce(into: []) { $0 += $1.1 }
    }

    /// Takes one reply.
    package mutating func receive(_ reply: SMTPReply) -> Step {
        guard let command = awaited.first else {
            // Nobody asked: the server gives up in the middle of the message, or talks nonsense.
            isBroken = true
            if reply.code >= 400 { refuse(reply) }
            return .finished
        }
        awaited.removeFirst()
        if reply.code == 421 {
            refuse(reply)
            return .finished
        }
        switch command {
        case .reset:
            guard reply.isPositive else {
                refuse(reply)
                return .finished
            }
        case .sender:
            if reply.isPositive {
                hasBegun = true
                if refusal == nil { stage = .recipient }
            } else {
                refuse(reply)
            }
        case .recipient:
            if reply.isPositive {
                if refusal == nil { stage = .data }
            } else {
                refuse(reply)
            }
        case .data: return receiveDataReply(reply)
        case .emptyMessage: return .finished
        case .message:
            if reply.isPositive { accepted = reply } else { refuse(reply) }
            return .finished
        }
        if isPipelined { return .wait }
        return refusal == nil ? .send(nextCommand()) : .finished
    }

    /// Notes that the final dot was handed to the network.
    package mutating func messageSent() {
        stage = .ending
        awaited = [.message]
    }

    private mutating func receiveDataReply(_ reply: SMTPReply) -> Step {
        guard reply.code == 354 else {
            refuse(reply)
            return .finished
        }
        guard refusal == nil else {
            // RFC 2920 section 3.1: the server went on to DATA although nobody is left to receive; end it empty.
            awaited = [.emptyMessage]
            return .send(Array(".\r\n".utf8))
        }
        stage = .message
        return .sendMessage
    }

    private mutating func refuse(_ reply: SMTPReply) {
        if refusal == nil { refusal = (reply, stage) }
    }

    private mutating func nextCommand() -> [UInt8] {
        let (command, bytes) = commands[unsent]
        unsent += 1
        awaited.append(command)
        return bytes
    }
}
