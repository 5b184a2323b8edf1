// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Settings
import Testing
import Values

struct SpanTests {
    private func duration(_ text: String) -> (Duration?, [Problem]) {
        var value: Duration?
        let found = problems(in: "key: \(text)\n") {
            value = $0.duration("key", in: .zero ... .seconds(864_000), about: "x")
        }
        return (value, found)
    }

    @Test(
        arguments: [
            ("500ms", 500), ("10s", 10_000), ("5m", 300_000), ("24h", 86_400_000), ("7d", 604_800_000),
            ("1h30m", 5_400_000), ("1m1s1ms", 61_001), ("0s", 0),
        ] as [(String, Int)])
    func durationsAreRead(_ text: String, _ milliseconds: Int) {
        #expect(duration(text).0 == .milliseconds(milliseconds))
        #expect(duration(text).1.isEmpty)
    }

    @Test(arguments: ["10", "10 s", "s", "-5s", "5x", "1.5h", "30m1h", "1s1s", "99999999999999999999s", "5S", "٣s"])
    func whatIsNoDurationIsRefused(_ text: String) {
        #expect(duration(text).0 == nil)
        #expect(short(duration(text).1) == ["1 key bad-value"])
    }

    @Test func boundsAreKept() {
        #expect(short(duration("11d").1) == ["1 key out-of-range"])
        #expect(duration("11d").1.first?.message == "expected a duration from 0s to 10d: it is outside.")
    }

    @Test(
        arguments: [
            ("1MiB", 1_048_576), ("64KiB", 65_536), ("2GiB", 2_147_483_648), ("10MB", 10_000_000), ("512B", 512),
            ("1kB", 1_000), ("0", 0), ("4096", 4_096),
        ] as [(String, Int)])
    func sizesAreRead(_ text: String, _ bytes: Int) {
        let found = problems(in: "key: \(text)\n") { root in
            #expect(root.byteCount("key", default: 7, about: "x") == bytes)
        }
        #expect(found.isEmpty)
    }

    @Test(arguments: ["1 MiB", "MiB", "1mib", "-1", "1.5MiB", "1MiB1KiB", "99999999999999GiB"])
    func whatIsNoSizeIsRefused(_ text: String) {
        let found = problems(in: "key: \(text)\n") { root in
            #expect(root.byteCount("key", default: 7, about: "x") == 7)
        }
        #expect(short(found) == ["1 key bad-value"])
    }

    @Test func defaultsAreWrittenAsTheyWouldBeRead() {
        let keys = SettingsFile.keys { root in
            _ = root.duration("a", default: .milliseconds(90_061_001), about: "x")
            _ = root.duration("b", default: .zero, about: "x")
            _ = root.byteCount("c", default: 16_384, about: "x")
            _ = root.byteCount("d", default: 1_000, about: "x")
        }
        #expect(keys.map(\.defaultText) == ["1d1h1m1s1ms", "0s", "16KiB", "1000B"])
    }
}
