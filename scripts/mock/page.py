# Parcelpost: a mail-first notification gateway for parcels.
# SPDX-License-Identifier: Apache-2.0
"""The inbox page before headless Chromium: each line is one check, the exit status 1 when one fails.

    PYTHONPATH=scripts python -m mock.page [--binary FILE] [--pictures FOLDER] [--messages 100000] [--only WORD]

A mock of its own on free ports; mails by smtplib, alimtalk, SMS and push by the providers' own APIs. Times are printed,
never judged.
"""

import argparse
import contextlib
import html.parser
import os
import re
import shutil
import sys
import time
import traceback
from pathlib import Path

from harness import BINARY, Failure, Workshop, base_url, call, host_port
from letters import accessibility
from letters.browser import CHROMIUM

from . import cards, mails

try:
    from playwright.sync_api import Error, expect, sync_playwright
except ImportError:  # told as a sentence below
    Error, expect, sync_playwright = Exception, None, None

DESKTOP, PHONE = (1280, 900), (390, 844)
FRAME_POLICY = ("default-src 'none'", "style-src 'unsafe-inline'", "img-src 'self' data:", "frame-ancestors 'self'")
VIEWS = ["html", "together", "text", "check", "headers", "links", "source", "dialogue", "history"]


class Wrong(Exception):
    """A check that does not hold."""


def hold(condition, words):
    if not condition:
        raise Wrong(words)


def same(found, wanted, what):
    hold(found == wanted, f"{what}: {found!r} instead of {wanted!r}")


class Judge:
    """One browser, one mock, and what was found."""

    def __init__(self, browser, workshop, options):
        self.browser, self.workshop, self.options = browser, workshop, options
        self.failed, self.count = [], 0
        self.axe = accessibility.axe_source()
        self.start()

    def start(self):
        server = self.workshop.start(
            f"mock{self.count}", [self.options.binary, "mock", *(word for door in ("smtp", "smtps", "http", "https") for word in (f"--{door}", "127.0.0.1:0")),
                                  *self.options.mock])
        self.server = server
        self.smtp, self.url = host_port(server.addresses["smtp"]), base_url(server.addresses["http"])

    # --- telling

    def check(self, name, work):
        if self.options.only and self.options.only not in name:
            return
        self.count += 1
        from_ = time.monotonic()
        try:
            note = work()
        except (Wrong, Failure, AssertionError, Error, OSError, RuntimeError, StopIteration) as error:
            self.failed.append(name)
            words = " ".join(str(error).split())[:4000]
            print(f"✗ {name}: {words}", flush=True)
            if self.options.trace:
                traceback.print_exc()
            return
        print(f"✓ {name}" + (f": {note}" if note else "") + f"  ({time.monotonic() - from_:.1f} s)", flush=True)

    # --- pages

    @contextlib.contextmanager
    def page(self, path="/", size=DESKTOP, dark=False, script=True, quiet=True):
        """A page of its own; whatever it asks other servers is refused and kept in `page.foreign`."""
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            # Light is the system's own here: what is emulated would hold in frames, too, whatever their colour scheme.
            color_scheme="dark" if dark else "null",
            reduced_motion="reduce", java_script_enabled=script, locale="ko-KR", timezone_id="Asia/Seoul")
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.foreign, page.complaints = [], []

        def route(route):
            url = route.request.url
            asset = re.search(r"/assets/([a-z]+\.(?:css|js))$", url)
            if asset and self.options.assets and (self.options.assets / asset[1]).exists():
                kind = "text/css" if url.endswith("css") else "text/javascript"
                route.fulfill(content_type=kind, body=(self.options.assets / asset[1]).read_text(encoding="utf-8"))
            elif url.startswith((self.url, "data:")):
                route.continue_()
            else:
                page.foreign.append(url)
                route.abort()

        context.route("**/*", route)
        page.on("dialog", lambda dialog: (page.complaints.append("dialog " + dialog.message), dialog.dismiss()))
        page.on("pageerror", lambda error: page.complaints.append(f"error {error}"))
        page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
        try:
            page.goto(self.url + path, wait_until="load")
            if script:
                page.wait_for_selector("html.scripted")
            yield page
            if quiet:
                # What a mail's frame may not do is told on the console too, and is as it should be.
                ours = [words for words in page.complaints if "sandbox" not in words and "Content Security Policy" not in words
                        and ".invalid" not in words]
                hold(not ours, f"the console says: {ours[:3]}")
        finally:
            context.close()

    def picture(self, page, name):
        if self.options.pictures:
            self.options.pictures.mkdir(parents=True, exist_ok=True)
            page.wait_for_timeout(150)
            page.screenshot(path=self.options.pictures / f"{name}.png", animations="disabled", scale="css")

    def listed(self, **query):
        """The messages the API lists, newest first."""
        text = "&".join(f"{name}={value}" for name, value in query.items())
        return call("GET", f"{self.url}/api/messages?limit=200{'&' + text if text else ''}")[1]["messages"]

    def empty(self):
        call("DELETE", f"{self.url}/api/messages")

    def open(self, page, subject):
        page.locator("#scroller .row", has_text=subject).first.click()
        page.wait_for_selector("#detail article.message .subject")
        expect(page.locator("#detail .subject")).to_contain_text(subject)


