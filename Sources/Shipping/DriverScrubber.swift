// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Values

/// Takes drivers' names and phone numbers out of what couriers write (SEMANTICS D7: drivers are people too).
///
/// Couriers put them into the scan text: `배송할 예정입니다.(16~18시)(배송담당:홍길동 010-1234-5678)`, `(배송사원 : 홍길동)`,
/// `배달준비 집배원:홍길동`, `집배원 홍길동 010-1234-5678 방문예정`. Removed are
/// 1. every Korean mobile, 050x and landline number, masked ones (`010-****-5678`) too, with the `☎` or `연락처:` before
///    it; companies' numbers (15xx, 16xx, 18xx, 080) stay, since a customer may need them;
/// 2. the name after a word for a driver, and that word too where it only announced the name;
/// 3. the name directly before such a number, or before `기사님`.
///
/// In doubt a word goes: a lost word costs less than a driver's name in a mail.
public struct DriverScrubber {
    /// Text without a driver, and the driver it named.
    public struct Scrubbed: Hashable, Sendable {
        /// The text that may be shown.
        public let text: Line
        /// Whom it named, if anybody.
        public let driver: Scan.Driver?
    }

    /// Cleans one text.
    ///
    /// - Parameters:
    ///   - text: The courier's words, of any length and with any characters.
    ///   - maxBytes: The longest result, in bytes of UTF-8.
    public static func scrub(_ text: String, maxBytes: Int = 500) -> Scrubbed {
        guard DriverWords.mayNameSomebody(text) else {
            return Scrubbed(text: Line(cleaning: text, maxBytes: maxBytes), driver: nil)
        }
        // Only ever look at so much, but at more than is kept: half a phone number would not be seen as one.
        var scrubber = DriverScrubber(Line(cleaning: text, maxBytes: maxBytes * 4).text)
        scrubber.removePhones()
        scrubber.removeLabelledNames()
        scrubber.removeNamesBeforePhones()
        scrubber.removeNamesBeforeTitles()
        return scrubber.result(maxBytes: maxBytes)
    }

    private let scalars: [Unicode.Scalar]
    private var gone: [Bool]
    /// Where what was removed with each phone begins.
    private var phoneStarts = [Int]()
    private var name: String?
    private var phone: PhoneNumber?

    private init(_ text: String) {
        self.scalars = Array(text.unicodeScalars)
        self.gone = [Bool](repeating: false, count: scalars.count)
    }

    // MARK: Phones

    private mutating func removePhones() {
        var index = 0
        while index < scalars.count {
            guard let match = PhoneInText(in: scalars, at: index) else {
                index += 1
                continue
            }
            if match.isPersonal {
                let start = startOfLead(before: index)
                remove(start..<match.end)
                phoneStarts.append(start)
                if phone == nil { phone = match.number }
            }
            index = match.end
        }
    }

    /// Where `☎`, `연락처:`, `Tel.` and the like before a phone begin; the phone's own start when there is none.
    private func startOfLead(before phoneStart: Int) -> Int {
        let end = back(from: phoneStart, over: DriverWords.joinsLead)
        for lead in DriverWords.phoneLeads where end >= lead.count {
            if scalars[end - lead.count..<end].elementsEqual(lead) { return end - lead.count }
        }
        return phoneStart
    }

    private mutating func removeNamesBeforePhones() {
        for phoneStart in phoneStarts {
            let end = back(from: phoneStart, over: DriverWords.joinsName)
            guard phoneStart - end <= 3 else { continue }
            let start = startOfWord(endingAt: end)
            guard start < end, !DriverWords.isShouted(scalars[start..<end]) else { continue }
            takeName(in: start..<end, sure: false)
        }
    }

    // MARK: Names

    /// Removes the name after `배송담당:`, `집배원` and the other words for a driver.
    private mutating func removeLabelledNames() {
        var index = 0
        while index < scalars.count {
            if !gone[index], let label = DriverWords.label(in: scalars, at: index) {
                index = removeName(after: label, at: index)
            } else {
                index += 1
            }
        }
    }

