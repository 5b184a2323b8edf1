// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

extension MailLint {
    /// Classes that `<style>` speaks of and nothing has.
    mutating func checkStyles() {
        for fault in page.styles.faults { find(.notWellFormed, "in <style>, " + fault.message, at: fault.offset) }
        let used = Set(page.elements.flatMap { $0.classes.map(String.init) })
        var told = Set<String>()
        for rule in page.styles.rules {
            for name in rule.classes where !used.contains(name) && !Self.isClientsOwn(name) {
                if told.insert(name).inserted {
                    find(.unusedClass, "nothing has the class \(name)", at: rule.offset)
                }
            }
        }
    }

    /// Whether a class is one that a client puts around a mail.
    private static func isClientsOwn(_ name: String) -> Bool {
        let lowered = name.lowercased()
        let prefixes = ["gmail", "msg", "moz-", "ms-", "apple-", "aol", "yahoo", "yshortcuts", "mso", "outlook"]
        return ["externalclass", "readmsgbody", "im", "ii", "gt", "a6s", "t0", "body"].contains(lowered)
            || prefixes.contains { lowered.hasPrefix($0) }
    }
}
