// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import Logging
public import Notices
public import Settings
public import Shipping

extension Logger.Level: @retroactive ExpressibleByArgument {}

extension Delivery.State: ExpressibleByArgument {}

extension Language: ExpressibleByArgument {}

extension HostPort: ExpressibleByArgument {
    /// Reads `127.0.0.1:8026`, `[::1]:0` or `:2525`.
    public init?(argument: String) {
        guard let address = try? HostPort(argument) else { return nil }
        self = address
    }
}
