// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Values

/// One line of a parcel's journey, as the courier wrote it.
public struct Scan: Hashable, Sendable {
    /// When, if the courier said so.
    public let time: Timestamp?
    /// Where, in the courier's words.
    public let location: Line?
    /// What happened, in the courier's words, without a driver's name and phone (SEMANTICS D7).
    public let text: Line
    /// The stage this scan stands for, if the source said so.
    public let stage: Stage?
    /// The driver that the courier's words named; never shown, deleted when the parcel closes (SEMANTICS D7).
    public let driver: Driver?

    /// A driver's name and phone.
    public struct Driver: Hashable, Sendable {
        /// The name, if given.
        public let name: Line?
        /// The phone number, if given.
        public let phone: PhoneNumber?

        /// Makes a driver.
        public init(name: Line?, phone: PhoneNumber?) {
            self.name = name
            self.phone = phone
        }
    }

    /// Makes a scan.
    public init(time: Timestamp?, location: Line?, text: Line, stage: Stage? = nil, driver: Driver? = nil) {
        self.time = time
        self.location = location
        self.text = text
        self.stage = stage
        self.driver = driver
    }
}