def until(page, expression, arg=None, patience=10.0):
    """Waits until an expression holds; asked from outside, because the page's policy lets nobody evaluate in it."""
    end = time.monotonic() + patience
    while True:
        with contextlib.suppress(Error):
            # What is found may be a node, which cannot be handed out.
            if page.evaluate(expression, arg) if arg else page.evaluate(f"Boolean({expression})"):
                return
        if time.monotonic() > end:
            raise Wrong(f"after {patience:.0f} s it still does not hold: {expression[:200]}")
        page.wait_for_timeout(30)


# --- the checks ------------------------------------------------------------------------------------------------------


def empty_inbox(judge):
    with judge.page() as page:
        lesson = page.locator("#empty").inner_text()
        hold("swaks --server " + judge.smtp in lesson, "the lesson does not say where to send")
        hold("/api/wait" in lesson, "the lesson does not say how to wait")
        judge.picture(page, "empty")


def live(judge):
    with judge.page() as page:
        page.wait_for_selector("#live.good:not([hidden])")
        started = time.monotonic()
        mails.send(judge.smtp, mails.letter())
        page.wait_for_selector("#scroller .row", timeout=10_000)
        took = time.monotonic() - started
        expect(page.locator("#scroller .row")).to_have_count(1)
        expect(page.locator("#empty")).to_have_count(0)
        expect(page.locator("#total")).to_have_text("1 message")
        hold("오늘 도착해요" in page.locator("#scroller .row").inner_text(), "the row lacks the subject")
        hold("Mail to" in page.locator("#scroller .row").inner_text(), "the row does not name its channel in words")
        page.evaluate("() => { window.stayed = true }")
        mails.send(judge.smtp, mails.letter(subject="[달빛상점] 배송이 완료됐어요", to="kim@example.com", name="김하늘"), to=["kim@example.com"])
        expect(page.locator("#scroller .row")).to_have_count(2)
        hold(page.evaluate("window.stayed") is True, "the page was loaded anew")
    return f"a mail stood in the list after {took * 1000:.0f} ms"


def views(judge):
    with judge.page() as page:
        judge.open(page, "오늘 도착해요")
        same([tab.get_attribute("data-key") for tab in page.locator(".tab").all()], [str(i + 1) for i in range(9)], "tabs")
        wanted = {
            "html": "iframe.mail", "together": ".together-one", "text": "pre.text", "check": "meter", "headers": "table.headers",
            "links": "ol.links a", "source": "pre.source", "dialogue": "table.dialogue .client", "history": "ol.history li",
        }
        for number, view in enumerate(VIEWS, 1):
            page.keyboard.press(str(number))
            page.wait_for_selector(f'article[data-view="{view}"] {wanted[view]}')
            hold(f"view={view}" in page.url, f"the address does not name the view {view}")
            rendered = call("GET", page.url)[1]
            marker = f'data-view="{view}"'
            hold(marker in rendered, f"the server does not render {view} at its address")
        page.keyboard.press("3")
        hold("운송장 번호 686530129012" in page.locator("pre.text").inner_text(), "the text lacks its words")
        page.keyboard.press("6")
        page.wait_for_selector("ol.links a")
        same(page.locator("ol.links a").first.get_attribute("href"), "https://dalbit.example/t/686530129012", "the link")
        page.keyboard.press("8")
        page.wait_for_selector("table.dialogue")
        hold("MAIL FROM" in page.locator("table.dialogue").inner_text().upper(), "the dialogue lacks MAIL FROM")
        page.go_back()
        page.wait_for_selector('article[data-view="links"]')
        attachment = page.locator(".attachments a")
        hold("주문 내역.csv" in attachment.inner_text(), "the attachment lacks its name")
    return f"{len(VIEWS)} views by key, each with its address"


