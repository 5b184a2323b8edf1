// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// The words by which couriers announce a driver, and those that a driver is never called.
enum DriverWords {
    /// A word for a driver, found in a text.
    struct Label {
        /// Its length in scalars.
        let length: Int
        /// True when it announces a name only with a colon behind it: `배송예정` mostly means what it says.
        let needsColon: Bool
    }

    /// The longest word for a driver that begins at a place.
    static func label(in scalars: [Unicode.Scalar], at start: Int) -> Label? {
        guard labelStarts.contains(scalars[start].value) else { return nil }
        for (word, needsColon) in labels where matches(word, in: scalars, at: start) {
            return Label(length: word.count, needsColon: needsColon)
        }
        return nil
    }

    /// Whether a title such as `기사님` or `집배원` begins at a place.
    static func isTitle(in scalars: [Unicode.Scalar], at start: Int) -> Bool {
        titleStarts.contains(scalars[start].value) && titles.contains { matches($0, in: scalars, at: start) }
    }

    /// Whether a word before `담당` or `기사` belongs to it (`배송 담당`).
    static func qualifiesDriver(_ word: ArraySlice<Unicode.Scalar>) -> Bool {
        qualifiers.contains { $0.elementsEqual(word) }
    }

    /// Whether a word may be somebody's name where one is expected.
    static func mayBeName(_ word: ArraySlice<Unicode.Scalar>) -> Bool {
        guard let first = word.first else { return false }
        if isLatinLetter(first) {
            guard first.properties.isUppercase, word.count >= 2 else { return false }
            return !latinNoNames.contains { $0.elementsEqual(word) }
        }
        guard isHangul(first) else { return false }
        if word.contains(where: isMask) { return (2...6).contains(word.count) }
        switch word.count {
        case 2: return !isNoName(word, pairAt: 0)
        case 3: return mayBeFullName(word)
        case 4:
            if let last = word.last, particles.contains(last), mayBeFullName(word.dropLast()) { return true }
            return !isNoName(word, pairAt: 0) && !isNoName(word, pairAt: 2)
        case 5: return ![0, 2, 3].contains { isNoName(word, pairAt: $0) }
        default: return false
        }
    }

    /// Whether a word is somebody's name by its looks: a frequent family name and two syllables more.
    static func looksLikeFullName(_ word: ArraySlice<Unicode.Scalar>) -> Bool {
        guard let first = word.first, mayBeName(word), isHangul(first) else { return false }
        if word.contains(where: isMask) { return true }
        if word.count == 4 { return longFamilyNames.contains { word.starts(with: $0) } }
        return word.count == 3 && familyNames.contains(first)
    }

    /// Whether a word is all capitals, as codes are (`NOT_FOUND`) and names seldom.
    static func isShouted(_ word: ArraySlice<Unicode.Scalar>) -> Bool {
        word.allSatisfy { (0x41...0x5A).contains($0.value) }
    }

    /// Words before a phone that go with it, longest first.
    static let phoneLeads = words(
        "배송기사연락처 기사연락처 휴대전화번호 휴대폰번호 전화번호 연락처 휴대전화 휴대폰 핸드폰 전화 TEL Tel tel H.P HP h.p T M ☎ ☏ 📞 📱")

