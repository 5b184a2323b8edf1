// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MockMessaging
import MockPush
import MockTracking
import MockWorld
import Values

/// What QA has written about the providers: `providers/*.yaml` of a folder.
struct ProviderFiles {
    /// NHN Cloud, Solapi and Kakao.
    var messaging = MessagingSettings()
    /// FCM, APNs and Web Push.
    var push = PushSettings()
    /// DeliveryAPI.
    var tracking = DeliveryAPISettings()
    /// SMTP replies by name.
    var refusals = RefusalTexts.all

    /// What is built in.
    init() {}

    /// Reads the files that are there.
    ///
    /// - Throws: `Problems` with everything that is wrong in any of them, by file and line.
    init(folder: String, environment: [String: String] = ProcessInfo.processInfo.environment) throws(Problems) {
        self.init()
        let files = FileManager.default
        let folder = folder + "/providers"
        var problems: [Problem] = []
        func read(_ name: String, _ reading: (String) throws(Problems) -> Void) {
            let path = folder + "/" + name
            guard files.fileExists(atPath: path) else { return }
            do throws(Problems) {
                try reading(path)
            } catch {
                problems += error.list
            }
        }
        do throws(Problems) {
            messaging = try MessagingSettings(folder: folder, environment: environment) {
                files.fileExists(atPath: $0)
            }
        } catch {
            problems += error.list
        }
        read("push.yaml") { path throws(Problems) in push = try PushSettings.load(path: path) }
        read("deliveryapi.yaml") { path throws(Problems) in
            tracking = try DeliveryAPISettings.load(path: path, environment: environment)
        }
        read("smtp.yaml") { path throws(Problems) in refusals = try RefusalTexts.load(path) }
        guard problems.isEmpty else { throw Problems(problems) }
    }
}