def frame(judge):
    with judge.page() as page:
        judge.open(page, "오늘 도착해요")
        element = page.wait_for_selector("iframe.mail")
        same(element.get_attribute("sandbox"), "allow-same-origin", "the frame's sandbox")
        hold(element.get_attribute("srcdoc") is None, "the frame has srcdoc")
        with page.expect_response(re.compile("/frame")) as answer:
            page.reload()
        policy = answer.value.headers["content-security-policy"]
        for directive in FRAME_POLICY:
            hold(directive in [part.strip() for part in policy.split(";")], f"the frame's policy lacks {directive}: {policy}")
        hold("script-src" not in policy and "allow-scripts" not in policy, f"the frame may run scripts: {policy}")
        page.wait_for_selector("iframe.mail")
        inner = page.frames[-1]
        expect(inner.locator("h1")).to_have_text("오늘 안에 도착해요")
        widths = {}
        for title, wanted in (("360", 360), ("600", 600), ("Full", None)):
            page.locator(".segment", has_text=re.compile(f"^{title}$")).click()
            page.wait_for_selector(f'.segment[aria-current]:text-is("{title}")')
            until(page, "document.querySelector('iframe.mail').contentDocument.readyState === 'complete'")
            widths[title] = page.locator("iframe.mail").evaluate("frame => frame.contentWindow.innerWidth")
            hold(wanted is None or abs(widths[title] - wanted) <= 4, f"at {title} the frame is {widths[title]} wide")
        hold(widths["Full"] > 600, f"the full width is {widths['Full']}")
        frame_look = "frame => ({dark: frame.contentWindow.matchMedia('(prefers-color-scheme: dark)').matches, " \
            "ground: frame.contentWindow.getComputedStyle(frame.contentDocument.body).backgroundColor})"
        loaded = "document.querySelector('iframe.mail')?.contentDocument?.querySelector('h1')"
        for scheme, ground in (("Dark", "rgb(13, 17, 23)"), ("Light", "rgb(246, 248, 250)")):
            page.locator(".segment", has_text=re.compile(f"^{scheme}$")).click()
            page.wait_for_selector(f'.segment[aria-current]:text-is("{scheme}")')
            until(page, loaded)
            page.wait_for_timeout(100)
            found = page.locator("iframe.mail").evaluate(frame_look)
            same(found, {"dark": scheme == "Dark", "ground": ground}, f"authored {scheme}")
        picture = "frame => frame.contentDocument.querySelector('img').naturalWidth"
        until(page, "document.querySelector('iframe.mail').contentDocument.querySelector('img').complete")
        same(page.locator("iframe.mail").evaluate(picture), 96, "the picture's width")
        page.keyboard.press("i")
        page.wait_for_selector('.segment[aria-current]:text-is("Images off")')
        until(page, loaded)
        until(page, "document.querySelector('iframe.mail').contentDocument.readyState === 'complete'")
        same(page.locator("iframe.mail").evaluate(picture), 0, "the picture's width with images off")
        judge.picture(page, "images-off")


def frame_height(judge):
    with judge.page() as page:
        judge.open(page, "오늘 도착해요")
        page.wait_for_selector("iframe.mail")
        until(page, "document.querySelector('iframe.mail').style.height !== ''")
        page.wait_for_timeout(100)
        heights = page.locator("iframe.mail").evaluate(
            "frame => [frame.clientHeight, frame.contentDocument.documentElement.scrollHeight]")
        hold(0 <= heights[0] - heights[1] < 4, f"the frame is {heights[0]} high for a mail of {heights[1]}")


def links_in_frames(judge):
    with judge.page() as page:
        judge.open(page, "오늘 도착해요")
        until(page, "document.querySelector('iframe.mail')?.contentDocument?.querySelector('a')")
        page.wait_for_timeout(200)
        page.frame_locator("iframe.mail").locator("a").click()
        expect(page.locator("#link-note a")).to_have_attribute("href", "https://dalbit.example/t/686530129012")
        same(page.foreign, [], "what was asked of other servers")


def remote(judge):
    mails.send(judge.smtp, mails.letter(subject="그림이 있는 편지", extra=mails.REMOTE_PARTS))
    with judge.page(quiet=False) as page:
        judge.open(page, "그림이 있는 편지")
        page.wait_for_selector("iframe.mail")
        page.wait_for_timeout(400)
        same(page.foreign, [], "what was asked of other servers before anybody wanted it")
        same(page.locator("[data-blocked]").get_attribute("data-blocked"), str(mails.REMOTE_COUNT), "what was counted")
        judge.picture(page, "remote-blocked")
        page.get_by_text("Load remote content").click()
        page.wait_for_selector(".notice.remote.warn")
        page.wait_for_timeout(600)
        same(sorted(set(page.foreign)), sorted(f"{mails.REMOTE}/{name}.{kind}" for name, kind in
                                              (("open", "gif"), ("ground", "png"), ("style", "png"))), "what was asked when wanted")


