// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Values

extension Courier {
    /// The number as people write it (`6865-3012-9012`), or as it is when the courier's grouping does not fit its length.
    public func grouped(_ number: TrackingNumber) -> String {
        let digits = number.value
        guard !grouping.isEmpty, grouping.reduce(0, +) == digits.utf8.count else { return digits }
        var groups = [Substring]()
        var rest = digits[...]
        for size in grouping {
            groups.append(rest.prefix(size))
            rest = rest.dropFirst(size)
        }
        return groups.joined(separator: "-")
    }

    /// The public tracking page of one parcel, if the courier has one.
    public func trackingPage(of number: TrackingNumber) -> WebURL? {
        guard let trackingPage else { return nil }
        // A tracking number holds ASCII letters and digits only, so it needs no escaping.
        let parts = trackingPage.split(separator: "{number}", maxSplits: 1, omittingEmptySubsequences: false)
        return try? WebURL(parts.joined(separator: number.value))
    }
}
