// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Words of advertising: one of them makes a shipping mail an advertisement as a whole (SEMANTICS D6).
struct AdWords {
    /// A word found.
    struct Match: Hashable {
        /// The word, as it stands in the list.
        let word: String
        /// Where it begins.
        let index: Int
    }

    /// A word of the list.
    private struct Word {
        let name: String
        let characters: [Character]
        /// Characters that make another word of it when they stand before or behind.
        let notAfter: Set<Character>
        let notBefore: Set<Character>
        /// Whether it must stand alone between what is no letter.
        let isAlone: Bool

        /// A Korean word: what is joined to it is mostly a particle, so that only known other words are let through.
        init(_ name: String, notAfter: String = "", notBefore: String = "") {
            self.name = name
            self.characters = Array(name)
            self.notAfter = Set(notAfter)
            self.notBefore = Set(notBefore)
            self.isAlone = false
        }

        /// An English word.
        init(alone name: String) {
            self.name = name
            self.characters = Array(name)
            self.notAfter = ["-"]
            self.notBefore = []
            self.isAlone = true
        }
    }

    /// A blank in a word stands for any white space, or none in Korean.
    private static let words: [Word] =
        [
            Word("쿠폰"), Word("할인", notAfter: "분"), Word("적립금"), Word("포인트 적립"), Word("혜택", notBefore: "배"), Word("특가"),
            Word("무료 증정"), Word("사은품"), Word("이벤트"), Word("프로모션"), Word("경품"), Word("당첨"), Word("추천 상품"), Word("캐시백"),
            Word("기획전"),
            // 납세일 and 과세일 are days, 세일즈 and 세일러 are people.
            Word("세일", notAfter: "납과면관국박김", notBefore: "즈러링"),
        ]
        + [
            "coupon", "coupons", "discount", "discounts", "discounted", "sale", "promo", "promos", "promotion",
            "promotions",
            "promotional", "% off", "percent off", "free gift", "free gifts", "voucher", "vouchers", "reward",
            "rewards",
            "special offer", "special offers", "cashback", "giveaway", "promo code",
        ].map(Word.init(alone:))

    /// The words in a text, in order, the longest at each place.
    static func find(in text: [Character]) -> [Match] {
        let lowered = text.map { $0.isASCII ? Character($0.lowercased()) : $0 }
        var matches = [Match]()
        var index = 0
        while index < lowered.count {
            let found = words.compactMap { word in end(of: word, in: lowered, at: index).map { (word.name, $0) } }
                .max { $0.1 < $1.1 }
            if let (name, end) = found {
                matches.append(Match(word: name, index: index))
                index = end
            } else {
                index += 1
            }
        }
        return matches
    }

    /// Where a word that begins here ends.
    private static func end(of word: Word, in text: [Character], at start: Int) -> Int? {
        var index = start
        for character in word.characters {
            if character == " " {
                let blank = index
                while index < text.count, text[index].isWhitespace { index += 1 }
                if word.isAlone, index == blank { return nil }
            } else {
                guard index < text.count, text[index] == character else { return nil }
                index += 1
            }
        }
        let before = start > 0 ? text[start - 1] : " "
        let behind = index < text.count ? text[index] : " "
        if word.notAfter.contains(before) || word.notBefore.contains(behind) { return nil }
        if word.isAlone {
            if isWordPart(behind) || word.characters.first?.isLetter == true && isWordPart(before) { return nil }
        }
        return index
    }

    /// Korean particles follow an English word without a blank, so that only Latin letters and digits count.
    private static func isWordPart(_ character: Character) -> Bool {
        character == "_" || character.isNumber
            || character.isLetter && character.unicodeScalars.allSatisfy { $0.value < 0x250 }
    }
}