def hostile(judge):
    mails.send(judge.smtp, mails.hostile())
    found = judge.listed()
    message = next(one for one in found if "subject" in one["subject"] and "script" in one["subject"])
    paths = ["/", "/?query=" + "%3Cscript%3E"] + [f"/messages/{message['id']}?view={view}" for view in VIEWS]
    paths += [f"/messages/{message['id']}?view=html&images={images}" for images in ("off", "remote")]
    for path in paths:
        with judge.page(path, quiet=False) as page:
            page.wait_for_timeout(120)
            # Asked from the page: in the frame itself nothing runs.
            ran = page.evaluate("[window.ran, ...[...document.querySelectorAll('iframe')].map(frame => frame.contentWindow.ran)].filter(Boolean)")
            same(ran, [], f"what ran at {path}")
            if "view=html" in path:
                expect(page.locator("iframe.mail")).to_have_count(1)
                until(page, "document.querySelector('iframe.mail').contentDocument.body.textContent.includes('본문')")
            hold(not any(words.startswith("dialog") for words in page.complaints), f"a dialog at {path}")
            hold(page.url.startswith(judge.url), f"{path} led away to {page.url}")
            if "images=remote" not in path:
                same(page.foreign, [], f"what {path} asked of other servers")
            same(page.locator("body > script:not([src]), script:not([src])").count(), 0, f"inline scripts at {path}")
    with judge.page(f"/messages/{message['id']}?view=html", quiet=False) as page:
        page.wait_for_timeout(300)
        with contextlib.suppress(Error):
            page.frame_locator("iframe.mail").locator("#js").click(timeout=2_000)
        hold(page.evaluate("window.ran") is None, "a javascript: link ran")
    return f"{len(paths)} addresses"


class Inline(html.parser.HTMLParser):
    """Finds what a strict policy forbids: scripts without a file, styles, handlers."""

    def __init__(self):
        super().__init__()
        self.list = []

    def handle_starttag(self, tag, attributes):
        names = [name for name, _ in attributes]
        if tag == "style" or (tag == "script" and "src" not in names):
            self.list.append(f"<{tag}>")
        self.list += [f"<{tag} {name}>" for name in names if name == "style" or name.startswith("on") or name == "srcdoc"]

    @classmethod
    def found(cls, source):
        parser = cls()
        parser.feed(source)
        return parser.list


def strict(judge):
    message = judge.listed()[0]
    for path in ("/", "/bench", "/ledger", f"/messages/{message['id']}", f"/messages/{message['id']}?view=check"):
        with judge.page(path, script=False, quiet=False) as page:
            answer = page.request.get(judge.url + path)
            policy, source = answer.headers["content-security-policy"], answer.text()
            for directive in ("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"):
                hold(directive in policy, f"the policy of {path} lacks {directive}: {policy}")
            hold("unsafe" not in policy, f"the policy of {path} is lax: {policy}")
            same(Inline.found(source), [], f"what is inline at {path}")


def without_script(judge):
    message = judge.listed()[0]
    with judge.page("/", script=False, quiet=False) as page:
        hold(page.locator(".row").count() >= 2, "without script the list is empty")
        page.locator(".row").first.click()
        page.wait_for_selector("article.message")
        page.locator(".tab", has_text="Dialogue").click()
        page.wait_for_selector("table.dialogue")
    hold(message["id"] is not None, "no message")


def search(judge):
    mails.send(judge.smtp, mails.korean("배송 안내", "장보고님 상품이 도착했습니다", "jang@example.com", "euc_kr", "euc-kr"), to=["jang@example.com"])
    mails.send(judge.smtp, mails.korean("쀍뛟 특가", "확장 완성형도 찾습니다", "x@example.com", "cp949", "ks_c_5601-1987"), to=["x@example.com"])

    def rows(page, query):
        with page.expect_response(lambda answer: "/fragments/rows" in answer.url):
            page.locator("#query").fill(query)
        page.wait_for_timeout(60)
        return page.locator("#scroller .row").all_inner_texts()

    with judge.page() as page:
        everything = page.locator("#scroller .row").count()
        for query, words in (("ㅎㄱㄷ", "홍길동"), ("ㅈㅂㄱ", "장보고"), ("쀍뛟", "쀍뛟"), ("6865-3012-9012", "686530129012"),
                             ("686530129012", "6865-3012-9012"), ("to:kim", "kim@example.com"), ("subject:완료됐어요", "완료됐어요")):
            found = rows(page, query)
            hold(0 < len(found) < everything, f"{query} finds {len(found)} of {everything}")
        found = rows(page, "장보고")
        hold(len(found) == 1 and "배송 안내" in found[0], f"장보고 in EUC-KR finds {found}")
        rows(page, "ㅎㄱㄷ")
        judge.picture(page, "search")
        same(rows(page, "없는말"), [], "없는말 finds something")
        page.wait_for_selector("#empty")
        hold("Nothing matches" in page.locator("#empty").inner_text(), "nothing found does not teach")
        judge.picture(page, "nothing-found")
        page.locator("#query").fill("")
        expect(page.locator("#scroller .row")).to_have_count(everything)
        page.locator("#search-help").click()
        hold("ㅎㄱㄷ" in page.locator("#searching").inner_text(), "the search's help lacks initial consonants")


