// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Where in a document a value stands, which decides how it is escaped.
package enum Place: Sendable, Hashable {
    /// Between tags of HTML.
    case text
    /// In a quoted attribute.
    case attribute
    /// The whole of an attribute that is a link: http, https, mailto, tel, or `#` instead.
    case url
    /// A part of a link behind what the author wrote: percent-encoded.
    case urlPart
    /// The number behind `tel:`: percent-encoded, but a plus stays.
    case phone
    /// A colour or size in CSS: only letters, digits and a few signs pass.
    case css
    /// Plain text: control characters become spaces, nothing else changes.
    case plain
    /// As it is.
    case raw
    /// A place where no value may stand, and why.
    case forbidden(Misplacement)
}

/// Why a value may not stand where it stands.
package enum Misplacement: String, Sendable, Hashable {
    /// In the name of a tag.
    case tagName = "value-in-tag-name"
    /// In the name of an attribute.
    case attributeName = "value-in-attribute-name"
    /// In an attribute without quotes.
    case unquoted = "value-unquoted"
    /// In an attribute that is a program.
    case handler = "value-in-handler"
    /// In a script.
    case script = "value-in-script"
    /// In a comment.
    case comment = "value-in-comment"
    /// In a link whose beginning depends on a section.
    case linkPieces = "link-in-pieces"

    var message: String {
        switch self {
        case .tagName: "a value cannot be the name of a tag"
        case .attributeName: "a value cannot be the name of an attribute"
        case .unquoted: "a value stands in an attribute without quotes"
        case .handler: "a value cannot stand in an attribute that is a program"
        case .script: "a value cannot stand in a script"
        case .comment: "a value stands in an HTML comment"
        case .linkPieces: "this link is put together from pieces that may be missing"
        }
    }

    var wayOut: String {
        switch self {
        case .tagName, .attributeName: "write the tag out, and choose with sections"
        case .unquoted: "put the attribute's value in double quotes"
        case .handler, .script: "mail runs no scripts: take it out"
        case .comment: "use {{! a comment of the template }}"
        case .linkPieces: "give the link one value"
        }
    }
}
