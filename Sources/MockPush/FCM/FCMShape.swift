// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// The fields of a send request and of what it holds; a name that is none of them is a mistake worth telling.
///
/// After the REST reference of FCM v1 (projects.messages). Names are taken in snake case and in camel case, as Google's
/// JSON does.
enum FCMShape {
    private static let fields: [String: Set<String>] = [
        "": ["validate_only", "message"],
        "message": [
            "name", "data", "notification", "android", "webpush", "apns", "fcm_options", "token", "topic", "condition",
            "fid",
        ],
        "message.notification": ["title", "body", "image"],
        "message.android": [
            "collapse_key", "priority", "ttl", "restricted_package_name", "data", "notification", "fcm_options",
            "direct_boot_ok", "bandwidth_constrained_ok", "restricted_satellite_ok",
        ],
        "message.android.notification": [
            "title", "body", "icon", "color", "sound", "tag", "click_action", "body_loc_key", "body_loc_args",
            "title_loc_key", "title_loc_args", "channel_id", "ticker", "sticky", "event_time", "local_only",
            "notification_priority", "default_sound", "default_vibrate_timings", "default_light_settings",
            "vibrate_timings", "visibility", "notification_count", "light_settings", "image", "proxy",
            "bypass_proxy_notification",
        ],
        "message.android.fcm_options": ["analytics_label"],
        "message.apns": ["headers", "payload", "fcm_options", "live_activity_token"],
        "message.apns.fcm_options": ["analytics_label", "image"],
        "message.webpush": ["headers", "data", "notification", "fcm_options"],
        "message.webpush.fcm_options": ["link", "analytics_label"],
        "message.fcm_options": ["analytics_label"],
    ]

    private static let maps: Set<String> = [
        "message.data", "message.android.data", "message.apns.headers", "message.webpush.headers",
        "message.webpush.data",
    ]

    private static let strings: Set<String> = [
        "message.token", "message.topic", "message.condition", "message.fid", "message.notification.title",
        "message.notification.body", "message.notification.image", "message.android.collapse_key",
        "message.android.priority", "message.android.ttl", "message.android.restricted_package_name",
        "message.android.notification.title", "message.android.notification.body",
        "message.android.notification.channel_id", "message.android.notification.tag",
        "message.android.notification.click_action", "message.webpush.fcm_options.link",
        "message.fcm_options.analytics_label",
    ]

    /// The value with names in snake case, and what is wrong with its shape.
    static func read(_ json: JSON, at path: String, _ violations: inout [FCMError.Violation]) -> JSON {
        if let known = fields[path] {
            guard let members = json.members else {
                violations.append(.init(field: path, text: "Invalid value at '\(path)': expected an object."))
                return .object([])
            }
            return .object(
                members.compactMap { member in
                    let name = snake(member.name)
                    guard known.contains(name) else {
                        violations.append(
                            .init(
                                field: path,
                                text: "Invalid JSON payload received. Unknown name \"\(member.name)\""
                                    + (path.isEmpty ? "" : " at '\(path)'") + ": Cannot find field."))
                        return nil
                    }
                    let inner = path.isEmpty ? name : path + "." + name
                    return member.value == .null ? nil : JSON.Member(name, read(member.value, at: inner, &violations))
                })
        }
        if maps.contains(path) { readMap(json, path, &violations) }
        if strings.contains(path), json.string == nil {
            violations.append(.init(field: path, text: "Invalid value at '\(path)' (TYPE_STRING), \(json.text)"))
        }
        return json
    }

    private static func readMap(_ json: JSON, _ path: String, _ violations: inout [FCMError.Violation]) {
        guard let members = json.members else {
            violations.append(.init(field: path, text: "Invalid value at '\(path)': expected an object of strings."))
            return
        }
        for (index, member) in members.enumerated() {
            if member.value.string == nil {
                violations.append(
                    .init(
                        field: "\(path)[\(index)].value",
                        text: "Invalid value at '\(path)[\(index)].value' (TYPE_STRING), \(member.value.text)"))
            }
            let name = member.name
            if path.hasSuffix(".data"), name == "from" || name.hasPrefix("gcm") || name.hasPrefix("google") {
                violations.append(.init(field: path, text: "Invalid data payload key: \(name)"))
            }
        }
    }

    /// `collapseKey` as `collapse_key`.
    private static func snake(_ name: String) -> String {
        var text = ""
        for character in name.unicodeScalars {
            if ("A"..."Z").contains(character) {
                text += "_" + String(character).lowercased()
            } else {
                text.unicodeScalars.append(character)
            }
        }
        return text
    }
}
