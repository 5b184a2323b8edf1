// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

extension LintRule {
    /// The rules that a finished mail is held to, in the order of the docs.
    public static let ofMail: [LintRule] = [
        notWellFormed, missingLang, missingDir, missingTitle, missingCharset, duplicateID, forbiddenElement,
        eventHandler, jsonLD, layoutTableWithoutRole, dataTableWithoutCaption, dataTableWithoutScope, headingOrder,
        emptyHeading,
        missingLandmark, readingOrder, imageWithoutAlt, imageWithoutSize, imageWithoutSource, dataImage, cidMissing,
        tooManyImages, imagesHeavy, trackingPixel, emptyLinkText, linkWithoutTarget, linkNotHTTPS, linkShortener,
        linkBadScheme, lowContrast, smallText, gmailClips, largeHTML, styleTooLarge, unusedClass, clientLayout,
        clientLook,
    ]

    // What the document is made of.

    static let notWellFormed = LintRule(
        "not-well-formed", .error,
        "Tags are closed, nested and spelled as HTML asks; clients mend slips each in its own way.",
        wayOut: "mend the markup there or just before")
    static let missingLang = LintRule(
        "missing-lang", .error, "`<html lang>` tells a screen reader which voice to use.",
        wayOut: "write <html lang=\"ko\">, or the letter's language")
    static let missingDir = LintRule(
        "missing-dir", .warning, "`<html dir>` says which way the text runs.", wayOut: "write dir=\"ltr\" in <html>")
    static let missingTitle = LintRule(
        "missing-title", .error, "`<title>` names the mail in a browser and to a screen reader.",
        wayOut: "put the subject into <title>")
    static let missingCharset = LintRule(
        "missing-charset", .warning,
        "`<meta charset=\"utf-8\">` keeps Hangul whole where a client opens the mail as a page.",
        wayOut: "write <meta charset=\"utf-8\"> first in <head>")
    static let duplicateID = LintRule(
        "duplicate-id", .warning, "An `id` is used once; labels and links go to the first one only.",
        wayOut: "give each its own id")
    static let forbiddenElement = LintRule(
        "forbidden-element", .error,
        "No scripts, forms, frames, players or outside stylesheets: clients cut them out or call the mail a danger.",
        wayOut: "take it out; link to a page that has it")
    static let eventHandler = LintRule(
        "event-handler", .error, "No `onclick` and the like: clients cut them out or call the mail a danger.",
        wayOut: "take the attribute out")
    static let jsonLD = LintRule(
        "json-ld", .error,
        "`<script type=\"application/ld+json\">` holds JSON with `@context` and `@type`; otherwise it is ignored in silence.",
        wayOut: "mend the JSON; values stand in strings only")

    // What a screen reader reads.

    static let layoutTableWithoutRole = LintRule(
        "layout-table-without-role", .error,
        "A table without headers is layout and says so; otherwise each cell is read out with its place.",
        wayOut: "write role=\"presentation\" into <table>, or give a data table its <th>")
    static let dataTableWithoutCaption = LintRule(
        "data-table-without-caption", .warning,
        "A table of data has a `<caption>` (or `aria-label`), so that a listener knows whether to enter it.",
        wayOut: "put <caption> first into the table")
    static let dataTableWithoutScope = LintRule(
        "data-table-without-scope", .warning, "A `<th>` says by `scope` whether it heads its column or its row.",
        wayOut: "write scope=\"col\" or scope=\"row\" into <th>")
    static let headingOrder = LintRule(
        "heading-order", .warning,
        "There is one `<h1>`, and no level of headings is left out: people listen from heading to heading.",
        wayOut: "use the next level down, and style it as you like")
    static let emptyHeading = LintRule(
        "empty-heading", .error,
        "A heading has words; an empty one is a hole that a block or a value was meant to fill.",
        wayOut: "fill it, or put a section around the whole heading")
    static let missingLandmark = LintRule(
        "missing-landmark", .note,
        "The content stands in `<main>` or in an element with `role=\"article\"`, to which a screen reader can jump.",
        wayOut: "write <div role=\"article\" aria-roledescription=\"email\"> around the content")
    static let readingOrder = LintRule(
        "reading-order", .warning, "No `tabindex` above 0: the order of the markup is the order of reading.",
        wayOut: "take the tabindex out, and put the element where it is read")