def together(judge):
    sent = cards.send_all(judge.url)
    mails.send(judge.smtp, mails.letter(subject="[달빛상점] 함께 온 소식", event=cards.EVENT), to=["hong@example.com"])
    messages = [one for one in judge.listed(refused="include") if one["channel"] in sent]
    hold({one["channel"] for one in messages} >= set(sent), f"the inbox has {sorted({one['channel'] for one in messages})} of {sent}")
    with judge.page() as page:
        judge.open(page, "함께 온 소식")
        page.keyboard.press("2")
        page.wait_for_selector(".together")
        channels = [one.get_attribute("data-channel") for one in page.locator(".together-one").all()]
        same(set(channels), {"email", *sent}, "what stands together")
        if "alimtalk" in sent:
            bubble = page.locator(".phone.alimtalk .bubble").first.inner_text()
            hold("알림톡 도착" in bubble and cards.TRACKING in bubble and "배송 조회" in bubble, f"the bubble says {bubble!r}")
        if "sms" in sent:
            below = page.locator('[data-channel="sms"] .bytes').first.inner_text()
            hold(re.search(rf"{cards.SMS_BYTES} / 90 bytes", below) and "SMS" in below, f"below the SMS stands {below!r}")
        if "push" in sent:
            push = page.locator(".phone.push .push-card").first.inner_text()
            hold("오늘 안에 도착해요" in push, f"the push says {push!r}")
        page.wait_for_timeout(400)
        judge.picture(page, "together")
        side = page.evaluate("[...document.querySelectorAll('.together-one')].map(one => one.getBoundingClientRect().top)")
        hold(len({round(top) for top in side[:2]}) == 1, f"they do not stand side by side: {side}")
        page.keyboard.press("d")
        page.wait_for_selector(".phone.dark, .letter.dark")
        page.wait_for_timeout(400)
        judge.picture(page, "together-dark-look")
    for channel in sent:
        with judge.page(f"/?channel={channel}") as page:
            page.locator("#scroller .row").first.click()
            page.wait_for_selector(f".phone.{channel}")
            page.keyboard.press("2")
            page.wait_for_selector(".together")
            page.keyboard.press("7")
            page.keyboard.press("1")
            page.wait_for_selector(f".phone.{channel}")
            judge.picture(page, f"phone-{channel}")
    with judge.page("/", size=PHONE) as page:
        judge.open(page, "함께 온 소식")
        page.locator(".tab", has_text="Together").click()
        page.wait_for_selector(".together")
        page.wait_for_timeout(400)
        judge.picture(page, "together-phone")
    return "by " + ", ".join(sorted({"mail", *sent}))


def keyboard(judge):
    with judge.page() as page:
        page.keyboard.press("j")
        page.wait_for_selector("article.message")
        first = page.locator("article.message").get_attribute("data-message")
        page.keyboard.press("j")
        until(page, f"document.querySelector('article.message').dataset.message !== '{first}'")
        second = page.locator("article.message").get_attribute("data-message")
        hold(second < first, "j does not go to the older one")
        same(page.evaluate("document.activeElement.closest('li')?.dataset.id"), second, "the focus")
        page.keyboard.press("k")
        until(page, f"document.querySelector('article.message').dataset.message === '{first}'")
        page.keyboard.press("Enter")
        until(page, "document.activeElement.id === 'detail'")
        page.keyboard.press("/")
        same(page.evaluate("document.activeElement.id"), "query", "the focus after /")
        page.keyboard.press("Escape")
        hold(page.evaluate("document.activeElement.id") != "query", "Escape does not leave the search")
        page.keyboard.press("u")
        same(page.url, judge.url + "/", "the address after u")
        same(page.evaluate("document.activeElement.closest('li')?.dataset.id"), first, "the focus after u")
        page.keyboard.press("j")
        until(page, f"document.querySelector('article.message').dataset.message === '{second}'")
        page.keyboard.press("Escape")
        same(page.url, judge.url + "/", "the address after Escape")
        page.keyboard.press("?")
        page.wait_for_selector("#keys[open]")
        page.keyboard.press("j")
        judge.picture(page, "keys")
        page.keyboard.press("Escape")
        page.wait_for_selector("#keys", state="hidden")
        page.keyboard.press("b")
        page.wait_for_selector("[data-bench]")
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        hold(outline != "none", "the focus is not to be seen")
        # The keys are heard in a mail's frame, too.
        page.goto(judge.url + "/")
        page.wait_for_selector("html.scripted")
        judge.open(page, "오늘 도착해요")
        until(page, "document.querySelector('iframe.mail')?.contentDocument?.querySelector('h1')")
        page.wait_for_timeout(200)
        page.frame_locator("iframe.mail").locator("h1").click()
        page.keyboard.press("4")
        page.wait_for_selector('article[data-view="check"]')


