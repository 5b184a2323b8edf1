// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// The couriers we know, found by any code that means them.
///
/// Codes, ids and names are those that DeliveryAPI, SweetTracker and Delivery Tracker publish. A phone number or a tracking
/// page is given only where several public sources agree; nil is better than a customer who calls a stranger.
public enum CourierDirectory {
    /// Every courier, most used first.
    public static let all: [Courier] = parcel + convenience + sameDay + freight + international

    /// Finds a courier by its id or by a code of DeliveryAPI, SweetTracker or Delivery Tracker, in any case.
    ///
    /// A SweetTracker code may lack its leading zero (`4`), as it does when it was sent as a number.
    public static func courier(code: String) -> Courier? {
        if let courier = index[code] { return courier }
        let lowered = code.lowercased()
        return index[lowered] ?? (lowered.utf8.count == 1 ? index["0" + lowered] : nil)
    }

    private static let index: [String: Courier] = {
        var index = [String: Courier]()
        for courier in all {
            for code in [courier.id] + courier.aliases { index[code.lowercased()] = courier }
        }
        return index
    }()
}
