// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Marks of a text part as they are written in tests.
enum Marks {
    private static let names: [(String, String)] = [
        ("{T}", "\u{1C}"), ("{/T}", "\u{1D}"), ("{R}", "\u{1E}"), ("{C}", "\u{1F}"), ("{P}", "\u{0B}"),
        ("{L}", "\u{0C}"),
        ("{t}", "\u{0E}"),
    ]

    /// The text with marks for their names.
    static func read(_ text: String) -> String {
        names.reduce(text) { $0.replacingOccurrences(of: $1.0, with: $1.1) }
    }

    /// The text with names for its marks.
    static func written(_ text: String) -> String {
        names.reduce(text) { $0.replacingOccurrences(of: $1.1, with: $1.0) }
    }
}

/// A seeded source of numbers.
struct Scramble {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// A number under the limit.
    mutating func below(_ limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(limit))
    }
}

/// Another implementation of what is tested; a missing python3 is a failure and no reason to skip.
enum Python {
    /// What a program prints.
    static func output(of program: String) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-c", program]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: output, as: UTF8.self)
    }
}
