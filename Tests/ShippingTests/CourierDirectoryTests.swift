// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Shipping
import Testing
import Values

@Suite("Courier directory")
struct CourierDirectoryTests {
    @Test(
        "the cross map of DeliveryAPI, SweetTracker and Delivery Tracker",
        arguments: [
            ("cj", ["cj", "CJ", "04", "4", "kr.cjlogistics", "KR.CJLogistics"]),
            ("post", ["post", "01", "1", "kr.epost"]),
            ("hanjin", ["HANJIN", "05", "kr.hanjin"]), ("logen", ["Logen", "06", "kr.logen"]),
            ("lotte", ["LOTTE", "08", "8", "kr.lotte"]), ("kyungdong", ["kyungdong", "23", "kr.kdexp"]),
            ("daesin", ["daesin", "22", "kr.daesin"]), ("hapdong", ["hapdong", "32"]),
            ("woori", ["woori", "45", "kr.honamlogis"]), ("coupang", ["coupang", "kr.coupangls"]),
            ("cu", ["46", "kr.cupost"]), ("gs25", ["24", "kr.cvsnet"]), ("ilyang", ["11", "kr.ilyanglogis"]),
            ("ems", ["12", "un.upu.ems", "kr.epost.ems"]), ("dhl", ["13"]), ("ups", ["14", "us.ups"]),
            ("fedex", ["21", "us.fedex"]), ("chunil", ["17", "kr.chunilps"]), ("direct", ["999"]),
        ])
    func aliases(id: String, codes: [String]) throws {
        for code in codes { #expect(try CourierCode(code).value == id, "\(code) should mean \(id)") }
    }

    /// Every two-digit code of the five public tables.
    @Test("every SweetTracker code is known")
    func sweetTracker() {
        let codes =
            "01 04 05 06 08 11 12 13 14 16 17 18 20 21 22 23 24 25 26 28 30 32 33 34 37 38 40 41 42 43 44 45 46 47 53 54 57 71 72 74 75 79 82 85 86 88 89 90 92 94 96 99 101 103 104 107 110 112 113 116 118 119 120 129 131 189 999"
        for code in codes.split(separator: " ") {
            #expect(CourierDirectory.courier(code: String(code)) != nil, "\(code) is missing")
        }
    }

    @Test("every Delivery Tracker id is known")
    func deliveryTracker() {
        let ids =
            "kr.cjlogistics kr.epost kr.epost.ems kr.hanjin kr.logen kr.lotte kr.lotte.global kr.kdexp kr.daesin kr.chunilps kr.cupost kr.cvsnet kr.coupangls kr.cway kr.homepick kr.honamlogis kr.ilyanglogis kr.kunyoung kr.ltl kr.slx kr.goodstoluck kr.todaypickup kr.yongmalogis kr.epantos kr.swgexp.cjlogistics kr.swgexp.epost cn.cainiao.global de.dhl jp.sagawa jp.yamato nl.tnt un.upu.ems us.fedex us.ups us.usps"
        for id in ids.split(separator: " ") {
            #expect(CourierDirectory.courier(code: String(id)) != nil, "\(id) is missing")
        }
    }

    @Test("no code means two couriers, ids are canonical, and all entries can be shown")
    func consistent() throws {
        var owners = [String: String]()
        for courier in CourierDirectory.all {
            for code in [courier.id] + courier.aliases {
                #expect(owners[code.lowercased()] == nil, "\(code) means \(courier.id) and \(owners[code] ?? "")")
                owners[code.lowercased()] = courier.id
            }
            #expect(try CourierCode(courier.id).value == courier.id)
            #expect(!courier.koreanName.isEmpty && !courier.englishName.isEmpty)
            #expect(courier.englishName.utf8.allSatisfy { $0 < 0x80 }, "\(courier.id): the English name is not ASCII")
            if let phone = courier.phone {
                #expect(try PhoneNumber(phone).formatted == phone, "\(courier.id): \(phone) is not a Korean number")
            }
            if courier.trackingPage != nil {
                let page = try #require(courier.trackingPage(of: TrackingNumber("123456789012")), "\(courier.id)")
                #expect(page.isSecure && page.text.contains("123456789012") && !page.text.contains("{"))
            }
        }
    }

    @Test("an unknown code is kept as given, in lower case")
    func unknown() throws {
        let code = try CourierCode("Moon.Express-7")
        #expect(code.value == "moon.express-7")
        #expect(code.courier == nil)
        for bad in ["", "한진", "a b", "cj\n", String(repeating: "x", count: 41)] {
            #expect(throws: ValueError.self) { try CourierCode(bad) }
        }
    }

    @Test(
        "numbers are grouped as people write them, only when the grouping fits the length",
        arguments: [
            ("cj", "686530129012", "6865-3012-9012"), ("cj", "6865301290", "6865301290"),
            ("logen", "93313578164", "933-1357-8164"), ("post", "6891234567890", "689123-4567890"),
            ("lotte", "123456789012", "1234-5678-9012"), ("ups", "1Z999AA10123456784", "1Z999AA10123456784"),
            ("kyungdong", "1234567890123", "1234-567-890123"),
        ])
    func grouping(courier: String, number: String, shown: String) throws {
        let courier = try #require(CourierDirectory.courier(code: courier))
        #expect(courier.grouped(try TrackingNumber(number)) == shown)
    }
}
