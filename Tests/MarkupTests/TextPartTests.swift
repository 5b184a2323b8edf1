// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Markup
import Testing

struct TextPartTests {
    /// The laid-out text part of what stands in a body.
    private func text(_ body: String) -> String {
        String(decoding: TextLayout.layout(Array(derived(body).utf8)), as: UTF8.self)
    }

    /// The text part with its marks.
    private func derived(_ body: String) -> String {
        let html = "<!DOCTYPE html><html><head><title>제목</title></head><body>\(body)</body></html>"
        return TextPart.derive(HTMLDocument(parsing: Array(html.utf8)).root) { $0.hasPrefix("pp") && $0.hasSuffix("x") }
    }

    @Test("a letter reads as a person would have typed it")
    func letter() {
        let letter = text(
            """
            <div style="display:none;max-height:0">preheader &#8199;&#847;</div>
            <table role="presentation"><tr><td><a href="https://dalbit.example"><img src="l.png" alt="달빛상점"></a></td></tr>
            <tr><td><h1>잘 도착했어요</h1><p>오늘 오후 3:20에
               도착했어요.</p></td></tr>
            <tr><td><!--[if mso]><v:roundrect href="x">조회</v:roundrect><![endif]--><table role="presentation"><tr><td><a
             href="https://n.example/t/1?a=1&amp;b=2">배송 조회하기</a></td></tr></table></td></tr>
            <tr><td><table><tr><th scope="row">택배사</th><td>CJ대한통운</td></tr>
            <tr><th scope="row">고객센터</th><td><a href="tel:+8215881255">1588-1255</a></td></tr></table></td></tr>
            <tr><td><h2>주문 상품</h2><ul><li>제주 노지 감귤 <b>5kg</b></li><li><p>유자차</p></li></ul></td></tr>
            <tr><td><table><caption>배송 과정</caption>
            <thead><tr><th scope="col">시간</th><th scope="col">위치</th><th scope="col">내용</th></tr></thead>
            <tbody><tr><th scope="rowgroup" colspan="3">11월 22일</th></tr>
            <tr><td>15:20</td><td>송파가락</td><td>배송완료<br><span>잘 도착했어요</span></td></tr>
            <tr><td>09:04</td><td></td><td>배송출발</td></tr></tbody></table></td></tr>
            <tr><td role="contentinfo"><p>주문 소식 메일이에요.</p><p><a href="mailto:help%40dalbit.example?subject=x">문의</a></p></td></tr>
            </table>
            """)
        #expect(
            letter == """
                달빛상점 <https://dalbit.example>

                잘 도착했어요

                오늘 오후 3:20에 도착했어요.

                배송 조회하기 <https://n.example/t/1?a=1&b=2>

                  택배사    CJ대한통운
                  고객센터  1588-1255

                [주문 상품]
                - 제주 노지 감귤 5kg
                - 유자차

                [배송 과정]
                  시간   위치      내용

                11월 22일
                  15:20  송파가락  배송완료 잘 도착했어요
                  09:04            배송출발

                --------
                주문 소식 메일이에요.
                문의 <help@dalbit.example>

                """)
    }

    @Test(
        "links say their words and their address, each only when it says something new",
        arguments: [
            (#"<a href="https://a.example/t">배송 조회</a>"#, "배송 조회 <https://a.example/t>"),
            (#"<a href="https://a.example/">a.example</a>"#, "https://a.example/"),
            (#"<a href="https://a.example">https://a.example/</a>"#, "https://a.example"),
            (#"<a href="tel:1588-1255">1588-1255</a>"#, "1588-1255"),
            ("<a href=\"\">x</a><a href=\"#top\">y</a> <a name=\"z\">z</a>", "xy z"),
            (#"<a href="mailto:help@a.example">help@a.example</a>"#, "help@a.example"),
            (#"<a href="mailto:help@a.example?subject=s">쓰기</a>"#, "쓰기 <help@a.example>"),
            (#"<a href="https://a.example"><img src="x" alt="가게"></a>"#, "가게 <https://a.example>"),
            (#"<a href="https://a.example"><img src="x" alt=""></a>"#, "https://a.example"),
            (#"<a href="https://a.example"></a>x"#, "x"),
            (#"한<a href="https://a.example"> 둘 </a>셋"#, "한 둘 <https://a.example> 셋"),
            (#"<a href="javascript:alert(1)">x</a>"#, "x"),
            (#"<a href="ppv17x">ppv18x</a>"#, "ppv18x <ppv17x>"),
            (#"<a href="ppv17x">ppv17x</a>"#, "ppv17x"),
            (#"<a href="ppo1xhttps://a.exampleppc1x">x</a>"#, "x <ppo1xhttps://a.exampleppc1x>"),
            (#"<a href="https://a.example"><div>한</div><div>둘</div></a>"#, "한 둘 <https://a.example>"),
        ])
    func links(html: String, expected: String) {
        #expect(text("<p>\(html)</p>") == expected + "\n")
    }

    @Test(
        "what is not shown is left out",
        arguments: [
            #"<span style="color:red; DISPLAY : none">x</span>"#, #"<span style="mso-hide: all">x</span>"#,
            #"<span hidden>x</span>"#, #"<span aria-hidden="true">x</span>"#, "<!-- x -->", "<style>x</style>",
            #"<script type="application/ld+json">{"x":1}</script>"#, #"<img src="x" alt="">"#, #"<img src="x">"#,
            "&#8199;&#847;&zwnj;&#8203;&#xFEFF;&shy;&#8288;&nbsp;", #"<i data-text="">x</i>"#,
            #"<i data-text=" ">x</i>"#,
        ])
    func hidden(html: String) {
        #expect(text("<p>a\(html)</p>") == "a\n")
    }

    @Test("display:none that a later declaration takes back is shown")
    func shownAgain() {
        #expect(text(#"<p style="display:none;display:block">a</p>"#) == "a\n")
    }

    @Test("white space is collapsed as HTML does, breaks stay")
    func whiteSpace() {
        #expect(text("<p>  a \n\t b<b> c</b> <i> d</i>&nbsp; e</p>") == "a b c d e\n")
        #expect(text("<p>a<br>\n b<br><br>c<br></p><div>d</div><div>e</div>f") == "a\nb\n\nc\n\nd\ne\nf\n")
    }

    @Test("controls in the HTML forge no marks")
    func forgedMarks() {
        let node = HTMLNode(.element("p"), attributes: [], offset: 0)
        node.append(HTMLNode(.text("a\u{1F}\u{1C}b\u{B}\u{C}\u{E}\u{7F}\u{9F}c"), offset: 0))
        #expect(Marks.written(TextPart.derive(node) { _ in false }) == "{P}abc")
    }

    @Test("emoji stay whole")
    func emoji() {
        #expect(text("<p>👩‍👩‍👧‍👦 a\u{200D}b &zwj;</p>") == "👩‍👩‍👧‍👦 ab\n")
    }

    @Test("lists, rules and titles")
    func blocks() {
        #expect(
            text("<h1>가</h1><h2> 나 </h2><h3><a href='https://a.example'>다</a></h3><p>라</p><hr><p>마</p><h2></h2>바")
                == "가\n\n[나]\n[다 <https://a.example>]\n라\n\n--------\n\n마\n\n바\n")
        #expect(
            text("<ul>\n<li>a\n<ul><li>b</li></ul></li>\n<li> </li><li><div>c</div><div>d</div></li></ul>e")
                == "- a\n\n- b\n\n- c\nd\n\ne\n")
    }

    @Test("links and nothing else are a line each, for addresses are long")
    func linkLists() {
        let one = #"<a href="https://a.example/1">문의</a>"#
        let two = #"<a href="https://a.example/2">그만 받기</a>"#
        let lines = "문의 <https://a.example/1>\n그만 받기 <https://a.example/2>\n"
        #expect(text("<p>a</p><p>\(one) · <b>\(two)</b></p>") == "a\n\n" + lines)
        #expect(text("<table role=none><tr><td>\(one) \(two)</td></tr></table>") == lines)
        #expect(text("<p>\(one) or \(two)</p>") == "문의 <https://a.example/1> or 그만 받기 <https://a.example/2>\n")
        let looped = derived("<p><!--ppo1x-->\(one) <!--ppc1x--></p>")
        #expect(Marks.written(looped) == "{P}ppo1x{L}문의 <https://a.example/1>{L}ppc1x")
    }

    @Test(
        "cells of a layout row are joined by two spaces, cells with blocks are lines, side by side they are one group")
    func layoutCells() {
        #expect(
            text(
                """
                <table role="none"><tr><td>a</td><td> <img src="x" alt=""> </td><td>b <b>c</b></td></tr><tr><td>d</td></tr></table>
                """) == "a  b c\nd\n")
        #expect(
            text(
                """
                <table role="presentation"><tr><td><img src="x" alt=""></td><td><p>감귤</p><p>5kg</p></td><td>39,000원</td></tr>
                <tr><td></td><td><p>유자차</p></td><td>1원</td></tr></table>
                """) == "감귤\n5kg\n39,000원\n\n유자차\n1원\n")
    }

    @Test("an element with a label in place of its picture is the label")
    func labels() {
        let table = #"<table role="img" aria-label="진행: 배송 중"><tr><td>o</td><td>o</td></tr></table>"#
        #expect(text("a\(table)b <span role=img aria-label='별'>*</span>") == "a\n\n진행: 배송 중\n\nb 별\n")
    }

    @Test("data-text stands for its element, as written, in every place")
    func replaced() {
        #expect(text(#"<h2 data-text="제목 (새것부터)">x</h2><p data-text="가  나">x</p>"#) == "제목 (새것부터)\n\n가  나\n")
        #expect(text(#"<p>a <a href="https://a.example" data-text="b">x</a> c</p>"#) == "a b c\n")
        #expect(text(#"<div style="display:none" data-text="only here">x</div>"#) == "only here\n")
        #expect(
            text(
                """
                <table><thead data-text=""><tr><th>x</th></tr></thead>
                <tr><td>a</td><td data-text="b (c)">b<br>c</td><td data-text="">x</td><td>d</td></tr>
                <tr data-text=""><td>x</td></tr><tr data-text="한 줄"><td>x</td><td>x</td></tr></table>
                """) == "  a  b (c)  d\n한 줄\n")
        #expect(
            text(
                """
                <table role="presentation"><tr data-text="- 감귤, 2개"><td>x</td><td><p>x</p></td></tr>
                <tr><td>a</td><td data-text="">x</td><td data-text="b"><p>x</p></td></tr></table>
                """) == "- 감귤, 2개\na  b\n")
    }

    @Test("a cell over two columns keeps those behind it in place")
    func spans() {
        #expect(
            text(
                """
                <table><tr><td>aa</td><td>bb</td><td>cc</td></tr><tr><td colspan="2">d</td><td>e</td></tr>
                <tr><td>f</td><td colspan="2">g</td></tr><tr><td colspan="3">h</td></tr></table>
                """) == "  aa  bb  cc\n  d       e\n  f   g\nh\n")
    }

    @Test("a table without a role that has tables in it lays out, and a data table's cell is one line")
    func nested() {
        #expect(
            text("<table><tr><td><table><tr><td>a</td><td>b</td></tr></table></td></tr><tr><td>c</td></tr></table>")
                == "  a  b\n\nc\n")
        #expect(
            text("<table><tr><td><p>a</p><ul><li>b</li></ul><h2>c</h2><hr></td><td>d</td></tr></table>")
                == "  a b c  d\n")
    }

    @Test("sections stay where they stand: between rows, in a row, around blocks, with the space beside them")
    func placeholders() {
        #expect(
            Marks.written(
                derived(
                    """
                    <!--ppo0x--><table><caption>ppv1x</caption><!--ppo2x--><tr><td>ppv3x</td><!--ppo4x--><td>ppv5x</td><!--ppc4x--></tr>
                    <!--ppc2x--></table><!--ppc0x-->
                    <!-- ppo9x not one --><p>a <!--ppo6x-->b<!--ppc6x--> c</p><ul><!--ppo7x--><li><!--ppo8x-->d<!--ppc8x--></li><!--ppc7x--></ul>
                    """))
                == "{L}ppo0x{P}[{t}ppv1x{t}]{t}{T}ppo2xppv3x{C}ppo4xppv5x{C}ppc4x{R}ppc2x{/T}ppc0x"
                + "{P}a ppo6xbppc6x c{P}ppo7x{L}- ppo8xdppc8x{L}ppc7x")
    }
}
