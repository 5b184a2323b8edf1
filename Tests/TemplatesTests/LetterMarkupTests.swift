// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Notices
import Shipping
import Templates
import TestSupport
import Testing
import Values

/// The letters' markup: whole, light, and in an order that makes sense read aloud.
@Suite struct LetterMarkupTests {
    @Test(arguments: LetterCase.names, Language.allCases)
    func everyLetterAndPageIsWhole(fixture: String, language: Language) throws {
        for (name, html) in try LetterCase.everything(fixture, language) {
            // Which tables need a role is looked at more closely below.
            let faults = MarkupCheck.faults(in: html).filter { !$0.hasPrefix("no role") }
            #expect(faults.isEmpty, "\(name): \(faults)")
            #expect(html.hasPrefix("<!DOCTYPE html>") || html.hasPrefix("<!doctype html>"), "\(name)")
            #expect(html.contains("<html lang=\"\(language.rawValue)\" dir=\"ltr\""), "\(name)")
            // One h1, then h2: no jumps.
            let headings = html.matches(of: /<h([1-6])/).map { String($0.1) }
            #expect(headings.first == "1" && headings.dropFirst().allSatisfy { $0 == "2" }, "\(name): \(headings)")
            // A table is either laid out (role) or holds data (its headings say of what).
            for table in html.components(separatedBy: "<table").dropFirst() {
                let tag = table.prefix { $0 != ">" }
                let body = table.components(separatedBy: "</table>")[0]
                #expect(tag.contains(" role=") || body.contains("scope="), "\(name): <table\(tag)>")
            }
            #expect(!html.contains("data-text") && !html.contains("data-inline"), "\(name)")
        }
    }

    @Test(arguments: Milestone.allCases)
    func theOrdinaryLetterIsLight(milestone: Milestone) throws {
        for language in Language.allCases {
            let html = try LetterCase.letter("ordinary", milestone, language).html
            #expect(html.utf8.count <= 16 * 1024, "\(milestone) \(language): \(html.utf8.count) bytes")
            let styles = html.matches(of: /(?s)<style[^>]*>(.*?)<\/style>/).reduce(0) { $0 + $1.1.utf8.count }
            #expect(styles <= 8 * 1024, "\(milestone): \(styles) bytes of style")
            #expect(html.contains("prefers-color-scheme") && html.contains("max-width:480px"))
        }
    }

    @Test func noLetterIsClipped() throws {
        for fixture in LetterCase.names {
            for (name, html) in try LetterCase.everything(fixture, .korean) {
                #expect(html.utf8.count <= 40 * 1024, "\(name): \(html.utf8.count) bytes")
            }
        }
    }

    @Test func withoutItsStylesALetterKeepsItsOrder() throws {
        let html = try LetterCase.letter("ordinary", .delivered).html
        let words = LetterCase.words(html)
        var place = words.startIndex
        for part in [
            "달빛상점", "잘 도착했어요", "11월 22일(일) 오후 3:20에", "✓ 배송 완료", "배송 조회하기", "운송장 번호", "주문 상품", "후기 쓰기", "배송 과정",
            "궁금한 점", "달빛상점에서 보낸 메일", "배송 알림 그만 받기",
        ] {
            let found = try #require(words.range(of: part, range: place..<words.endIndex), "\(part)")
            place = found.upperBound
        }
    }

    @Test func theProgressTableIsARealOne() throws {
        let html = try LetterCase.letter("ordinary", .delivered).html
        for part in [
            "<caption", "scope=\"col\"", "scope=\"rowgroup\"", "scope=\"row\"", "role=\"img\" aria-label=\"배송 단계: ",
        ] {
            #expect(html.contains(part), "\(part)")
        }
        #expect(html.contains("배송 완료, 현재 단계."))
    }
}