    // Images.

    static let imageWithoutAlt = LintRule(
        "img-without-alt", .error,
        "Each image has an `alt`, an empty one if it is decoration; many people see mail without images.",
        wayOut: "write what the image says into alt, or alt=\"\"")
    static let imageWithoutSize = LintRule(
        "img-without-size", .warning,
        "An image has a `width` or a `height`; Outlook draws it in its full size otherwise.",
        wayOut: "write width=\"...\" or height=\"...\" into <img>, in pixels")
    static let imageWithoutSource = LintRule(
        "img-without-source", .error, "Each image has a `src`.", wayOut: "leave the image out when there is none")
    static let dataImage = LintRule(
        "data-image", .error, "No `data:` images: Gmail and Outlook for Windows do not show them.",
        wayOut: "link it by https, or attach it and use cid:")
    static let cidMissing = LintRule(
        "cid-missing", .error, "A `cid:` image is a part of the mail.", wayOut: "attach the part, or use another image")
    static let tooManyImages = LintRule(
        "too-many-images", .warning,
        "Ten images at most: each is a request, and a mail of images looks like advertising to filters.",
        wayOut: "show fewer, and link to the rest")
    static let imagesHeavy = LintRule(
        "images-heavy", .warning, "The images in a mail weigh 500 KB at most; it is kept once for each receiver.",
        wayOut: "make them smaller, or link them by https")
    static let trackingPixel = LintRule(
        "tracking-pixel", .note,
        "An image of one pixel reports who opened the mail; clients block it and readers resent it.",
        wayOut: "take it out; count the clicks you need")

    // Links.

    static let emptyLinkText = LintRule(
        "empty-link-text", .error, "A link has words (or an image with an `alt`); otherwise its address is read out.",
        wayOut: "put words into the link")
    static let linkWithoutTarget = LintRule(
        "link-without-target", .error,
        "A link leads somewhere: not to nothing, to `#`, or to a place that is not in the mail.",
        wayOut: "give it a full https address, or leave the link out")
    static let linkNotHTTPS = LintRule(
        "link-not-https", .warning, "Links and images use https: clients warn of http or do not load it.",
        wayOut: "write https://")
    static let linkShortener = LintRule(
        "link-shortener", .warning, "No shortened links: they are what parcel phishing uses, and filters know it.",
        wayOut: "link to your own domain")
    static let linkBadScheme = LintRule(
        "link-bad-scheme", .error, "Links are https, mailto, tel or sms; clients cut out all others.",
        wayOut: "use https")

    // What an eye sees.

    static let lowContrast = LintRule(
        "low-contrast", .error,
        "Text has a contrast of 4.5:1 (large text 3:1), in light and in dark mode (WCAG 2.2, 1.4.3).",
        wayOut: "make the text darker or the ground lighter, or the other way round in dark mode")
    static let smallText = LintRule(
        "small-text", .warning, "Hangul is never smaller than 13 px; its strokes run together.",
        wayOut: "make it 13px or more")

    // What it weighs.

    static let gmailClips = LintRule(
        "gmail-clips", .error,
        "The HTML has 102,000 bytes at most; Gmail cuts off the rest and hides it behind a link.",
        wayOut: "show fewer rows and link to the rest")
    static let largeHTML = LintRule(
        "large-html", .warning,
        "The HTML has 80,000 bytes at most, so that a long address or a rewritten link does not push it over Gmail's limit.",
        wayOut: "show fewer rows and link to the rest")
    static let styleTooLarge = LintRule(
        "style-too-large", .error, "A `<style>` has 8,192 bytes at most; Gmail drops larger ones whole.",
        wayOut: "inline what can be inlined, and drop unused rules")
    static let unusedClass = LintRule(
        "unused-class", .note, "A class that `<style>` speaks of is used in the mail.",
        wayOut: "drop the rule, or mend the class's name")

    // What clients lack.

    static let clientLayout = LintRule(
        "client-layout", .warning, "The layout does not depend on what a chosen client lacks (`--clients`).",
        wayOut: "build it from tables and simple boxes, or put it behind @media or @supports")
    static let clientLook = LintRule(
        "client-look", .note, "What a chosen client lacks costs only looks there, which is fine if you know it.",
        wayOut: "look at the mail without it")
}
