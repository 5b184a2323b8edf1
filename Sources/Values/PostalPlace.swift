// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// A Korean postal address taken apart: where it is by and large, and the street.
public struct PostalPlace: Hashable, Sendable {
    /// The province or metropolitan city as it was written (`서울특별시`, `경기`).
    public let region: String
    /// The city, county and district (`송파구`, `성남시 분당구`); the region's name where it has none (Sejong).
    public let locality: String
    /// What follows; may be empty.
    public let street: String
    /// Five digits, if they were written.
    public let postalCode: String?

    /// Takes an address apart, if it begins with a region that is known.
    ///
    /// Written the Korean way (`(05540) 서울특별시 송파구 올림픽로 300`) or the English way
    /// (`300 Olympic-ro, Songpa-gu, Seoul 05540`).
    public init?(_ address: String) {
        // By bytes and no further than is looked at, because every letter's address is taken apart.
        var words = address.utf8.split(maxSplits: 5) { PostalPlace.isGap($0) }.map { Substring($0) }
        var postalCode: String?
        if let first = words.first, first.count == 5, PostalPlace.isDigits(first) {
            postalCode = String(first)
            words.removeFirst()
        }
        guard let region = words.first, PostalPlace.regions.contains(String(region)) else {
            guard let place = PostalPlace(english: address) else { return nil }
            self = place
            return
        }
        let districts = words.dropFirst().prefix(2).prefix { PostalPlace.isDistrict($0) }
        let isWhole = region.hasPrefix("세종")
        guard isWhole || !districts.isEmpty else { return nil }
        self.region = String(region)
        self.locality = districts.isEmpty ? String(region) : districts.joined(separator: " ")
        self.postalCode = postalCode
        // The street keeps its own commas and brackets.
        let last = districts.last ?? region
        self.street = String(address[last.endIndex...].drop { $0 == " " || $0 == "," })
    }

    private init?(english address: String) {
        let parts = address.split(separator: ",")
        func last(_ part: Substring) -> Substring {
            part.split(separator: " ").last { !PostalPlace.isDigits($0) } ?? ""
        }
        guard let index = parts.lastIndex(where: { PostalPlace.englishRegions.contains(last($0).lowercased()) }) else {
            return nil
        }
        let region = String(last(parts[index]))
        let districts = parts[..<index].map(last).filter(PostalPlace.isEnglishDistrict)
        guard !districts.isEmpty || region.lowercased().hasPrefix("sejong") else { return nil }
        self.region = region
        self.locality = districts.isEmpty ? region : districts.joined(separator: ", ")
        self.postalCode = parts[index...].joined(separator: " ").split(separator: " ")
            .last { PostalPlace.isDigits($0) && $0.count == 5 }.map { String($0) }
        self.street = parts[..<index].filter { !PostalPlace.isEnglishDistrict(last($0)) }
            .map { String($0.drop { $0 == " " }) }.joined(separator: ", ")
    }

    /// A blank, a comma or a bracket.
    private static func isGap(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x09...0x0D, 0x20, 0x28, 0x29, 0x2C, 0x5B, 0x5D: true
        default: false
        }
    }

    private static func isDigits(_ word: Substring) -> Bool { word.utf8.allSatisfy { (0x30...0x39).contains($0) } }

    /// A city, county or district; `로` and `길` are streets.
    private static func isDistrict(_ word: Substring) -> Bool {
        guard word.count >= 2, let last = word.last else { return false }
        return last == "시" || last == "군" || last == "구"
    }

    private static func isEnglishDistrict(_ word: Substring) -> Bool {
        let word = word.lowercased()
        return word.hasSuffix("-gu") || word.hasSuffix("-si") || word.hasSuffix("-gun")
    }

    private static let englishRegions: Set<String> = [
        "seoul", "busan", "daegu", "incheon", "gwangju", "daejeon", "ulsan", "sejong", "sejong-si", "gyeonggi-do",
        "gangwon-do", "gangwon-state", "chungcheongbuk-do", "chungcheongnam-do", "jeollabuk-do", "jeonbuk-state",
        "jeollanam-do", "gyeongsangbuk-do", "gyeongsangnam-do", "jeju-do", "jeju",
    ]

    private static let regions: Set<String> = [
        "서울특별시", "서울시", "서울", "부산광역시", "부산시", "부산", "대구광역시", "대구시", "대구", "인천광역시", "인천시", "인천",
        "광주광역시", "광주", "대전광역시", "대전시", "대전", "울산광역시", "울산시", "울산", "세종특별자치시", "세종시", "세종", "경기도",
        "경기", "강원특별자치도", "강원도", "강원", "충청북도", "충북", "충청남도", "충남", "전북특별자치도", "전라북도", "전북", "전라남도",
        "전남", "경상북도", "경북", "경상남도", "경남", "제주특별자치도", "제주도", "제주",
    ]
}

extension Masking {
    /// `서울특별시 송파구 올림픽로 300` becomes `서울특별시 송파구 ***`; what is no address that we can take apart becomes `***`.
    public static func address(_ address: String) -> String {
        guard let place = PostalPlace(address) else { return "***" }
        let isKorean = place.region.unicodeScalars.first.map { $0.value >= 0xAC00 } ?? false
        guard isKorean else { return "***, " + place.locality + ", " + place.region }
        return (place.locality == place.region ? place.region : place.region + " " + place.locality) + " ***"
    }
}
