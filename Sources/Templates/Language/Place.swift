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
    /// The whole of `src`: a link, or a part of the same mail (`cid:`).
    case source
    /// A part of a link behind what the author wrote: percent-encoded.
    case urlPart
    /// The number behind `tel:`: percent-encoded, but a plus stays.
    case phone
    /// A colour or size in CSS: only letters, digits and a few signs pass.
    case css
    /// In a string of JSON inside HTML.
    case json
    /// Plain text: control characters and no-break spaces become spaces, nothing else changes.
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
    case script = "script"
    /// In JSON, but not in a string of it.
    case jsonValue = "value-in-json"
    /// In a class.
    case classValue = "class-value"
    /// A section inside a tag, outside its quoted values.
    case sectionInTag = "section-in-tag"
    /// A section in CSS.
    case sectionInStyle = "section-in-style"
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
        case .script: "mail runs no scripts, and neither do the pages"
        case .jsonValue: "a value stands in JSON outside a string"
        case .classValue: "a class must be written out, since styles are written into tags when templates load"
        case .sectionInTag: "a section stands inside a tag"
        case .sectionInStyle: "a section stands inside <style>"
        case .comment: "a tag of the template stands in an HTML comment"
        case .linkPieces: "this link is put together from pieces that may be missing"
        }
    }

    var wayOut: String {
        switch self {
        case .tagName, .attributeName: "write the tag out, and choose with sections"
        case .unquoted: "put the attribute's value in double quotes"
        case .handler: "mail runs no scripts: take it out"
        case .script: "take it out; <script type=\"application/ld+json\"> may hold facts for machines"
        case .jsonValue: "put it between double quotes"
        case .classValue, .sectionInTag: "choose between whole tags with sections"
        case .sectionInStyle: "let a value stand in the CSS, or choose between classes with sections"
        case .comment: "use {{! a comment of the template }}"
        case .linkPieces: "give the link one value"
        }
    }
}
