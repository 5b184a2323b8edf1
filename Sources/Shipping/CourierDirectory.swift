// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// The couriers we know, found by any code that means them.
public enum CourierDirectory {
    /// Every courier, most used first.
    public static let all: [Courier] = [
        Courier(
            id: "cj", koreanName: "CJ대한통운", englishName: "CJ Logistics", phone: "1588-1255",
            trackingPage: "https://trace.cjlogistics.com/next/tracking.html?wblNo={number}",
            aliases: ["04", "kr.cjlogistics"], grouping: [4, 4, 4])
    ]

    /// Finds a courier by its id or by a code of DeliveryAPI, SweetTracker or Delivery Tracker, in any case.
    public static func courier(code: String) -> Courier? {
        index[code.lowercased()]
    }

    private static let index: [String: Courier] = {
        var index = [String: Courier]()
        for courier in all {
            for code in [courier.id] + courier.aliases { index[code.lowercased()] = courier }
        }
        return index
    }()
}