def checks(judge):
    mails.send(judge.smtp, ("From: a@example.com\r\nTo: hong@example.com\r\nSubject: broken letter\r\nMIME-Version: 1.0\r\n"
                            "Content-Type: text/html; charset=utf-8\r\n\r\n<html><body>\r\n<img src=\"https://x.invalid/a.png\">\r\n"
                            "<p style=\"color:#cccccc;background:#ffffff\">grey</p><div style=\"display:grid\">x</div></body></html>\r\n").encode())
    with judge.page() as page:
        judge.open(page, "broken letter")
        page.keyboard.press("4")
        page.wait_for_selector('article[data-view="check"] .findings')
        text = page.locator(".view").inner_text()
        for rule in ("img-without-alt", "low-contrast", "missing-lang"):
            hold(rule in text, f"the check lacks {rule}")
        hold("line 2" in text, "the check does not name the line")
        hold(re.search(r"Outlook|Gmail|Naver", text), "the check names no client")
        hold(int(page.locator("[data-errors]").get_attribute("data-errors")) >= 3, "the errors are not counted")
        judge.picture(page, "check")


def signed(judge):
    body = "Hi.\r\n\r\nWe lost the game. Are you hungry yet?\r\n\r\nJoe.\r\n"
    header = ("DKIM-Signature: v=1; a=rsa-sha256; s=brisbane; d=example.com; c=simple/simple; q=dns/txt; i=joe@football.example.com; "
              "h=Received : From : To : Subject : Date : Message-ID; bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=; b=AuUoFEfDxTDkHlLXSZEpZj79LICEps6eda7W3deTVFOk4yAUoqOB\r\n"
              "From: Joe SixPack <joe@football.example.com>\r\nTo: Suzie Q <suzie@shopping.example.net>\r\nSubject: {}\r\n\r\n")
    mails.send(judge.smtp, (header.format("signed and whole") + body).encode())
    mails.send(judge.smtp, (header.format("signed and changed") + body.replace("hungry", "angry!")).encode())
    with judge.page() as page:
        for subject, words in (("signed and whole", "body hash matches"), ("signed and changed", "body hash differs")):
            judge.open(page, subject)
            page.keyboard.press("5")
            page.wait_for_selector('article[data-view="headers"]')
            text = page.locator(".view").inner_text()
            hold(words in text and "key not looked up" in text, f"{subject}: {text[:200]!r}")
        judge.picture(page, "headers")


def bench(judge):
    with judge.page() as page:
        page.locator("#bench-link").click()
        page.wait_for_selector("[data-bench]")
        before = int(page.locator("#bench-now").get_attribute("data-now"))
        page.locator('[data-advance="9h"]').click()
        until(page, f"Number(document.querySelector('#bench-now').dataset.now) > {before + 8 * 3600_000}", patience=20)
        after = int(page.locator("#bench-now").get_attribute("data-now"))
        hold(abs(after - before - 9 * 3600_000) < 60_000, f"the clock moved by {(after - before) / 3600_000:.2f} h")
        status, answer = call("POST", f"{judge.url}/api/faults", {"name": "lost-once", "match": {"channel": "email", "step": "accepted", "times": 1}, "action": "disconnect"})
        hold(status in (200, 201), f"a fault was refused: {answer}")
        page.reload()
        page.wait_for_selector("#faults table")
        hold("lost-once" in page.locator("#faults").inner_text(), "the fault is not shown")
        judge.picture(page, "bench")
        call("DELETE", f"{judge.url}/api/faults")


def refusals(judge):
    host, port = judge.smtp.rsplit(":", 1)
    import socket
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        lines = connection.makefile("rb")
        lines.readline()
        for command in ("HELO judge", "MAIL FROM:<a@example.com>", "RCPT TO:<hong@example.com>", "DATA"):
            connection.sendall(command.encode() + b"\r\n")
            lines.readline()
        connection.sendall(b"Subject: bare line feeds\r\n\r\none\ntwo\r\n.\r\n")
        reply = lines.readline()
    hold(reply.startswith(b"550"), f"the mail was answered {reply!r}")
    with judge.page("/?refused=only") as page:
        row = page.locator("#scroller .row").first
        hold("refused" in row.inner_text() and "bare-lf" in row.inner_text(), f"the row says {row.inner_text()!r}")
        color = row.locator(".state.bad").first.evaluate("one => getComputedStyle(one).color")
        same(color, "rgb(207, 34, 46)", "the badge's colour")
        row.click()
        page.wait_for_selector(".notice.bad")
        judge.picture(page, "refused")


