// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Whether rules in `@media` count, on a wide screen in light or in dark mode.
enum MediaQuery {
    /// Whether what stands in this group counts.
    ///
    /// - Parameters:
    ///   - group: The group, with its `@`.
    ///   - isDark: Whether the reader likes it dark.
    static func counts(_ group: String, isDark: Bool) -> Bool {
        let lowered = group.lowercased()
        // A new client knows what a mail asks for; @layer and @container change nothing here.
        guard lowered.hasPrefix("@media") else { return true }
        return lowered.dropFirst("@media".count).split(separator: ",").contains { counts(query: $0, isDark: isDark) }
    }

    private static func counts(query: Substring, isDark: Bool) -> Bool {
        let plain = query.replacing("and(", with: "and (").split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return plain.replacing(" and ", with: "&").split(separator: "&").allSatisfy { part in
            switch part.replacing(" ", with: "") {
            case "screen", "onlyscreen", "all", "onlyall": true
            case "(prefers-color-scheme:dark)": isDark
            case "(prefers-color-scheme:light)": !isDark
            default: false
            }
        }
    }
}
