// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

package import Hummingbird
package import MockWorld
package import Web

/// The APIs of NHN Cloud (alimtalk, SMS), Solapi and Kakao.
package struct MessagingRoutes: Sendable {
    private let alimtalk: AlimtalkService
    private let sms: SMSService
    private let kakao: KakaoMemoService
    private let solapi: SolapiService

    /// Makes them for a bench.
    package init(bench: Bench, settings: MessagingSettings = MessagingSettings()) {
        sms = SMSService(bench: bench, settings: settings.nhn)
        alimtalk = AlimtalkService(bench: bench, settings: settings.nhn, sms: sms)
        kakao = KakaoMemoService(bench: bench, settings: settings.kakao)
        solapi = SolapiService(bench: bench, settings: settings.solapi, alimtalk: alimtalk.states)
    }

    /// Adds them to a server.
    package func add(to router: Router<WebContext>) {
        sms.add(to: router)
        alimtalk.add(to: router)
        kakao.add(to: router)
        solapi.add(to: router)
    }

    /// Forgets what a space has sent, registered and set up; what it had still to come is cancelled with the agenda.
    package func reset(space: String) {
        sms.states.reset(space)
        alimtalk.states.reset(space)
        kakao.states.reset(space)
        solapi.states.reset(space)
    }
}
