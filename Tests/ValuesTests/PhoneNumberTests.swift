// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Testing
import Values

@Suite("Phone numbers")
struct PhoneNumberTests {
    @Test(
        "Korean numbers to E.164 and back, with their kind",
        arguments: [
            ("010-1234-5678", "+821012345678", PhoneNumber.Kind.mobile, "010-1234-5678"),
            ("01012345678", "+821012345678", .mobile, "010-1234-5678"),
            ("+82 10 1234 5678", "+821012345678", .mobile, "010-1234-5678"),
            ("+82 (0)10-1234-5678", "+821012345678", .mobile, "010-1234-5678"),
            ("0082-10-1234-5678", "+821012345678", .mobile, "010-1234-5678"),
            ("010.1234.5678", "+821012345678", .mobile, "010-1234-5678"),
            ("011-234-5678", "+82112345678", .mobile, "011-234-5678"),
            ("016-1234-5678", "+821612345678", .mobile, "016-1234-5678"),
            ("02-123-4567", "+8221234567", .landline, "02-123-4567"),
            ("02) 1234-5678", "+82212345678", .landline, "02-1234-5678"),
            ("031-123-4567", "+82311234567", .landline, "031-123-4567"),
            ("064-1234-5678", "+826412345678", .landline, "064-1234-5678"),
            ("043-222-4582", "+82432224582", .landline, "043-222-4582"),
            ("070-1234-5678", "+827012345678", .landline, "070-1234-5678"),
            ("080-023-8000", "+82800238000", .landline, "080-023-8000"),
            ("0507-1234-5678", "+8250712345678", .safeNumber, "0507-1234-5678"),
            ("0505-278-8601", "+825052788601", .safeNumber, "0505-278-8601"),
            ("1588-1255", "+8215881255", .service, "1588-1255"), ("16001234", "+8216001234", .service, "1600-1234"),
            ("1899-5368", "+8218995368", .service, "1899-5368"),
            ("+82 1588 1255", "+8215881255", .service, "1588-1255"),
        ])
    func korean(text: String, e164: String, kind: PhoneNumber.Kind, formatted: String) throws {
        let phone = try PhoneNumber(text)
        #expect(phone.e164 == e164 && phone.kind == kind && phone.formatted == formatted)
        #expect(try PhoneNumber(phone.formatted) == phone, "it reads its own form")
        #expect(try PhoneNumber(phone.national) == phone, "it reads its digits")
        #expect(try PhoneNumber(phone.e164) == phone, "it reads its E.164 form")
    }

    @Test(
        "other countries' numbers stay in E.164",
        arguments: [
            ("+1 415 555 2671", "+14155552671"), ("+81-90-1234-5678", "+819012345678"),
            ("+44 20 7183 8750", "+442071838750"), ("00 1 (415) 555-2671", "+14155552671"),
        ])
    func foreign(text: String, e164: String) throws {
        let phone = try PhoneNumber(text)
        #expect(phone.kind == .foreign && phone.e164 == e164)
        #expect(phone.national == phone.e164 && phone.formatted == phone.e164 && !phone.isMobile)
    }

    @Test(
        "what is no number is refused",
        arguments: [
            "", "0", "010-123-4567", "010-12345-6789", "10-1234-5678", "02-12-3456", "1234", "010-1234-567a", "전화",
            "010-1234-5678\n", "\u{202E}010-1234-5678", "010-1234-5678 ext 3", "+82", "+0123456789", "+12345",
            "+12345678901234567", "8210-1234-5678", "０１０-1234-5678", "012-345-6789", "+82 15 1234 5678",
            "010 1234 5678+",
        ])
    func refused(_ text: String) {
        #expect(throws: ValueError.self) { try PhoneNumber(text) }
    }

    @Test("D2: only 010, 011 and 016 to 019 take SMS and alimtalk")
    func mobile() throws {
        for prefix in ["010", "011", "016", "017", "018", "019"] {
            #expect(try PhoneNumber(prefix + "12345678").isMobile)
        }
        for text in ["0507-1234-5678", "02-123-4567", "1588-1255", "070-1234-5678"] {
            #expect(try !PhoneNumber(text).isMobile)
        }
    }

    @Test("a number printed by accident is masked; an error never repeats it")
    func masked() throws {
        let phone = try PhoneNumber("010-1234-5678")
        #expect("\(phone)" == "010-****-5678" && String(reflecting: phone) == "010-****-5678")
        #expect(try PhoneNumber("1588-1255").masked == "***55")
        do {
            _ = try PhoneNumber("010-9999-88887777")
            Issue.record("taken")
        } catch {
            #expect(!error.description.contains("9999"))
        }
    }
}

@Suite("Tracking numbers")
struct TrackingNumberTests {
    @Test(
        "separators go, letters are upper case",
        arguments: [
            ("6865-3012-9012", "686530129012"), (" 6865 3012 9012 ", "686530129012"),
            ("ee123456789kr", "EE123456789KR"), ("AB_12", "AB12"),
        ])
    func taken(text: String, value: String) throws {
        #expect(try TrackingNumber(text).value == value)
    }

    @Test(
        "what is no tracking number is refused",
        arguments: [
            "", "123", "1-2-3", "송장1234", "1234\n5678", "1234;5678", "12/34", "１２３４", "1234\u{301}",
            String(repeating: "1", count: 41),
        ])
    func refused(_ text: String) {
        #expect(throws: ValueError.self) { try TrackingNumber(text) }
    }
}
