// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld

extension LedgerReport {
    /// How often a Message-ID came, and how often it was refused.
    private struct Arrivals {
        var stored: UInt32 = 0
        var refused: UInt32 = 0
    }

    /// Compares a journal with the inbox.
    ///
    /// - Parameters:
    ///   - book: The journal, read before the inbox: what it says was sent is there by now.
    ///   - inbox: The messages.
    ///   - catchUp: Reads what the journal has got since, so that no message is called unexpected that came in between.
    mutating func compare(
        _ book: LedgerBook, with inbox: Inbox, catchUp: (inout LedgerBook) async throws -> Void
    ) async throws {
        var arrivals: [UInt64: Arrivals] = [:]
        each(of: inbox) { message in
            guard !message.isReport else {
                totals.reports += 1
                return
            }
            let isRefused = message.refusal != nil
            if isRefused { totals.refused += 1 } else { totals.stored += 1 }
            let name = message.messageID.map(LedgerBook.name) ?? 0
            if isRefused {
                arrivals[name, default: Arrivals()].refused += 1
            } else {
                arrivals[name, default: Arrivals()].stored += 1
            }
        }
        var later = book
        try await catchUp(&later)
        judge(book, later, arrivals)
        var known = later.earlierNames
        for entry in later.entries.values { known.insert(entry.name) }
        known.remove(0)
        for (name, arrived) in arrivals where arrived.stored > 0 && !known.contains(name) {
            totals.unexpected += Int(arrived.stored)
        }
        name(&findings, in: inbox, unexpected: { !known.contains($0) && (arrivals[$0]?.stored ?? 0) > 0 })
        last = later.last
        lines = later.lineCount
    }

    /// Judges each delivery by the state the journal gave it before the inbox was read, so that nothing is called missing that
    /// was sent in between.
    private mutating func judge(_ book: LedgerBook, _ later: LedgerBook, _ arrivals: [UInt64: Arrivals]) {
        var counts: [Kind: Int] = [:]
        // In order, so that of many findings the first are told.
        for (delivery, entry) in later.entries.sorted(by: { $0.key < $1.key }) {
            totals.deliveries += 1
            let stored = entry.name == 0 ? 0 : Int(arrivals[entry.name]?.stored ?? 0)
            var kind: Kind?
            switch entry.state {
            case .sent:
                totals.sent += 1
                if entry.hasFailed { totals.refusedThenSent += 1 }
                if stored == 0, book.entries[delivery]?.state == .sent { kind = .missing }
            case .open: totals.open += 1
            case .ended:
                totals.ended += 1
                if stored > 0, entry.doubts == 0 { kind = .unsaid }
            }
            if entry.state != .sent, stored > 0, entry.doubts > 0 { totals.doubtful += 1 }
            if stored > 1 {
                // An attempt that may have arrived is one copy more, whatever became of the others.
                let isExplained = stored <= Int(entry.doubts) + (entry.state == .sent ? 1 : 0) || entry.doubts == .max
                kind = kind ?? (isExplained ? .doubled : .unexplained)
                if isExplained { totals.copies += stored - 1 }
            }
            guard let kind else { continue }
            totals.add(kind)
            counts[kind, default: 0] += 1
            if counts[kind, default: 0] <= Self.limit {
                findings.append(
                    Finding(kind: kind, delivery: delivery, line: entry.line, copies: stored, name: entry.name))
            }
        }
        findings.sort { ($0.kind.order, $0.delivery ?? 0) < ($1.kind.order, $1.delivery ?? 0) }
    }

    /// Puts the messages' ids beside the findings, and adds the messages that nothing names.
    private func name(_ findings: inout [Finding], in inbox: Inbox, unexpected: (UInt64) -> Bool) {
        var places: [UInt64: Int] = [:]
        for (index, finding) in findings.enumerated() where finding.name != 0 { places[finding.name] = index }
        var strangers: [Finding] = []
        let isAsked = totals.unexpected > 0 || !places.isEmpty
        guard isAsked else { return }
        each(of: inbox) { message in
            guard message.refusal == nil, !message.isReport else { return }
            let name = message.messageID.map(LedgerBook.name) ?? 0
            if let place = places[name] {
                if findings[place].messages.count < 10 { findings[place].messages.append(message.id) }
                findings[place].messageID = message.messageID
            } else if strangers.count < Self.limit, unexpected(name) {
                strangers.append(
                    Finding(kind: .unexpected, messageID: message.messageID, messages: [message.id], copies: 1))
            }
        }
        findings.insert(contentsOf: strangers, at: findings.firstIndex { $0.kind == .doubled } ?? findings.count)
    }

    private func each(of inbox: Inbox, _ look: (InboxMessage) -> Void) {
        var filter = InboxFilter()
        filter.space = space
        filter.refused = .include
        var position: MessageKey?
        while true {
            let page = inbox.list(filter, limit: 1_000, before: position)
            for message in page.messages { look(message) }
            guard let next = page.next else { return }
            position = next
        }
    }
}

extension InboxMessage {
    /// Whether it is a mail server's own: a bounce or a complaint has no sender to answer to (RFC 5321 section 4.5.5).
    fileprivate var isReport: Bool { channel == .email && envelope.sender.isEmpty }
}

extension LedgerReport.Totals {
    fileprivate mutating func add(_ kind: LedgerReport.Kind) {
        switch kind {
        case .missing: missing += 1
        case .unexplained: unexplained += 1
        case .unsaid: unsaid += 1
        case .unexpected: unexpected += 1
        case .doubled: doubled += 1
        }
    }
}

extension LedgerReport.Kind {
    /// The worst first.
    fileprivate var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