    /// A quick look for a word for a driver or the digits of a phone, which says no for nearly every text.
    static func mayNameSomebody(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var digits = 0
            var index = 0
            while index < bytes.count {
                let byte = bytes[index]
                if byte < 0x80 {
                    // `Driver` and `driver` are the only words in Latin letters.
                    if byte == 0x44 || byte == 0x64 { return true }
                    if byte >= 0x30 && byte <= 0x39 || byte == 0x2A {
                        digits += 1
                        if digits == 9 { return true }
                    }
                    index += 1
                } else if byte == 0xEF {
                    // Full-width digits begin so.
                    return true
                } else if byte >= 0xEA && byte <= 0xED {
                    if index + 5 < bytes.count, marksDriver(bytes, at: index) { return true }
                    index += 3
                } else {
                    index += byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
                }
            }
            return false
        }
    }

    /// Whether the two syllables at a place are the core of a word for a driver.
    private static func marksDriver(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        func syllable(_ at: Int) -> UInt32 {
            UInt32(bytes[at] & 0x0F) << 12 | UInt32(bytes[at + 1] & 0x3F) << 6 | UInt32(bytes[at + 2] & 0x3F)
        }
        switch syllable(index) {
        case 0xB2F4: return syllable(index + 3) == 0xB2F9  // 담당
        case 0xAE30: return syllable(index + 3) == 0xC0AC  // 기사
        case 0xC0AC, 0xC1A1, 0xB2EC: return syllable(index + 3) == 0xC6D0  // 사원, 송원, 달원
        case 0xC9D1: return syllable(index + 3) == 0xBC30  // 집배
        case 0xD321: return syllable(index + 3) == 0xCE5C  // 팡친
        case 0xC608:
            // 예정 announces a name only with a colon.
            return syllable(index + 3) == 0xC815 && bytes[(index + 6)...].prefix(2).contains(0x3A)
        default: return false
        }
    }

    /// Whether a scalar may stand in a name: Hangul, a Latin letter, or what masks one.
    static func isNameScalar(_ scalar: Unicode.Scalar) -> Bool {
        isHangul(scalar) || isLatinLetter(scalar) || isMask(scalar)
    }

    /// Whether a scalar is a Hangul syllable.
    static func isHangul(_ scalar: Unicode.Scalar) -> Bool { (0xAC00...0xD7A3).contains(scalar.value) }

    /// Whether a scalar is an ASCII letter.
    static func isLatinLetter(_ scalar: Unicode.Scalar) -> Bool {
        (0x41...0x5A).contains(scalar.value) || (0x61...0x7A).contains(scalar.value)
    }

    /// What may stand between a name and the phone behind it.
    static func joinsName(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case " ", "(", ",", "/", ":", "·": true
        default: false
        }
    }

    /// What may stand between `연락처` and the phone behind it.
    static func joinsLead(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case " ", ":", "：", ".": true
        default: false
        }
    }

    /// What may stand between a colon and the name behind it.
    static func opens(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "(" }

    /// A space.
    static func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar == " " }

    private static func isMask(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "*" || scalar == "○" || scalar == "〇" || scalar == "●"
    }

    /// Three syllables are a name far more often than not (`이동욱`, `정보람`), so whole words are compared, not parts.
    private static func mayBeFullName(_ word: ArraySlice<Unicode.Scalar>) -> Bool {
        guard let last = word.last else { return false }
        return !noNameEndings.contains(last) && !longNoNames.contains { $0.elementsEqual(word) }
    }

    private static func isNoName(_ word: ArraySlice<Unicode.Scalar>, pairAt offset: Int) -> Bool {
        let start = word.startIndex + offset
        return noNames.contains(UInt64(word[start].value) << 32 | UInt64(word[start + 1].value))
    }

    private static func matches(_ word: [Unicode.Scalar], in scalars: [Unicode.Scalar], at start: Int) -> Bool {
        start + word.count <= scalars.count && scalars[start..<start + word.count].elementsEqual(word)
    }

    private static func words(_ list: String) -> [[Unicode.Scalar]] {
        list.split(separator: " ").map { Array($0.unicodeScalars) }
    }

    // MARK: The words

    private static let labels: [([Unicode.Scalar], Bool)] = {
        let free = words(
            "배송담당자 배달담당자 배송담당 배달담당 담당사원 담당기사 담당자 배송기사 택배기사 배달기사 배송사원 배달사원 집배사원 "
                + "영업사원 집하사원 집화사원 집배원 배송원 배달원 쿠팡친구 기사님 기사")
        let colon = words("배송기사정보 담당직원 배송예정 배달예정 담당 Driver driver DRIVER")
        return (free.map { ($0, false) } + colon.map { ($0, true) }).sorted { $0.0.count > $1.0.count }
    }()

    private static let labelStarts = Array(Set(labels.compactMap(\.0.first?.value)))
    private static let titles = words("기사 배송기사 택배기사 배달기사 집배원 집배사원 배송사원 배달사원 배송원 배달원 사원님")
    private static let titleStarts = Array(Set(titles.compactMap(\.first?.value)))
    private static let qualifiers = words("배송 배달 택배 집하 집화 담당")
    private static let latinNoNames = words("TEL Tel HP HUB Hub SUB Sub MP SM CJ CU GS EMS DHL UPS OK")

    /// The most frequent family names of one syllable.
    private static let familyNames = Set(
        "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진나지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모"
            .unicodeScalars)
    private static let longFamilyNames = words("남궁 황보 제갈 선우 사공 서문 독고 동방")

    /// Syllables that may follow a name without a space.
    private static let particles = Set("이가은는씨님께".unicodeScalars)

    /// Syllables in which words about parcels end, and names do not.
    private static let noNameEndings = Set("된될할함됨는".unicodeScalars)

    /// Words of three syllables that stand where a name could.
    private static let longNoNames = words(
        "대리점 영업소 우체국 터미널 집배점 배송중 배달중 이동중 방문중 부재중 확인중 준비중 배정중 지연중 통화중 운전중 미배정 미지정 고객님 담당자 "
            + "관리자 관리소 관리실 경비실 집배원 연락처 배송지 기사님 보관함 택배함 현관앞 안내문 사무실 주민센 물류팀 배송팀 고객팀 직영점 취급점 사업소 "
            + "본인외 수취인 수령인 인수자 당일중 금일중 오늘중 입니다")

    /// Words of two syllables that are no names, alone or in a longer word (`강남지점`, `배송예정`).
    private static let noNames: Set<UInt64> = Set(
        words(
            "배송 배달 방문 예정 도착 출발 완료 배정 인수 집화 집하 연락 부재 전달 고객 상품 물품 오늘 내일 금일 명일 익일 오전 오후 지점 "
                + "대리 리점 영업 업소 센터 직영 우체 체국 점소 터미 미널 담당 기사 사원 문의 전화 번호 대표 저희 우리 전담 해당 본사 신규 "
                + "변경 지정 지연 사정 요청 확인 접수 처리 예약 시간 정보 미정 없음 불가 택배 보관 경비 문앞 현관 반송 반품 교환 취소 준비 "
                + "이동 안내 위탁 본인 무인 수령 출고 입고 발송 운송 집배 업체 매장 기타 허브 관리 통화 문자 님께 하여 합니 입니 습니 됩니 "
                + "니다 까지 에서 으로 중입 한다 하세 세요 드립 립니 하였 되었 었습 였습 운행 운전 휴무 휴일 공휴 인계 이관 현재 주소 동네 근처 "
                + "물류 간선 상차 하차 적입 행낭 특송 국제 통관 세관 공항 항공 선박 다시 빠른 안전 직접 추후 별도 같은"
        ).compactMap { pair in
            pair.count == 2 ? UInt64(pair[0].value) << 32 | UInt64(pair[1].value) : nil
        })
}
