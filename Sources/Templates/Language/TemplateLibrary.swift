// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// The templates that a template may include, and the words of one locale.
struct TemplateLibrary {
    /// Parsed templates by the name that tags use.
    var templates: [String: [Node]] = [:]
    /// The locale's texts by key; they are words, not markup.
    var words: [String: [Node]] = [:]
    /// The locale's file, for the problem of a missing key.
    var wordsFile: String = "locales"
}
