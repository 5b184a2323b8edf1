// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// A courier company as our directory knows it.
public struct Courier: Hashable, Sendable {
    /// The canonical id, lower case (`cj`, `post`, `hanjin`).
    public let id: String
    /// The name Koreans know (`CJ대한통운`).
    public let koreanName: String
    /// The name in English (`CJ Logistics`).
    public let englishName: String
    /// The customer centre's number as people write it, if it is known (`1588-1255`).
    public let phone: String?
    /// The public tracking page with `{number}` where the tracking number goes, if the courier has one.
    public let trackingPage: String?
    /// The codes of the tracking services that mean this courier: DeliveryAPI, SweetTracker, Delivery Tracker.
    public let aliases: [String]
    /// How people group its number (`[4, 4, 4]`), empty when they do not.
    public let grouping: [Int]

    /// Makes an entry of the directory.
    public init(
        id: String, koreanName: String, englishName: String, phone: String? = nil, trackingPage: String? = nil,
        aliases: [String] = [], grouping: [Int] = []
    ) {
        self.id = id
        self.koreanName = koreanName
        self.englishName = englishName
        self.phone = phone
        self.trackingPage = trackingPage
        self.aliases = aliases
        self.grouping = grouping
    }
}