def deleting(judge):
    with judge.page() as page:
        page.keyboard.press("j")
        page.wait_for_selector("article.message")
        id = page.locator("article.message").get_attribute("data-message")
        page.keyboard.press("Delete")
        until(page, f"document.querySelector('article.message')?.dataset.message !== '{id}'")
        same(call("GET", f"{judge.url}/api/messages/{id}")[0], 404, "the deleted message")
        page.wait_for_selector(f'#scroller li[data-id="{id}"]', state="detached")
        page.locator("#delete").click()
        page.wait_for_selector("#ask[open]")
        page.locator("#ask button", has_text="Keep").click()
        hold(len(judge.listed()) > 0, "Keep deleted")
        page.locator("#delete").click()
        page.locator("#ask button", has_text="Delete").click()
        page.wait_for_selector("#empty")
        same(judge.listed(), [], "what is left")


def pictures(judge):
    """Each state in light and dark, wide and narrow: axe-core finds nothing serious, nothing is wider than the page."""
    def letters():
        return [one for one in judge.listed() if "함께 온 소식" in one["subject"]]

    if not letters():
        cards.send_all(judge.url)
        mails.send(judge.smtp, mails.letter(subject="[달빛상점] 함께 온 소식", event=cards.EVENT))
    message = letters()[0]
    states = {"list": "/"} | {view: f"/messages/{message['id']}?view={view}" for view in VIEWS}
    states |= {"bench": "/bench", "nothing": "/?query=xyzzy", "refused": "/?refused=only", "letter-phone": f"/messages/{message['id']}?view=html&width=360&scheme=dark"}
    for channel in ("alimtalk", "sms", "push"):
        found = [one for one in judge.listed(refused="include") if one["channel"] == channel]
        if found:
            states[channel] = f"/messages/{found[0]['id']}"
    serious = []
    for size, width in ((DESKTOP, "desktop"), (PHONE, "phone")):
        for dark in (False, True):
            for name, path in states.items():
                with judge.page(path, size=size, dark=dark) as page:
                    page.wait_for_timeout(100)
                    judge.picture(page, f"{width}-{'dark' if dark else 'light'}-{name}")
                    broad = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                    if broad > 0:
                        serious.append(f"{width} {name} is {broad} px too wide")
                    page.evaluate(judge.axe)
                    results = page.evaluate(accessibility.RUN.replace("axe.run(document,", "axe.run({exclude: ['iframe']},"))
                    hold(results["passes"], f"axe-core checked nothing at {path}")
                    for rule in results["violations"]:
                        for node in rule["nodes"]:
                            if node["impact"] in ("serious", "critical"):
                                html = re.sub(r"\s+", " ", node["html"])[:120]
                                serious.append(f"{width} {'dark' if dark else 'light'} {name}: {rule['id']}: {node['why'][:120]} {html}")
    hold(not serious, f"{len(serious)} findings: " + " | ".join(sorted(set(serious))[:40]))
    return f"{4 * len(states)} states"


