// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Which properties set others with them.
enum CSSShorthands {
    private static let sides = ["top", "right", "bottom", "left"]

    private static let table: [String: Set<String>] = {
        var table: [String: Set<String>] = [
            "padding": Set(sides.map { "padding-" + $0 }),
            "margin": Set(sides.map { "margin-" + $0 }),
            "background": Set(
                [
                    "attachment", "clip", "color", "image", "origin", "position", "position-x", "position-y", "repeat",
                    "size",
                ]
                .map { "background-" + $0 }),
            "font": Set(
                [
                    "family", "size", "stretch", "style", "variant", "weight", "size-adjust", "kerning",
                    "feature-settings",
                ]
                .map { "font-" + $0 }
            ).union(["line-height"]),
            "list-style": ["list-style-image", "list-style-position", "list-style-type"],
            "border-radius": Set(
                ["top-left", "top-right", "bottom-left", "bottom-right"].map { "border-\($0)-radius" }),
            "border-image": Set(["source", "slice", "width", "outset", "repeat"].map { "border-image-" + $0 }),
            "text-decoration": Set(["line", "color", "style", "thickness"].map { "text-decoration-" + $0 }),
            "outline": ["outline-color", "outline-style", "outline-width"],
            "overflow": ["overflow-x", "overflow-y"],
            "flex": ["flex-grow", "flex-shrink", "flex-basis"],
            "columns": ["column-count", "column-width"],
            "inset": Set(sides),
        ]
        var all: Set<String> = ["border-color", "border-style", "border-width", "border-image"]
        for part in ["color", "style", "width"] {
            table["border-" + part] = Set(sides.map { "border-\($0)-\(part)" })
            all.formUnion(sides.map { "border-\($0)-\(part)" })
        }
        for side in sides {
            table["border-" + side] = Set(["color", "style", "width"].map { "border-\(side)-\($0)" })
            all.insert("border-" + side)
        }
        table["border"] = all.union(table["border-image"] ?? [])
        return table
    }()

    /// The properties that setting `name` sets too; nil when it is no shorthand.
    static func longhands(of name: String) -> Set<String>? { table[name] }
}
