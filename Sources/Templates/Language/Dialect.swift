// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// What kind of document a template makes.
package enum Dialect: Sendable, Hashable {
    /// HTML: values are escaped for their place, and none is printed raw.
    case html
    /// Plain text: values are printed as they are, control characters aside.
    case text
    /// Mustache as its specification has it: values escaped as HTML text, `{{{raw}}}` allowed.
    case specification
}
