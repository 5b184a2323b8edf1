// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

package import Hummingbird
package import MockWorld
package import Web

/// The APIs of FCM with its token endpoint, APNs and Web Push.
package struct PushRoutes: Sendable {
    private let fcm: FCMRoutes
    private let apns: APNsRoutes
    private let webPush: WebPushRoutes

    /// Makes them for a bench.
    package init(bench: Bench, settings: PushSettings = PushSettings()) {
        self.fcm = FCMRoutes(bench: bench, settings: settings.fcm)
        self.apns = APNsRoutes(bench: bench, settings: settings.apns)
        self.webPush = WebPushRoutes(bench: bench, settings: settings.webPush)
    }

    /// Adds them to a server.
    package func add(to router: Router<WebContext>) {
        fcm.add(to: router)
        apns.add(to: router)
        webPush.add(to: router)
    }

    /// Forgets the access tokens, the subscriptions and the provider tokens seen in a space.
    package func reset(space: String) {
        fcm.reset(space: space)
        apns.reset(space: space)
        webPush.reset(space: space)
    }
}