    /// Removes the name that a word for a driver announces; returns where to go on.
    private mutating func removeName(after label: DriverWords.Label, at labelStart: Int) -> Int {
        let labelEnd = labelStart + label.length
        var index = forward(from: labelEnd, over: DriverWords.isSpace)
        let hasColon = index < scalars.count && (scalars[index] == ":" || scalars[index] == "：")
        let hasBracket = index < scalars.count && scalars[index] == "("
        if hasColon || hasBracket { index = forward(from: index + 1, over: DriverWords.opens) }
        guard hasColon || (!label.needsColon && index > labelEnd), index < scalars.count else { return labelEnd }
        if gone[index] {
            // `배송담당: 010-1234-5678`: the word has nothing left to announce.
            if hasColon { remove(startOfAnnouncement(labelStart)..<index) }
            return index
        }
        let end = endOfName(from: index)
        guard end > index else { return labelEnd }
        if takeName(in: index..<end, sure: hasColon || hasBracket) {
            if hasColon { remove(startOfAnnouncement(labelStart)..<index) }
        } else if hasColon {
            // `배송담당:강남대리점 홍길동`
            let next = forward(from: end, over: DriverWords.isSpace)
            let nextEnd = endOfName(from: next)
            if next > end, next < nextEnd, DriverWords.looksLikeFullName(scalars[next..<nextEnd]) {
                takeName(in: next..<nextEnd, sure: true)
            }
        }
        return end
    }

    /// Takes `집하` of `집하담당:` and `배송` of `배송 담당:` along.
    private func startOfAnnouncement(_ labelStart: Int) -> Int {
        let start = startOfWord(endingAt: labelStart)
        guard start == labelStart else { return start }
        let end = back(from: labelStart, over: DriverWords.isSpace)
        let before = startOfWord(endingAt: end)
        return before < end && DriverWords.qualifiesDriver(scalars[before..<end]) ? before : labelStart
    }

    /// Removes `홍길동` from `홍길동 기사님이 배송 중입니다`.
    private mutating func removeNamesBeforeTitles() {
        for index in scalars.indices where !gone[index] && DriverWords.isTitle(in: scalars, at: index) {
            let end = back(from: index, over: DriverWords.isSpace)
            let start = startOfWord(endingAt: end)
            if start < end, DriverWords.looksLikeFullName(scalars[start..<end]) {
                takeName(in: start..<end, sure: true)
            }
        }
    }

    /// Removes a name, if the word is one, up to the `님` that may follow it.
    ///
    /// - Parameter sure: Whether the place alone says that it is a name.
    @discardableResult
    private mutating func takeName(in word: Range<Int>, sure: Bool) -> Bool {
        let honorific = scalars[word].dropFirst(2).firstIndex { $0 == "님" || $0 == "씨" }
        let end = honorific ?? word.upperBound
        let candidate = scalars[word.lowerBound..<end]
        let isName =
            sure || honorific != nil
                || phoneStarts.contains { back(from: $0, over: DriverWords.joinsName) == word.upperBound }
            ? DriverWords.mayBeName(candidate) : DriverWords.looksLikeFullName(candidate)
        guard isName else { return false }
        if name == nil { name = ScrubbedText.string(candidate) }
        remove(word.lowerBound..<end)
        return true
    }

    // MARK: Words

    private func endOfName(from start: Int) -> Int {
        var index = start
        while index < scalars.count, index - start < 12, DriverWords.isNameScalar(scalars[index]), !gone[index] {
            index += 1
        }
        // A Latin name has a space in it: `John Smith`.
        if index > start, DriverWords.isLatinLetter(scalars[start]), index + 1 < scalars.count, scalars[index] == " ",
            DriverWords.isLatinLetter(scalars[index + 1])
        {
            index += 1
            while index < scalars.count, DriverWords.isLatinLetter(scalars[index]) { index += 1 }
        }
        return index
    }

    private func startOfWord(endingAt end: Int) -> Int {
        var start = end
        while start > 0, DriverWords.isNameScalar(scalars[start - 1]), !gone[start - 1] { start -= 1 }
        return start
    }

    private func forward(from start: Int, over skipped: (Unicode.Scalar) -> Bool) -> Int {
        var index = start
        while index < scalars.count, skipped(scalars[index]) { index += 1 }
        return index
    }

    private func back(from start: Int, over skipped: (Unicode.Scalar) -> Bool) -> Int {
        var index = start
        while index > 0, skipped(scalars[index - 1]) { index -= 1 }
        return index
    }

    private mutating func remove(_ range: Range<Int>) {
        for index in range { gone[index] = true }
    }

    private func result(maxBytes: Int) -> Scrubbed {
        let driver =
            name != nil || phone != nil
            ? Scan.Driver(name: name.map { Line(cleaning: $0, maxBytes: 60) }, phone: phone) : nil
        var kept = [Unicode.Scalar]()
        kept.reserveCapacity(scalars.count)
        for (index, scalar) in scalars.enumerated() where !gone[index] { kept.append(scalar) }
        let text = ScrubbedText.string((kept.count < scalars.count ? ScrubbedText.tidied(kept) : kept)[...])
        return Scrubbed(text: Line(cleaning: text, maxBytes: maxBytes), driver: driver)
    }
}
