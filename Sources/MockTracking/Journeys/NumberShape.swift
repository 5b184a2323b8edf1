// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Shipping
import Values

/// What a courier's tracking numbers look like (the shapes that KakaoTalk's tracking button takes).
struct NumberShape: Sendable {
    /// How many digits there may be; the first is what new numbers have.
    let lengths: [Int]

    /// The shape for a courier's code of any tracking service.
    static func of(_ code: String) -> NumberShape {
        switch CourierDirectory.courier(code: code)?.id ?? code.lowercased() {
        case "cj", "hanjin": NumberShape(lengths: [12, 10])
        case "post", "daesin": NumberShape(lengths: [13])
        case "logen", "chunil": NumberShape(lengths: [11])
        case "lotte", "nonghyup", "goodtoluck": NumberShape(lengths: [12])
        case "woori", "kunyoung": NumberShape(lengths: [10])
        case "kyungdong": NumberShape(lengths: [13, 9, 10, 11, 12, 14, 15, 16])
        case "hapdong": NumberShape(lengths: [12, 9, 10, 11, 13, 14, 15, 16])
        case "ilyang": NumberShape(lengths: [10, 9, 11])
        case "cu", "gs25": NumberShape(lengths: [12, 10])
        default: NumberShape(lengths: [12, 9, 10, 11, 13, 14, 15, 16])
        }
    }

    /// Whether a number has this shape; hyphens and spaces are people's.
    func matches(_ number: String) -> Bool {
        let bare = number.filter { $0 != "-" && $0 != " " && $0 != "_" }
        return lengths.contains(bare.utf8.count) && bare.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    /// A number of this shape; different for each index below a hundred million, in no order that anybody sees.
    func number(_ index: Int, seed: UInt64) -> String {
        let length = lengths.first ?? 12
        // An odd factor that five does not divide walks through all numbers of eight digits once.
        let space: UInt64 = 100_000_000
        var chance = SeededGenerator(seed: seed ^ 0x6E75_6D62)
        let tail = String((UInt64(index) &* 61_803_399 &+ chance.next() % space) % space)
        // The part before them is the shop's at its courier: the same for all numbers of a seed.
        let lead = chance.number(1...9)
        let contract = String(chance.number(1_000...9_999)) + String(repeating: "0", count: 8)
        let padded = String(repeating: "0", count: max(0, min(8, length - 1) - tail.utf8.count)) + tail
        let filled = contract.prefix(max(0, length - 1 - padded.utf8.count))
        return String(lead) + filled + padded
    }
}
