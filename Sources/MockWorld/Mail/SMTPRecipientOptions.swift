// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// What stands behind the path of a RCPT command (RFC 3461 sections 4.1 and 4.2).
package struct SMTPRecipientOptions: Hashable, Sendable {
    /// When the sender wants to be told.
    package struct Notify: OptionSet, Hashable, Sendable {
        /// The bits.
        package let rawValue: UInt8
        /// Makes a set.
        package init(rawValue: UInt8) { self.rawValue = rawValue }
        /// When the mail is delivered.
        package static let success = Notify(rawValue: 1)
        /// When it cannot be.
        package static let failure = Notify(rawValue: 2)
        /// When it takes long.
        package static let delay = Notify(rawValue: 4)

        /// The keywords as they stand in the command.
        package var keywords: String {
            let names: [(Notify, String)] = [(.success, "SUCCESS"), (.failure, "FAILURE"), (.delay, "DELAY")]
            return isEmpty ? "NEVER" : names.filter { contains($0.0) }.map(\.1).joined(separator: ",")
        }
    }

    /// `NOTIFY=`; empty for NEVER, nil when it was not given, which means failures and perhaps delays.
    package var notify: Notify?
    /// `ORCPT=`: the address type, `rfc822` or `utf-8`.
    package var originalType: String?
    /// `ORCPT=`: the address, decoded.
    package var originalAddress: String?

    /// None given.
    package init() {}

    /// Whether anything was given.
    package var isEmpty: Bool { self == SMTPRecipientOptions() }
}
