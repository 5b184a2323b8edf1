# Parcelpost: a mail-first notification gateway for parcels.
# SPDX-License-Identifier: Apache-2.0
"""Bytes, and the mail's form: what Gmail clips, what RFC 5322 and RFC 2047 forbid, what a parser stumbles over.

HTML at most 40 KB with the ordinary fixture and 90 KB with any (Gmail clips near 102 KB); `<style>` at most 8 KB in sum;
lines of the mail end with CRLF and have at most 998 octets; a line with an encoded word at most 76, the word at most 75;
headers are ASCII; Python's `email` finds no defect; the HTML in the mail is the HTML of the file.
"""

import email
import email.policy
import re

from . import finding
from .finding import Broken, Finding, before_end, in_mail

KB = 1024
ORDINARY_LIMIT, ANY_LIMIT, STYLE_LIMIT = 40 * KB, 90 * KB, 8 * KB
GMAIL_CLIPS_AT = 102 * KB
ENCODED_WORD = re.compile(rb"=\?[^?\s]+\?[bBqQ]\?[^?\s]*\?=")


def form_of(letter):
    """What is wrong with the mail's bytes."""
    eml = letter.eml
    if re.search(rb"(?<!\r)\n|\r(?!\n)", eml):
        yield "line-end", "a line ends with a bare CR or LF"
    for number, line in enumerate(eml.split(b"\r\n"), 1):
        if len(line) > 998:
            yield "line-length", f"a line has {len(line)} octets, at most 998 are allowed (line {number})"
    head = eml.split(b"\r\n\r\n", 1)[0]
    if not head.isascii():
        yield "header", "a header is not ASCII"
    for line in head.split(b"\r\n"):
        words = ENCODED_WORD.findall(line)
        if words and (len(line) > 76 or max(map(len, words)) > 75):
            yield "encoded-word", f"{line.split(b':')[0].decode('ascii', 'replace')[:20]}: an encoded word or its line is too long"
    message = email.message_from_bytes(eml, policy=email.policy.default)
    for part in message.walk():
        for defect in part.defects:
            yield "defect", f"Python's email finds {type(defect).__name__}"
        for name, value in part.items():
            for defect in getattr(value, "defects", ()):
                yield "defect", f"Python's email finds {type(defect).__name__} in {name}"
    body = message.get_body(("html",))
    if body is None or message.get_body(("plain",)) is None:
        yield "parts", "the mail lacks its HTML or its text part"
    elif body.get_content().replace("\r\n", "\n").rstrip("\n") != letter.html.replace("\r\n", "\n").rstrip("\n"):
        yield "parts", "the HTML in the mail differs from the HTML file"


def check(letters):
    found, largest, styles = [], {}, 0
    for letter in letters:
        size = len(letter.html.encode())
        style = sum(len(text.encode()) for text in re.findall(r"<style\b[^>]*>(.*?)</style\s*>", letter.html, re.S | re.I))
        limit = ORDINARY_LIMIT if letter.is_ordinary else ANY_LIMIT
        if size > limit:
            found.append(Finding(letter.name, "html-size", f"the HTML is larger than {limit // KB} KB", f"{size} bytes"))
        if size > GMAIL_CLIPS_AT:
            found.append(Finding(letter.name, "clipped", "Gmail clips the HTML", f"{size} bytes"))
        if style > STYLE_LIMIT:
            found.append(Finding(letter.name, "style-size", f"the styles are larger than {STYLE_LIMIT // KB} KB", f"{style} bytes"))
        found += [Finding(letter.name, rule, message) for rule, message in form_of(letter)]
        if not letter.letter.startswith("broken-"):
            kind = "ordinary" if letter.is_ordinary else "any other fixture"
            largest[kind] = max(largest.get(kind, (0, "", 0)), (size, letter.name, len(letter.eml)))
            styles = max(styles, style)
    notes = [f"largest HTML, {kind}: {size / KB:.1f} KB, {eml / KB:.1f} KB as a mail ({name})"
             for kind, (size, name, eml) in sorted(largest.items(), reverse=True)]
    return found, [*notes, f"largest styles: {styles / KB:.1f} KB"]



def leave_text_alone(message):
    message.clear_content()
    message.set_content("text alone")


BROKEN = [
    Broken("large", "html-size", html=before_end("<p>길다</p>" * 4000)),
    Broken("huge", "clipped", html=before_end("<p>길다</p>" * 9000)),
    Broken("style", "style-size", html=lambda html: html.replace("</head>", "<style>p { color: red; } " + "/**/" * 2100 + "</style></head>")),
    Broken("line-end", "line-end", eml=lambda eml: eml.replace(b"\r\n", b"\n", 5)),
    Broken("line", "line-length", eml=lambda eml: eml + b"x" * 999 + b"\r\n"),
    Broken("header", "header", eml=lambda eml: b"X-Shop: \xeb\x8b\xac\r\n" + eml),
    Broken("encoded-word", "encoded-word", eml=lambda eml: b"X-Shop: =?utf-8?B?" + b"66y4" * 20 + b"?=\r\n" + eml),
    Broken("boundary", "defect", eml=lambda eml: eml[:len(eml) * 3 // 4]),
    Broken("parts", "parts", "differs", html=before_end("<p>mehr</p>")),
    Broken("one-part", "parts", "lacks", eml=in_mail(leave_text_alone)),
]

if __name__ == "__main__":
    finding.run("sizes", check, BROKEN, __doc__, always_all=True)
