// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// The space of a mail before it is kept.
package enum MailSpace {
    /// That of its header, else the SMTP user's name; empty for none.
    package static func of(_ mail: [UInt8], user: String?) -> String {
        Space.name(HeaderPeek(mail).space ?? user ?? "")
    }
}
