// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Values
import Web

/// How many of a hundred parcels something happens to, each thing for itself.
struct JourneyRates: Sendable {
    /// Something that happens to a parcel.
    struct Kind: Sendable {
        let name: String
        let apply: @Sendable (inout JourneyPlan.Parcel) -> Void
    }

    /// All that can happen: the faults of webhooks, troubles on the way, and where a journey ends.
    ///
    /// What is later in the list wins where two exclude each other.
    static let kinds: [Kind] =
        JourneyPlan.Fault.allCases.map { fault in Kind(name: fault.rawValue) { $0.faults.append(fault) } }
        + JourneyPlan.Trouble.allCases.map { trouble in Kind(name: trouble.rawValue) { $0.trouble = trouble } }
        + [
            ("hold", JourneyPlan.Status.hold), ("failed", .failed), ("returned", .returned), ("cancelled", .cancelled),
        ].map { name, status in
            Kind(name: name) {
                $0.upTo = status
                $0.trouble = nil
            }
        }

    /// Ten-thousandths by the place of the kind.
    private var shares = Array(repeating: 0, count: JourneyRates.kinds.count)

    /// Nothing happens.
    init() {}

    /// Reads `{"duplicate": "5%", "failed": 2}`; numbers are percent.
    init(reading fields: JSONFields) {
        for (index, kind) in Self.kinds.enumerated() {
            guard let json = fields.json(kind.name) else { continue }
            let percent: Double? =
                switch json {
                case .integer(let number): Double(number)
                case .number(let number): number
                case .string(let text): Double(text.hasSuffix("%") ? text.dropLast() : text[...])
                default: nil
                }
            guard let percent, (0...100).contains(percent) else {
                fields.refuse(kind.name, rule: "bad-value", "expected a percentage from 0 to 100, as in 5%.")
                continue
            }
            shares[index] = Int((percent * 100).rounded())
        }
    }

    /// Lets happen to a parcel what its seed says.
    func apply(to parcel: inout JourneyPlan.Parcel, seed: UInt64) {
        for (index, kind) in Self.kinds.enumerated() where shares[index] > 0 {
            // Each kind has its own chance: one more kind does not change the others.
            var chance = SeededGenerator(seed: seed ^ (0x7261_7465 &+ UInt64(index) &* 0x1_0000_0001))
            if chance.number(0...9_999) < shares[index] { kind.apply(&parcel) }
        }
    }
}
