# Parcelpost: a mail-first notification gateway for parcels.
# SPDX-License-Identifier: Apache-2.0
"""Every fact that the HTML shows is in the text part.

A fact is a text that Chromium shows (the preheader isn't shown), the alt text of a picture, or the address of a link.
The text part is the one that Python's `email` takes out of the mail. Compared without white space, as often as it is shown;
marks without a letter or a digit, such as a tick or an arrow, are no facts.
"""

import collections
import re
import unicodedata

from . import browser, finding
from .finding import Broken, Finding, in_mail
from .wording import SEEN

WIDTH = 640
FACTS = "() => {" + SEEN + r"""
    const seen = Array.from(document.body.querySelectorAll('a[href], img[alt]')).filter(element => !unseen(element));
    return {
        texts: texts().filter(node => !unseen(node.parentElement)).map(node => node.data),
        alts: seen.filter(element => element.tagName === 'IMG').map(element => element.alt),
        links: seen.filter(element => element.tagName === 'A').map(element => element.getAttribute('href')),
    };
}"""
NOT_COMPARED = re.compile(r"[\s\u00ad\u034f\u200b-\u200f\u2060\ufeff]+")


def bare(text):
    return NOT_COMPARED.sub("", unicodedata.normalize("NFC", text))


def without_marks(text):
    """Without the marks, such as a tick, that stand before or after it."""
    def is_mark(character):
        return unicodedata.category(character) == "So"
    while text and is_mark(text[0]):
        text = text[1:]
    while text and is_mark(text[-1]):
        text = text[:-1]
    return text


def is_fact(text):
    return any(character.isalnum() for character in text)


def missing(facts, text):
    """What the text lacks, as (rule, what)."""
    whole = bare(text)
    counted = collections.Counter(filter(is_fact, map(without_marks, map(bare, facts["texts"]))))
    for fact, count in counted.items():
        have = whole.count(fact)
        if have < count:
            often = "" if not have else f" ({count} times in the HTML, {have} times in the text)"
            yield "missing-text", f"the text part lacks “{fact[:60]}”{often}"
    for alt in set(filter(is_fact, map(bare, facts["alts"]))):
        if alt not in whole:
            yield "missing-alt", f"the text part lacks a picture's “{alt[:60]}”"
    digits = re.sub(r"\D", "", whole)
    for link in dict.fromkeys(facts["links"]):
        scheme, _, rest = link.partition(":")
        if scheme in ("http", "https") and bare(link) not in whole:
            yield "missing-link", f"the text part lacks the link {link}"
        elif scheme == "mailto" and bare(rest.split("?")[0]) not in whole:
            yield "missing-link", f"the text part lacks the address {link}"
        elif scheme == "tel" and re.sub(r"\D", "", rest)[-8:] not in digits:  # +82 2 1234 5678 may be told as 02-1234-5678
            yield "missing-link", f"the text part lacks the number {link}"


def check(letters):
    counted = collections.Counter()

    async def work(page, letter):
        await page.open(letter.path("html"))
        await page.look(WIDTH)
        facts = await page.page.evaluate(FACTS)
        text = letter.text
        counted.update({kind: len(of_kind) for kind, of_kind in facts.items()})
        found = [Finding(letter.name, rule, message) for rule, message in missing(facts, text)]
        strange = sorted({character for character in text if unicodedata.category(character) == "Cc" and character not in "\r\n"})
        if strange:
            found.append(Finding(letter.name, "control", f"the text part holds control characters {strange}"))
        if not facts["texts"]:
            found.append(Finding(letter.name, "empty", "the HTML shows no text"))
        return found

    results, _ = browser.run(browser.share_out(letters, work))
    return [one for found in results for one in found], [", ".join(f"{count} {kind}" for kind, count in counted.items())]


def leave_out(pattern):
    """Takes the first line that matches out of the text part."""
    def change(message):
        part = message.get_body(("plain",))
        part.set_content(re.sub(rf"(?m)^.*(?:{pattern}).*\n", "", part.get_content().replace("\r\n", "\n"), count=1))
    return in_mail(change)


BROKEN = [
    Broken("fact", "missing-text", "6865-3012-9012", eml=leave_out(r"6865-3012-9012")),
    Broken("scan", "missing-text", "16:02", eml=leave_out(r"16:02")),
    Broken("link", "missing-link", "https://", eml=leave_out(r"https://notify\.example\.com/t/")),
    Broken("control", "control", eml=in_mail(lambda message: message.get_body(("plain",)).set_content("a\x01b", cte="base64"))),
]

if __name__ == "__main__":
    finding.run("text part", check, BROKEN, __doc__)