def first_paint(judge):
    judge.empty()
    mails.flood(judge.smtp, 1, 10_000)
    times = []
    for _ in range(5):
        with judge.page() as page:
            until(page, "performance.getEntriesByName('first-contentful-paint').length > 0")
            times.append(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
            same(page.locator("#total").inner_text(), "10,000 messages", "the count")
    return "10,000 messages, first contentful paint " + ", ".join(f"{one:.0f}" for one in times) + " ms"


def many(judge):
    wanted = judge.options.messages
    started = time.monotonic()
    mails.flood(judge.smtp, 10_001, wanted - 10_000)
    took = time.monotonic() - started
    with judge.page() as page:
        shown = f"{wanted:,} messages"
        expect(page.locator("#total")).to_have_text(shown)

        def rows():
            return page.locator("#scroller .row").count()

        def visible(words):
            # The row that stands in the middle of what is seen.
            until(page, 
                "words => { const box = document.querySelector('#scroller').getBoundingClientRect();"
                "return [...document.querySelectorAll('#scroller .row')].some(row => { const at = row.getBoundingClientRect();"
                "return at.bottom > box.top && at.top < box.bottom && row.textContent.includes(words); }); }", words, 20)

        most = 0
        for share in (0.5, 0.25, 0.9, 0.1):
            place = int(wanted * share)
            page.evaluate("place => { const list = document.querySelector('#scroller'); list.scrollTop = place * document.querySelector('#scroller li').getBoundingClientRect().height; }", place)
            visible(f"배송 알림 {wanted - place}")
            most = max(most, rows())
        page.evaluate("document.querySelector('#scroller').scrollTop = 1e9")
        visible("배송 알림 1")
        page.evaluate("document.querySelector('#scroller').scrollTop = 0")
        visible(f"배송 알림 {wanted}")
        for _ in range(40):
            page.mouse.move(200, 500)
            page.mouse.wheel(0, 900)
        page.wait_for_timeout(400)
        most = max(most, rows())
        hold(most <= 400, f"{most} rows are in the document")
        # What comes now shifts nothing below the top, and is told.
        before = page.evaluate("document.querySelector('#scroller').scrollTop")
        mails.flood(judge.smtp, 1_000_001, 3, connections=1)
        page.wait_for_selector("#fresh:not([hidden])")
        hold("3 new" in page.locator("#fresh").inner_text(), f"the button says {page.locator('#fresh').inner_text()}")
        same(page.evaluate("document.querySelector('#scroller').scrollTop"), before, "where the list stands")
        page.locator("#fresh").click()
        visible("배송 알림 1000003")
        page.keyboard.press("j")
        page.wait_for_selector("article.message")
        for _ in range(3):
            page.keyboard.press("j")
            page.wait_for_timeout(60)
        heap = page.evaluate("performance.memory ? performance.memory.usedJSHeapSize : 0")
        nodes = page.evaluate("document.getElementsByTagName('*').length")
        hold(nodes < 12_000, f"{nodes} elements are in the document")
        page.locator("#query").fill(f"배송 알림 {wanted - 1}")
        expect(page.locator("#total")).to_have_text("1 message", timeout=60_000)
    memory = judge.server.memory().get("VmRSS", 0)
    return (f"{wanted:,} came in {took:.1f} s; at most {most} rows and {nodes} elements in the document, "
            f"{heap / 1e6:.0f} MB of script, the mock {memory / 1e6:.0f} MB")


CHECKS = [
    ("the empty inbox teaches", empty_inbox), ("a mail comes live", live), ("all views by key and address", views),
    ("the frame: sandbox, policy, widths, dark, images off", frame), ("the frame is as high as the mail", frame_height),
    ("links in a frame are told, not followed", links_in_frames), ("remote content is blocked and counted", remote),
    ("scripts in every field do nothing", hostile), ("pages have no inline script or style", strict),
    ("without script the page works", without_script), ("search: ㅎㄱㄷ, EUC-KR, numbers", search),
    ("mail, alimtalk, SMS and push together", together), ("keyboard", keyboard), ("the check of a broken letter", checks),
    ("DKIM: the body's hash (RFC 6376 A.2)", signed), ("the bench moves the clock and shows faults", bench),
    ("a refused mail has a red badge", refusals), ("axe-core and pictures: light, dark, desktop, phone", pictures),
    ("deleting", deleting), ("first paint with 10,000 messages", first_paint), ("a list of 100,000 messages", many),
]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", type=Path, default=BINARY, help="the parcelpost to try")
    parser.add_argument("--pictures", type=Path, help="a folder for screenshots")
    parser.add_argument("--messages", type=int, default=100_000, help="how long the long list is")
    parser.add_argument("--only", default="", help="only the checks with this word in their names")
    parser.add_argument("--assets", type=Path, help="serve CSS and JavaScript from this folder, to try them without a build")
    parser.add_argument("--trace", action="store_true", help="print where a check failed")
    parser.add_argument("--mock", action="append", default=[], help="another argument of `parcelpost mock`")
    options = parser.parse_args()
    if sync_playwright is None:
        raise Failure("The Python package playwright is missing. Run `make setup`.")
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        raise Failure("Chromium is missing. Run `make setup`.")
    if not options.binary.exists():
        raise Failure(f"{options.binary} is missing. Run `make build`.")
    options.binary = options.binary.resolve()
    workshop = Workshop("parcelpost-page")
    with sync_playwright() as playwright:
        # The pages are our own; as root Chromium has no sandbox to offer.
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"] if os.geteuid() == 0 else [])
        try:
            judge = Judge(browser, workshop, options)
            print(f"Chromium {browser.version}, {judge.url}", flush=True)
            for name, work in CHECKS:
                judge.check(name, lambda work=work: work(judge))
        finally:
            browser.close()
            workshop.close()
    if not judge.count:
        raise Failure(f"There is no check with `{options.only}` in its name.")
    print(f"{judge.count - len(judge.failed)} of {judge.count} hold." + (f" Failed: {'; '.join(judge.failed)}." if judge.failed else ""))
    return 1 if judge.failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failure as failure:
        print(failure, file=sys.stderr)
        sys.exit(1)
