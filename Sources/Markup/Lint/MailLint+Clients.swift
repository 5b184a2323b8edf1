// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

extension MailLint {
    /// What the chosen clients lack.
    mutating func checkClients() {
        var scan = FeatureScan(support: options.support)
        scan.read(page)
        for (index, sight) in scan.sights.sorted(by: { ($0.value.offset, $0.key) < ($1.value.offset, $1.key) }) {
            let feature = options.support.features[index]
            guard feature.loss != .nothing else { continue }
            let lacking = options.clients.filter { client in
                feature.support[client.id] == .no && (sight.outsideComments > 0 || !client.readsConditionalComments)
            }
            guard !lacking.isEmpty else { continue }
            let names = lacking.map { $0.isTested ? $0.name : "\($0.name) (untested)" }
            let count = sight.count > 1 ? ", which is used \(sight.count) times" : ""
            findings.append(
                Finding(
                    feature.loss == .layout ? .clientLayout : .clientLook,
                    "\(names.inWords) \(names.count == 1 ? "lacks" : "lack") \(feature.name)\(count)",
                    subject: feature.id, offset: sight.offset))
        }
    }
}

extension [String] {
    /// `a`, `a and b`, `a, b and c`.
    var inWords: String {
        guard count > 1, let last else { return first ?? "" }
        return dropLast().joined(separator: ", ") + " and " + last
    }
}
