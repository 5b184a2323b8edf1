// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// What a shop wants told, and how; the planner reads nothing else of the shop.
public struct ShopPolicy: Hashable, Sendable {
    /// The milestones it tells (SEMANTICS A1).
    public var milestones: Set<Milestone>
    /// The channels a notice takes, in the order of the route.
    public var channels: [DeliveryChannel]
    /// Whom notices are for.
    public var audience: Audience

    /// Makes a policy; the defaults are mail to the orderer for the default milestones.
    public init(
        milestones: Set<Milestone> = Milestone.toldByDefault, channels: [DeliveryChannel] = [.email],
        audience: Audience = .orderer
    ) {
        self.milestones = milestones
        self.channels = channels
        self.audience = audience
    }
}
